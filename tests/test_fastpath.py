"""The fast path gives what converter and sanitizer give, byte for byte, or nothing.

`python tests/test_fastpath.py 1000000 [seed]` compares as many random texts and says how many took the fast path.
"""

from __future__ import annotations

import random
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run as a command

from generator import fastpath, limits, markup
from generator.grammar import INVISIBLE
from generator.limits import MarkupError
from generator.model import Body

TEXT = (
    "各乡镇人民政府 县级各部门 应当 公开 政府信息 2026年 3.5万元 100% 5月1日 （一） 一、 二、 （二） "
    "第一条 第三章 1. 2. 10. 1986. 0. 01. 1) 附件 表 A B cd e_f __g__ http://a.example/ www.b.example "
    "x@c.example ： ， 。 “ ” ‘ ’ ! ？ — … ～ · 《 》 〔2026〕 ☆ ① 𠀀 "
)
WORDS = TEXT.split()
CHARACTERS = "** * *** _ ` [ ] ( ) ![ ]( < > & &amp; \\ ~~~ : \" ' # - + = ^ { } |"
BLANKS = ("  ", " ", "　", "　　", "\t", "\r", "\xa0", "\u200b", "\u2003", "\x0b", "\x02", "\x03", "\u2028")
MARKS = (*CHARACTERS.split(), *BLANKS)
LINKS = (
    "[通知](https://www.gov.example/a.html)",
    "[附件](附件1.xlsx)",
    "[a](../b.md)",
    "[a](#s)",
    "[a](http://1.2.3.4/)",
    "[a](http://xn--a.example/)",
    "[a](https://a.example:99999/)",
    "[a](javascript:x)",
    "[a](b c)",
    '[a](b "c")',
    "[a](b)(c)",
    "[a][b]",
    "[^1]",
    "[a]",
    "![图](a.png)",
    "![](data/b.csv)",
    "[a](//b.example/)",
    "[a](mailto:b@c.example)",
    "[*a*](b)",
    "[a](b_c_d)",
    "[a]()",
    "[a](b)：",
    "[1]: https://a.example/",
    "[a](http://a.example)",
    "[a](https://-a.example/)",
    "[a](http://a.1e/)",
    "[a](https://a..example/)",
)
STARTS = (
    "",
    "",
    "",
    "",
    "　　",
    "　",
    "# ",
    "## ",
    "### ",
    "#",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2. ",
    "3. ",
    "> ",
    ">",
    "一、",
    "（一）",
    "    ",
)
RULES = ("| --- | --- |", "|---|---:|", "| :-- | :-: |", "|--|", "---|---", "| - | = |", "| --- | --- | --- |")


def inline(rng: random.Random, odd: float) -> str:
    """Words, some of them bold, linked or masked; now and then a mark that could mean anything."""
    pieces: list[str] = []
    for _ in range(rng.randint(1, 6)):
        kind = rng.random() * (0.82 + odd)
        if kind < 0.62:
            pieces.append(rng.choice(WORDS))
        elif kind < 0.75:
            pieces.append(f"**{rng.choice(WORDS)}**")
        elif kind < 0.77:
            pieces.append(rng.choice(LINKS if rng.random() < odd else LINKS[:4]))
        elif kind < 0.82:
            pieces.append(rng.choice(("李*", "张**", "138****1234", "陈*明", "*", "**")))
        else:
            pieces.append(rng.choice(MARKS))
    return rng.choice(("", "", " ")).join(pieces)


def table(rng: random.Random, odd: float) -> list[str]:
    width = rng.randint(1, 4)
    rows = [
        "| " + " | ".join(inline(rng, odd).replace("|", "") for _ in range(width)) + " |"
        for _ in range(rng.randint(1, 4))
    ]
    rule = (
        rng.choice(RULES)
        if rng.random() < odd
        else "|" + "|".join(rng.choice((" --- ", "---", " :-: ", "--:")) for _ in range(width)) + "|"
    )
    rows.insert(1, rule)
    if rng.random() < odd:
        rows.append(inline(rng, odd))
    return rows


def run(rng: random.Random, start: str, odd: float) -> list[str]:
    """A list or a quote: lines with one mark, sometimes with a line that has none."""
    lines = []
    for number in range(1, rng.randint(2, 5)):
        mark = f"{number}. " if start == "1. " else start
        lines.append((mark if rng.random() > odd else "") + inline(rng, odd))
    return lines


def text(rng: random.Random) -> str:
    """A text near the edge of the grammar: mostly what official documents hold, with something odd now and then."""
    lines: list[str] = []
    odd = rng.choice((0.0, 0.02, 0.1, 0.4))
    for _ in range(rng.randint(1, 6)):
        kind = rng.random()
        if kind < 0.2:
            lines += table(rng, odd)
        elif kind < 0.4:
            lines += run(rng, rng.choice(("- ", "1. ", "> ", "* ")), odd)
        else:
            lines.append(rng.choice(STARTS if rng.random() < 0.2 + odd else STARTS[:9]) + inline(rng, odd))
        lines += [""] * rng.choice((0, 1, 1, 1, 1, 2, 3))
        if rng.random() < 0.03:
            lines.append(rng.choice((" ", "　", "---", "===", "***", "~~~", "    a")))
    joined = "\n".join(lines)
    if rng.random() < odd:
        place = rng.randint(0, len(joined))
        joined = joined[:place] + rng.choice(MARKS) + joined[place:]
    return joined + rng.choice(("", "\n", "\n\n"))


def slow(source: str) -> str:
    try:
        return markup.converted(source)
    except (MarkupError, RecursionError):
        return "refused"


def compare(sources: list[str]) -> int:
    """How many of the texts took the fast path; each must come out as the converter has it."""
    taken = 0
    for source in sources:
        found = fastpath.convert(source)
        if found is not None:
            taken += 1
            assert found == slow(source), repr(source)
    return taken


@pytest.mark.parametrize("seed", range(20))
def test_random_texts_come_out_the_same(seed: int) -> None:
    rng = random.Random(seed)
    assert compare([text(rng) for _ in range(1_000)]) > 100


def test_the_examples_of_commonmark_come_out_the_same(repository: Path) -> None:
    spec = repository / "tests/node_modules/commonmark-spec/spec.txt"
    if not spec.exists():
        pytest.skip("需要 CommonMark 的例子：make judges（要先有 npm）")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n", spec.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) > 600 and compare([example.replace("→", "\t") for example in found]) > 20


def bodies(folder: Path) -> list[str]:
    parts = (path.read_text("utf-8").split("---\n", 2) for path in sorted(folder.rglob("*.md")))
    return [INVISIBLE.sub("", part[2]) for part in parts if len(part) == 3]


def test_the_example_county_takes_the_fast_path(repository: Path) -> None:
    found = bodies(repository / "content")
    assert compare(found) >= len(found) * 0.99


@pytest.mark.shared
def test_real_texts_take_the_fast_path(shared: Path) -> None:
    from test_corpus import convert

    found = [INVISIBLE.sub("", convert(path, 1)[1]) for path in sorted((shared / "corpus/regulations").glob("*.md"))]
    assert compare(found) >= len(found) * 0.99


@pytest.mark.parametrize(
    "source", ["一段。\n\n## 标题\n\n- 甲\n- 乙\n", "| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n", "**粗**和[链](a.md)"]
)
def test_switching_it_off_changes_no_byte(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = Body(source, (("a.md", "info/a.html"),))
    quick = markup.render(body, "../")
    monkeypatch.setattr(markup, "FAST", False)
    assert markup.render(body, "../") == quick


def test_it_is_on_for_the_verified_version_only() -> None:
    assert version("Markdown").startswith(f"{fastpath.VERIFIED}.")
    assert markup.FAST


def test_work_is_bounded_by_the_length_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUDGET", 0.5)
    for source in (
        "*" * 50_000,
        "**a " * 20_000,
        "[a](" * 20_000,
        "|" * 50_000,
        "- " * 50_000,
        "> " * 50_000,
        "a\n" * 50_000,
    ):
        with limits.budget():
            fastpath.convert(source)


if __name__ == "__main__":
    count, generator = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    hits = sum(compare([text(generator)]) for _ in range(count))
    print(f"{count} texts, {hits} by the fast path, all the same")
