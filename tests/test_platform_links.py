"""Links out of every page to the provincial platform: all are there, and what is filled into them can be read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from conftest import Outcome, Workspace
from county import USCC, County, document
from crawl import walk
from generator import frontmatter
from page_rules import DOCUMENT, REFRESH

KEYS = ("unit", "number", "no", "title")  # the example's platform calls it `number`, that of the tests' county `no`
TITLES = (
    '&#"中文 <>',
    "a b  c",
    "增长+5%、100%25",
    "{unit} {title} {number}",
    "&amp;title=x&unit=y#z",
    "?=/\\%2F%00%E4",
    "‘单’“双”'\"`",
    "表情😀与𠮷野家",
    "é e\u0301 ﬁ Ａ　全角",
    "长" * 200,
)


def parsed(path: Path) -> html.HtmlElement:
    """A built page."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def asked(page: html.HtmlElement) -> tuple[str, ...]:
    """Unit, number and title in the link of a document's page that asks for what it does not show."""
    (address,) = page.xpath('//main//p[@class="ask"]/a/@href')
    values = parse_qs(urlsplit(address).query, keep_blank_values=True, strict_parsing=True)
    return tuple(value for key in KEYS if (found := values.get(key)) for value in found)


def meant(page: html.HtmlElement, unit: str) -> tuple[str, ...]:
    """The same three as the page itself shows them to its reader."""
    shown = dict(
        zip(page.xpath('//dl[@class="record"]//dt/text()'), page.xpath('//dl[@class="record"]//dd'), strict=True)
    )
    return unit, shown["索引号"].text_content(), shown["名称"].text_content()


def names(root: Path) -> Iterator[tuple[str, str]]:
    """The folder and full name of every unit, as `unit.yaml` has it."""
    for path in sorted((root / "content").glob("*/unit.yaml")):
        lines = dict(line.split(": ", 1) for line in path.read_text("utf-8").splitlines() if line.startswith("名称: "))
        yield path.parent.name, lines["名称"].strip()


def test_every_document_of_the_example_county_can_be_asked_about(county: Workspace, first_build: Outcome) -> None:
    seen = 0
    for slug, name in names(county.root):
        folder = county.public / ("info" if slug == "portal" else f"{slug}/info")
        for path in sorted(folder.glob("*.html")):
            page = parsed(path)
            if DOCUMENT.search(path.as_posix()) and not page.xpath(REFRESH):
                seen += 1
                assert asked(page) == meant(page, name), path
    assert seen >= 1000


def test_every_page_of_the_example_county_leads_out(county: Workspace, first_build: Outcome) -> None:
    platform = frontmatter.parse_mapping((county.root / "site.yaml").read_text("utf-8")).values["全省统一平台"]
    wanted = {platform["首页"], platform["搜索"], f"tel:{platform['热线']}"}
    host = urlsplit(platform["首页"]).netloc
    pages = [path for path in sorted(walk(county.public)) if path.endswith(".html")]
    assert len(pages) > 4000
    for path in pages:
        page = parsed(county.public / path)
        if not page.xpath(REFRESH):
            feet = page.xpath("//body/footer//a/@href")
            assert wanted <= set(feet), path
            words = {link.text: link.get("href") for link in page.xpath("//body/footer//a")}
            own = words.get("本单位在平台的页面") or words["平台的单位名录"]
            assert urlsplit(own).netloc == host, path
            assert any(each.startswith(platform["依申请公开"].partition("?")[0]) for each in feet), path


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A county whose titles hold everything that an address gives a meaning to."""
    county = County(tmp_path_factory.mktemp("nasty"), ("portal", "jinping"))
    for number, title in enumerate(TITLES, 1):
        text = document(json.dumps(title, ensure_ascii=False), f"2026-{number:05d}")
        county.write(f"content/jinping/gg/n{number}.md", text)
    county.register()
    report = county.build()
    assert not [each for each in report.findings() if each.severity == "error"], report.findings()
    return county


@pytest.mark.parametrize("number", range(1, len(TITLES) + 1))
def test_any_title_comes_back_whole(nasty: County, number: int) -> None:
    index_number = f"2026-{number:05d}"
    page = parsed(nasty.public / f"jinping/info/{index_number}.html")
    assert asked(page) == ("示例县锦屏镇人民政府", f"{USCC['jinping']}/{index_number}", TITLES[number - 1])
