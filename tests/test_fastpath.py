"""The fast path renders what the long way renders, byte for byte, or leaves the body to it.

`python tests/test_fastpath.py 1000000 [seed]` compares as many random bodies and says how many took the fast path.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run as a command

from generator import fastpath, limits, markup
from generator.finishing import Finish
from generator.grammar import INVISIBLE
from generator.limits import MarkupError
from generator.model import Body, Table

# ── random bodies near the edges of the grammar ─────────────────────────────────────────────────────────────────

TEXT = (
    "各乡镇人民政府 县级各部门 应当 公开 政府信息 2026年 3.5万元 100% 5月1日 （一） 一、 二、 （二） "
    "第一条 第三章 1. 2. 10. 1986. 0. 01. 1) 附件 表 A B cd e_f __g__ http://a.example/ www.b.example "
    "x@c.example ： ， 。 “ ” ‘ ’ ! ？ — … ～ · 《 》 〔2026〕 ☆ ① 𠀀 "
)
WORDS = TEXT.split()
CHARACTERS = "** * *** _ ` [ ] ( ) ![ ]( < > & &amp; \\ ~~~ : \" ' # - + = ^ { } |"
BLANKS = ("  ", " ", "　", "　　", "\t", "\r", "\xa0", "\u200b", "\u2003", "\x0b", "\x02", "\x03", "\u2028")
RARE = ("\ue000", "\xad", "\ufe0f", "\x85", "\ufeff", "\ufdd0", "\U0001fffe", "\u202e", "\x1c", "\u1680")
MARKS = (*CHARACTERS.split(), *BLANKS, *RARE)
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
    "[附件 1](附件1.xlsx)",
    "[“附件”](附件1.xlsx)",
    "[附件[2026]1号](附件1.xlsx)",
    "[甲[乙](附件1.xlsx)丙]",
    "[甲 [乙](附件1.xlsx)",
    "[甲](附件1.xlsx)[乙](附件1.xlsx)",
    "[注] [甲](附件1.xlsx)",
    "[a](https://a.example/?b=1&c=2)",
    "[a](https://a.example/%E4%B8%AD)",
    "[a](https://A.example:8080/b.html#c)",
    "[a](tel:0879-6220520)",
    "[a](mailto:b@c)",
    "![A&B](a.png)",
    "![甲](附件1.xlsx)",
    '![“甲"](a.png)',
    "![ ](data/b.csv)",
    "[ ](附件1.xlsx)",
    "[**甲**](附件1.xlsx)",
    "**[甲](附件1.xlsx)**",
    "*甲[乙](附件1.xlsx)*",
    "![甲](data/b.csv) ",
    "!![甲](a.png)",
    "[a](a b.pdf)",
    "[a](a%20b.pdf)",
    "[a](附件(1).pdf)",
    "[a](附件(1)(2.pdf)",
    "![](a.png)",
    "![](x.png)![](x.png)",
    "[](a.png)",
    "景政发[2024]12号",
    "甲<br>乙",
    "<br/>",
    "<br />乙",
    "<br>",
    "<BR>",
    "<br  >",
    "<b>",
    "<单位名称>",
    "1 < 2",
    "<a@b>",
    "A&B",
    "&nbsp;",
    "&#65",
    "& amp;",
    "\\[甲](a.png)",
)
STARRED = ("李*", "张**", "138****1234", "陈*明", "*", "**", "*甲*", "***甲***", "**甲 *乙* 丙**", "*甲 **乙** 丙*",
           "**甲，**", "**“甲”**", "**甲", "乙**", "* 甲 *", "甲*乙，丙*丁", "(*甲*)", "*甲*乙*丙*", "****",
           "**甲****乙**")  # fmt: skip
TARGETS = (("附件1.xlsx", "f/1.xlsx"), ("a.png", "f/1/a.png"), ("../b.md", "info/b.html"), ("b", 'f/"<b>".pdf'),
           ("附件(1).pdf", "f/1.pdf"), ("a b.pdf", "f/a-b.pdf"))  # fmt: skip
TABLE = Table("data/b.csv", "收支", ("项目", "金额"), (("甲\n乙", "1"), ("<p></p>", "2")), (False, True))
TABLES = (("data/b.csv", TABLE),)
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
    " ",
    "  　",
    "![图](a.png)",
    "- 　",
    "-  ",
    "1.  ",
    "07. ",
    "2026. ",
    "12.　",
    "> - ",
    ">　",
    "> ![图](a.png)",
    "#　",
    "####### ",
    "| ",
    "__",
    "=",
    "-5℃",
    "+",
)
RULES = ("| --- | --- |", "|---|---:|", "| :-- | :-: |", "|--|", "---|---", "| - | = |", "| --- | --- | --- |",
         "| --- |", "---", "|:|-|")  # fmt: skip
BETWEEN = (" ", "　", "  ", "---", "===", "***", "~~~", "    a", "- ", "1.", "|", ">", "> ", "#", "　　#", "　- 甲",
           "　***", "***甲")  # fmt: skip


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
            pieces.append(rng.choice(STARRED[:6] if rng.random() > odd + 0.1 else STARRED))
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
        mark = f"{number}. " if start == "1. " and rng.random() > odd else start
        lines.append((mark if rng.random() > odd else "") + inline(rng, odd))
        if rng.random() < 0.1:
            lines.append(rng.choice(("", "", mark.strip(), "  ", "")))
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
            lines += run(rng, rng.choice(("- ", "1. ", "3. ", "> ", "* ", ">")), odd)
        else:
            lines.append(rng.choice(STARTS if rng.random() < 0.2 + odd else STARTS[:9]) + inline(rng, odd))
        lines += [""] * rng.choice((0, 1, 1, 1, 1, 2, 3))
        if rng.random() < 0.03:
            lines.append(rng.choice(BETWEEN))
    joined = "\n".join(lines)
    for _ in range(rng.choice((0, 0, 0, 1, 2, 4))):
        joined = edited(rng, joined)
    joined = rng.choice(("",) * 20 + (" ", "   ", "   \n", "\n", "　", "　\n")) + joined
    return joined + rng.choice(("", "\n", "\n\n"))


def edited(rng: random.Random, source: str) -> str:
    """One slip of an editor: something put in, taken out, or doubled."""
    place = rng.randint(0, len(source))
    end = min(place + rng.randint(0, 3), len(source))
    put = rng.choice((rng.choice(MARKS), "\n", "", source[place:end] * 2, rng.choice("甲（一1.9 *|->#[]")))
    return source[:place] + put + source[end:]


# ── both ways ───────────────────────────────────────────────────────────────────────────────────────────────────


def takes(source: str) -> bool:
    return fastpath.rendered(source, Finish({}, {}, "", ""), 2) is not None


def shown(body: Body, fast: bool, root: str, prefix: str, top: int) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "FAST", fast)
        try:
            return markup.render(body, root, prefix, top)
        except MarkupError as error:
            return f"refused: {error}"


PLACES = (("../", "s", 2), ("", "t", 3), ("../../", "s-2", 1), ("https://a.example/x/", "s", 6))


def compare(sources: Iterable[str]) -> int:
    """How many of the bodies took the fast path; each must come out as it does on the long way."""
    taken = 0
    for number, source in enumerate(sources):
        body = Body(source, TARGETS[: number % 7], TABLES[: number % 3])
        if takes(source):
            taken += 1
            place = PLACES[number % len(PLACES)]
            assert shown(body, True, *place) == shown(body, False, *place), (source, place)
    return taken


@pytest.mark.parametrize("seed", range(20))
def test_random_bodies_come_out_the_same(seed: int) -> None:
    rng = random.Random(seed)
    assert compare(text(rng) for _ in range(6_000)) > 1_000


ALPHABET = "甲一、（）1.9 \n\n\n　*_[]()!|-#>:=+~&;\"'a/\u200b\t"


@settings(deadline=None, max_examples=2_000, derandomize=True)
@given(st.text(ALPHABET, max_size=40))
def test_any_characters_come_out_the_same(source: str) -> None:
    compare([source])


def test_the_examples_of_commonmark_come_out_the_same(repository: Path) -> None:
    spec = repository / "tests/node_modules/commonmark-spec/spec.txt"
    if not spec.exists():
        pytest.skip("需要 CommonMark 的例子：make judges（要先有 npm）")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n", spec.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) > 600
    assert compare(example.replace("→", "\t") for example in found) >= 20


# ── real texts ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_county_takes_the_fast_path(repository: Path) -> None:
    parts = [path.read_text("utf-8").split("---\n", 2) for path in sorted((repository / "content").rglob("*.md"))]
    found = [part[2] for part in parts if len(part) == 3]
    assert len(found) > 1_000
    assert compare(found) == len(found)


@pytest.mark.shared
def test_real_texts_take_the_fast_path(shared: Path) -> None:
    from test_corpus import convert

    found = [convert(path, 1)[1] for path in sorted((shared / "corpus/regulations").glob("*.md"))]
    assert compare(found) == len(found)


# ── when it is on, and what it costs ────────────────────────────────────────────────────────────────────────────


def test_it_is_on_for_the_verified_versions_only(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert markup.FAST
    pins = (repository / "requirements/core.txt").read_text("utf-8")
    for name, number in fastpath.VERIFIED.items():
        assert f"{name}=={number}" in pins, "run this file with 1000000, then change VERIFIED"
        monkeypatch.setattr(fastpath, "VERIFIED", {**fastpath.VERIFIED, name: "0.0"})
        assert not fastpath.is_verified()


def test_neither_converter_nor_sanitizer_is_loaded_for_it(repository: Path) -> None:
    call = (
        "import sys; from generator import markup; from generator.model import Body;"
        "print(markup.render(Body('**甲**\\n\\n| 乙 |\\n|---|'), ''), {'markdown', 'nh3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", call], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("<p><strong>") and done.stdout.endswith("set()\n")


def test_what_no_reader_sees_is_not_printable() -> None:
    """So that a text which Python finds printable holds nothing that is removed or refused."""
    assert not [code for code in range(0x110000) if INVISIBLE.match(chr(code)) and chr(code).isprintable()]
    assert not [code for code in range(0x110000) if chr(code).isspace() and chr(code).isprintable() and code != 0x20]


COSTLY = ("*", "**a ", "*a", "[a](", "[a](b)", "|", "- ", "> ", "a\n", "　\n", " \n", "1. a\n", "![", "<1", "甲*乙 ",
          "\n   ", "a-", "[a](a.", "[a](https://a.")  # fmt: skip


@pytest.mark.parametrize("piece", COSTLY)
def test_work_is_bounded_by_the_length_of_the_text(piece: str) -> None:
    with limits.budget():
        takes(piece * (limits.SIZE_LIMIT // 8 // len(piece)))


if __name__ == "__main__":
    count, chosen = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    hits = compare(text(chosen) for _ in range(count))
    print(f"{count} bodies, {hits} by the fast path, all the same")
