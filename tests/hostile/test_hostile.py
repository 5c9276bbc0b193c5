"""Nothing hostile gets through: body → HTML → gate, judged by parsers that know nothing of either."""

from __future__ import annotations

import random
import re

import pytest

from generator import gate
from generator.dialect import discard
from generator.markup import render
from generator.model import Body, Table
from hostile import lines
from hostile.costly import COSTLY
from hostile.judge import dangers, text

TABLE = Table("data/x.csv", "2025年收支", ("项目", "金额"), (("甲", "1,000"), ("乙", "2")), (False, True))
PAGE = '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>题</title></head><body>{}</body></html>'
LINKS = dict.fromkeys(("x", "图.png", "y"), "info/2026-00001/a.pdf")
HOSTILE = [line for family in ("html", "markdown", "templates", "unicode") for line in lines(family)]
HOSTILE += [f"[甲]({line})" for line in lines("paths")] + [f"![甲](<{line}>)" for line in lines("paths")]


def html(source: str) -> str:
    """The HTML of a source; what it refers to by the names of `LINKS` and `x.csv` is there."""
    return render(Body(source, tuple(LINKS.items()), (("x.csv", TABLE),)), "../")


def frames(line: str) -> list[str]:
    """The line where an editor might put it."""
    return [line, f"　　{line}", f"- {line}", f"> {line}", f"| 甲 |\n|---|\n| {line} |", f"[{line}](x)", f"# {line}",
            f"**{line}**", f"<td>{line}</td>", f"甲[^1]\n\n[^1]: {line}", f"![{line}](图.png)", f"`{line}",
            f"<div>\n{line}\n</div>", f"[x]({line})", f'<a title="{line}" href="x">甲</a>']  # fmt: skip


def test_the_collection_is_large_enough() -> None:
    assert len(set(HOSTILE)) >= 300


@pytest.mark.parametrize("family", ["html", "markdown", "templates", "unicode", "paths"])
def test_nothing_hostile_is_active(family: str) -> None:
    for line in lines(family):
        for source in frames(line):
            made = html(source)
            assert not dangers(made), source
            page = PAGE.format(made)
            assert not gate.faults(page), source


def test_all_hostile_lines_in_one_body() -> None:
    for joint in ("\n", "\n\n", " "):
        made = html(joint.join(line for line in HOSTILE if "plaintext" not in line))
        assert not dangers(made)
        assert not gate.faults(PAGE.format(made))


def test_shuffled_pieces_of_hostile_lines() -> None:
    dice = random.Random(7)
    pieces = [piece for line in HOSTILE for piece in re.split(r"(?<=[<>\"'()=\s])", line) if piece]
    for _ in range(1_500):
        source = "".join(dice.choice(pieces) for _ in range(dice.randint(2, 25)))
        made = html(source)
        assert not dangers(made), source
        assert not gate.faults(PAGE.format(made)), source


def test_templates_stay_text() -> None:
    for line in lines("templates"):
        if not re.search(r"[<`\[\\]|\{7\*7|\*\{", line):
            assert re.sub(r"\s", "", line.replace("\\", "")) in text(html(line)), line


def test_history_never_shows() -> None:
    sources = [*HOSTILE, *(source for source in COSTLY.values() if len(source) < 3_000)]
    discard()
    first = [html(source) for source in sources]
    dice = random.Random(11)
    for index in dice.sample(range(len(sources)), len(sources)):
        assert html(sources[index]) == first[index]
