"""Real texts: 683 national regulations become one unit's documents, and no article of them is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from county import REVIEW, USCC, County

pytestmark = pytest.mark.shared


def convert(path: Path, serial: int) -> tuple[str, str]:
    """A regulation of the corpus as a document of a unit: its front matter and body; and the body alone.

    The first line is the title; what stands above `INFO END` are the dates of adoption, kept as the first paragraphs.
    """
    title, _, rest = path.read_text("utf-8").partition("\n")
    body = rest.replace("<!-- INFO END -->", "").strip() + "\n"
    plain = title.removeprefix("#").strip().replace('"', "”")
    head = [f'标题: "{plain}"', f"索引号: {USCC['jinping']}/2026-{serial:05d}", "发布日期: 2026-01-06"]
    head += ["类型: 公开制度", '内容概述: "国家行政法规"', REVIEW]
    return "---\n" + "\n".join(head) + f"\n---\n\n{body}", body


class Visible(HTMLParser):
    """The visible text of an element with a class."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if (
            self.depth
            or ("class", "text") in attributes
            or (tag == "div" and "text" in str(dict(attributes).get("class")))
        ):
            self.depth += tag not in ("br", "img", "hr", "wbr")

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in ("br", "img", "hr", "wbr"):
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text.append(data)


def letters(text: str) -> str:
    """The characters that carry meaning, in order: no white space, no Markdown marks."""
    return re.sub(r"[\s　#*|>\-_`\\:]", "", text)


def test_every_article_is_in_the_output(tmp_path: Path, shared: Path) -> None:
    """All documents are built, and their whole text is visible on their page."""
    county = County(tmp_path, ("jinping",))
    bodies = {}
    for serial, path in enumerate(sorted((shared / "corpus" / "regulations").glob("*.md")), 1):
        text, body = convert(path, serial)
        county.write(f"content/jinping/zd/{serial}.md", text)
        bodies[serial] = body
    assert len(bodies) == 683
    county.register()
    report = county.build()
    assert [each for each in report.findings() if each.severity == "error"] == []
    lost = []
    for serial, body in bodies.items():
        reader = Visible()
        reader.feed((county.public / f"jinping/info/2026-{serial:05d}.html").read_text("utf-8"))
        seen, wanted = letters("".join(reader.text)), letters(body)
        if wanted not in seen:
            lost.append((serial, _first_difference(wanted, seen)))
    assert lost == []


def _first_difference(wanted: str, seen: str) -> str:
    place = next((at for at in range(0, len(wanted), 20) if wanted[at : at + 20] not in seen), 0)
    return wanted[place : place + 40]
