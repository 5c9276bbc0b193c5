"""Random bodies near the edges of the fast path's grammar: what editors write, with slips."""

from __future__ import annotations

import random

from generator.model import Table

TEXT = (
    "各乡镇人民政府 县级各部门 应当 公开 政府信息 2026年 3.5万元 100% 5月1日 （一） 一、 二、 （二） "
    "第一条 第三章 1. 2. 10. 1986. 0. 01. 1) １. ２０２６ ٣. 附件 表 A B cd e_f __g__ http://a.example/ www.b.example "
    "x@c.example ： ， 。 “ ” ‘ ’ ! ？ — … ～ · 《 》 〔2026〕 ☆ ① 𠀀 "
)
WORDS = TEXT.split()
CHARACTERS = "** * *** _ ` [ ] ( ) ![ ]( < > & &amp; \\ ~~~ : \" ' # - + = ^ { } |"
BLANKS = ("  ", " ", "　", "　　", "\t", "\r", "\xa0", "\u200b", "\u2003", "\x0b", "\x02", "\x03", "\u2028")
RARE = ("\ue000", "\xad", "\ufe0f", "\x85", "\ufeff", "\ufdd0", "\U0001fffe", "\u202e", "\x1c", "\u1680")
MARKS = (*CHARACTERS.split(), *BLANKS, *RARE)
LINKS = ("[通知](https://www.gov.example/a.html)", "[附件](附件1.xlsx)", "[a](../b.md)", "[a](#s)",
         "[a](http://1.2.3.4/)", "[a](http://xn--a.example/)", "[a](https://a.example:99999/)",
         "[a](javascript:x)", "[a](b c)", '[a](b "c")', "[a](b)(c)", "[a][b]", "[^1]", "[a]",
         "![图](a.png)", "![](data/b.csv)", "[a](//b.example/)", "[a](mailto:b@c.example)", "[*a*](b)",
         "[a](b_c_d)", "[a]()", "[a](b)：", "[1]: https://a.example/", "[a](http://a.example)",
         "[a](https://-a.example/)", "[a](http://a.1e/)", "[a](https://a..example/)",
         "[a](https://a.example:8１/)", "[附件 1](附件1.xlsx)", "[“附件”](附件1.xlsx)", "[附件[2026]1号](附件1.xlsx)",
         "[甲[乙](附件1.xlsx)丙]", "[甲 [乙](附件1.xlsx)", "[甲](附件1.xlsx)[乙](附件1.xlsx)", "[注] [甲](附件1.xlsx)",
         "[a](https://a.example/?b=1&c=2)", "[a](https://a.example/%E4%B8%AD)",
         "[a](https://A.example:8080/b.html#c)", "[a](tel:0879-6220520)", "[a](mailto:b@c)",
         "![A&B](a.png)", "![甲](附件1.xlsx)", '![“甲"](a.png)', "![ ](data/b.csv)", "[ ](附件1.xlsx)",
         "[**甲**](附件1.xlsx)", "**[甲](附件1.xlsx)**", "*甲[乙](附件1.xlsx)*", "![甲](data/b.csv) ",
         "!![甲](a.png)", "[a](a b.pdf)", "[a](a%20b.pdf)", "[a](附件(1).pdf)", "[a](附件(1)(2.pdf)",
         "![](a.png)", "![](x.png)![](x.png)", "[](a.png)", "景政发[2024]12号", "甲<br>乙", "<br/>",
         "<br />乙", "<br>", "<BR>", "<br  >", "<b>", "<单位名称>", "1 < 2", "<a@b>", "A&B", "&nbsp;",
         "&#65", "& amp;", "\\[甲](a.png)")  # fmt: skip
STARRED = ("李*", "张**", "138****1234", "陈*明", "*", "**", "*甲*", "***甲***", "**甲 *乙* 丙**", "*甲 **乙** 丙*",
           "**甲，**", "**“甲”**", "**甲", "乙**", "* 甲 *", "甲*乙，丙*丁", "(*甲*)", "*甲*乙*丙*", "****",
           "**甲****乙**")  # fmt: skip
TARGETS = (("附件1.xlsx", "f/1.xlsx"), ("a.png", "f/1/a.png"), ("../b.md", "info/b.html"), ("b", 'f/"<b>".pdf'),
           ("附件(1).pdf", "f/1.pdf"), ("a b.pdf", "f/a-b.pdf"))  # fmt: skip
TABLE = Table("data/b.csv", "收支", ("项目", "金额"), (("甲\n乙", "1"), ("<p></p>", "2")), (False, True))
TABLES = (("data/b.csv", TABLE),)
STARTS = ("", "", "", "", "　　", "　", "# ", "## ", "### ", "#", "- ", "* ", "+ ", "1. ", "2. ", "3. ",
          "> ", ">", "一、", "（一）", "    ", "１. ", "1１. ", "٣. ", "²", " ", "  　", "![图](a.png)", "- 　",
          "-  ", "1.  ", "07. ", "2026. ", "12.　", "> - ", ">　", "> ![图](a.png)", "#　", "####### ",
          "| ", "__", "=", "-5℃", "+")  # fmt: skip
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
    strange = chr(rng.randrange(0x3000))
    put = rng.choice((rng.choice(MARKS), "\n", "", source[place:end] * 2, rng.choice("甲（一1.9 *|->#[]１"), strange))
    return source[:place] + put + source[end:]
