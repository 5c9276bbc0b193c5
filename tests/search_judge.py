"""What can be found in a built county, told without its index: the records' texts, read one after the other."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from conftest import REPOSITORY
from generator.search_index import folded

_MEETING = re.compile(r"/meetings/\d{4}-\d+$")
SCRIPT = REPOSITORY / "themes/default/assets/search_engine.js"
TEXT = REPOSITORY / "themes/default/assets/search_text.js"
RUNNER = REPOSITORY / "tests/screens/search.cjs"


class Text(NamedTuple):
    """A document: its address below the county's root, and everything in it that can be found, folded."""

    url: str
    title: str
    parts: tuple[str, ...]


class Found(NamedTuple):
    """What the search tells: addresses in its order, and the compressed bytes that it read for them."""

    urls: tuple[str, ...]
    size: int


def texts(public: Path) -> Iterator[Text]:
    """All documents of a county, from their records; its public letters, from the tables of them; its meetings, from
    their pages."""
    for folder, _, names in os.walk(public, followlinks=True):
        if _MEETING.search(folder):
            yield _meeting(Path(folder) / "index.html", public)
        if "letters.csv" in names:
            yield from _letters(Path(folder), public)
        for name in sorted(names) if folder.endswith("/info") else ():
            if name.endswith(".json"):
                path = Path(folder) / name
                yield _text(
                    json.loads(path.read_text("utf-8")), path.relative_to(public).with_suffix(".html").as_posix()
                )


def _letters(folder: Path, public: Path) -> Iterator[Text]:
    with (folder / "letters.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            url = folder.relative_to(public) / row["收到日"][:4] / f"{row['编号'].lower()}.html"
            parts = (row["主题"], row["编号"], *row["内容"].split("\n"), *row["答复内容"].split("\n"))
            yield Text(url.as_posix(), folded(row["主题"]), tuple(map(folded, parts)))


def _meeting(path: Path, public: Path) -> Text:
    page = path.read_text("utf-8")
    (title,) = re.findall(r"<h1>(.*?)</h1>", page)
    facts = dict(re.findall(r"<dt>(地点|召集单位|编号|议题)</dt><dd>(.*?)</dd>", page))
    agenda = re.findall(r"<li>(.*?)</li>", facts.get("议题", "")) or [facts.get("议题", "")]
    told = re.findall(r"<li><time [^>]*>[^<]*</time> (.*?)</li>", page)
    minutes = re.findall(r"<p>(.*?)</p>", page.partition('<section class="minutes"')[2].partition("</section>")[0])
    parts = (title, facts["地点"], facts["召集单位"], facts["编号"], *agenda, *told, *minutes)
    return Text(path.relative_to(public).as_posix(), folded(unescape(title)), tuple(map(folded, map(unescape, parts))))


def _text(record: dict[str, Any], url: str) -> Text:
    attached = (each["title"] for each in record.get("attachments", ()))
    lines = (
        record["title"],
        record.get("document_number", ""),
        record["identifier"],
        *record.get("text", "").split("\n"),
    )
    return Text(url, folded(record["title"]), tuple(folded(each) for each in (*lines, *attached)))


def scan(documents: Sequence[Text], phrase: str) -> set[str]:
    """The addresses of the documents that hold a folded phrase."""
    return {each.url for each in documents if any(phrase in part for part in each.parts)}


def pieces(documents: Sequence[Text], count: int, seed: int) -> Iterator[str]:
    """Pieces of what stands in documents, of one character to twenty."""
    chance = random.Random(seed)
    for _ in range(count):
        line = chance.choice([part for part in chance.choice(documents).parts if part])
        length = chance.choice((1, 2, 2, 3, 4, 6, 10, 20))
        start = chance.randrange(max(1, len(line) - length + 1))
        yield line[start : start + length]


def asked(node: Sequence[str], public: Path, scope: str, queries: Sequence[dict[str, Any]]) -> list[Found]:
    """What the theme's own script finds, run outside a browser."""
    lines = "\n".join(json.dumps(each) for each in queries)
    command = [*node, str(RUNNER), str(public), scope, str(SCRIPT)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [Found(tuple(row["found"]), row["bytes"]) for row in rows]
