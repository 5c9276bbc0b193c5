"""Blocks → Markdown: the page shows the same words in the same order, whatever they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.blocks import Block, Grid, GridCell, Note, Paragraph, Span
from generator.blocks_lists import is_listed
from generator.blocks_text import markdown
from generator.grammar import INVISIBLE
from generator.markup import render
from generator.model import Body

NAMES = {"picture-1.png": "图 1.png"}
WORDS = {"picture-1.png": "改造前"}


class _Page(HTMLParser):
    """The words of a page and of its notes; marks of notes are left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += self.silent > 0 and tag == "a"
        if tag == "a" and dict(attrs).get("class") in ("footnote-ref", "footnote-backref"):
            self.silent += 1
        if tag == "img":
            self.words.append(f"[{dict(attrs).get('alt')}]")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= self.silent > 0 and tag == "a"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def shown(source: str) -> str:
    """The words of the page that comes of a source, without blanks."""
    html = render(Body(source, links=(("图 1.png", "图-1.png"),)), "")
    return bare("".join(_Page(html).words))


def bare(text: str) -> str:
    return re.sub(r"\s|\u2028|\u2029", "", INVISIBLE.sub("", text)).replace("\x1c", "")


def words(blocks: Iterable[Block], *, inside: bool = False) -> str:
    """The words of blocks as a page shows them: outside tables, the numbers of lists are no words there."""
    return "".join(_words(block, inside=inside) for block in blocks)


def _words(block: Block, *, inside: bool) -> str:
    if isinstance(block, Grid):
        return words((each for row in block.rows for cell in row for each in cell.blocks), inside=True)
    number = "" if is_listed(block) and not inside else block.number
    text = "".join(span.text for span in block.spans)
    if block.level and not inside and bare(number + text):  # pictures of a heading come below it
        return number + text + "[改造前]" * sum(bool(span.picture) for span in block.spans)
    return number + "".join("[改造前]" if span.picture else span.text for span in block.spans)


# ── what documents hold ─────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    (
        *"甲乙丙，。、（）：*_`#>+-=~|<&[]()!\\.:;1290aZ\"'{}^$@ 　\t\n",
        "**",
        "![",
        "](",
        "[^1]",
        "]:",
        "1. ",
        "- ",
        "# ",
        "~~~",
        "```",
        "&amp;",
        "&#65;",
        "<b>",
        "</table>",
        "<!--",
        "<br>",
        "<1@x>",
        "138****1234",
        "张*伟",
        "http://a.b/c",
        "\xa0",
        "\u2028",
        "一、",
    )
)
TEXT = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=12)
LINKS = st.sampled_from(("", "", "", "https://a.gov.cn/x?y=1&z=(2)", "http://b.example/甲 乙|c", "javascript:alert(1)"))
SPAN = st.builds(Span, TEXT, st.booleans(), st.booleans(), st.booleans(), st.just(False), LINKS)
PICTURE = st.just(Span(picture="picture-1.png"))
PLAIN = st.builds(Span, TEXT)
SPANS = st.lists(PLAIN | SPAN | PICTURE, min_size=1, max_size=5).map(tuple)
NUMBERS = st.sampled_from(("", "1.", "2.", "12.", "一、", "（一）", "1．", "a)", "①", "第一条"))
PARAGRAPH = st.builds(Paragraph, SPANS, st.sampled_from((0, 0, 0, 1, 3)), NUMBERS, st.integers(0, 3))
GRIDS = (
    st.integers(1, 3)
    .flatmap(
        lambda width: st.lists(
            st.lists(
                st.lists(PARAGRAPH, max_size=2).map(lambda each: GridCell(tuple(each))), min_size=width, max_size=width
            ),
            min_size=1,
            max_size=4,
        )
    )
    .map(lambda rows: Grid(tuple(map(tuple, rows))))
)
BLOCKS = st.lists(PARAGRAPH | GRIDS, max_size=8).map(tuple)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
@example((Paragraph((Span("甲!"), Span("乙", link="https://a.gov.cn/"))),))
@example(
    (
        Paragraph(
            (Span("甲*乙"), Span("2", raised=True), Span("*丙*")),
        ),
    )
)
def test_the_page_shows_the_same_words_in_the_same_order(blocks: tuple[Block, ...]) -> None:
    source = markdown(blocks, (), NAMES, WORDS)
    assert shown(source) == bare(words(blocks)), source


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PLAIN | SPAN, max_size=3).map(tuple), min_size=1, max_size=4))
def test_notes_show_their_words_below(texts: list[tuple[Span, ...]]) -> None:
    notes = [Note(number, (Paragraph(spans), Paragraph((Span("又"),)))) for number, spans in enumerate(texts, 1)]
    marks = tuple(Span(note=note.number) for note in notes)
    source = markdown((Paragraph((Span("甲"), *marks)), Paragraph((Span("乙"),))), notes, NAMES)
    assert shown(source) == "甲乙" + bare(words(each for note in notes for each in note.blocks)), source


# ── how it is written ───────────────────────────────────────────────────────────────────────────────────────────


def text(*words: str, **told: Any) -> Paragraph:
    return Paragraph(tuple(map(Span, words)), **told)


def test_headings_begin_at_the_second_level_and_skip_none() -> None:
    blocks = [
        text("总则", level=2, number="第一章"),
        text("目的", level=5),
        text("附则 ##", level=2),
        text("　", level=2),
    ]
    assert markdown(blocks, (), {}) == "## 第一章　总则\n\n### 目的\n\n## 附则 \\#\\#\n"


def test_chinese_numbers_are_text_and_plain_ones_lists() -> None:
    items = [
        ("一、", 1),
        ("（一）", 2),
        ("1．", 3),
        ("1.", 1),
        ("", 2),
        ("", 3),
        ("2.", 1),
        ("", 1),
        ("3.", 1),
        ("a)", 2),
    ]
    blocks = [text("甲", number=number, depth=depth) for number, depth in items]
    assert markdown(blocks, (), {}) == (
        "一、甲\n\n（一）甲\n\n1．甲\n\n1. 甲\n    - 甲\n        - 甲\n2. 甲\n\n- 甲\n\n3. 甲\n\na) 甲\n"
    )
    html = render(Body("1. 甲\n\n- 甲\n\n3. 甲\n"), "")
    assert '<ol start="3">' in html or 'value="3"' in html


def test_plain_tables_have_bars_and_others_are_html_that_the_page_keeps() -> None:
    cells = [[GridCell((text("村|户"),)), GridCell(())], [GridCell((text("甲\n乙"),)), GridCell((text("3"),))]]
    grid = Grid(tuple(map(tuple, cells)))
    assert markdown((grid,), (), {}) == "| 村&#124;户 |  |\n| --- | --- |\n| 甲<br>乙 | 3 |\n"
    wide = GridCell((text("合<计"), text("二")), columns=2, rows=1)
    merged = markdown((Grid((*grid.rows, (wide,)), heads=1),), (), {})
    assert '<tr><td colspan="2">合&lt;计<br>二</td></tr>' in merged
    assert '<td colspan="2">合&lt;计<br>二</td>' in render(Body(merged), "")
    assert "<thead>\n<tr><th>村|户</th><th></th></tr>\n</thead>" in merged
    assert markdown((Grid(((GridCell(()),),)),), (), {}) == ""


def test_a_note_in_a_merged_cell_stands_where_it_is_mentioned() -> None:
    cell = GridCell((Paragraph((Span("金额"), Span(note=1))), text("元")), columns=2)
    source = markdown((Grid(((cell,),)),), (Note(1, (text("含税"),)),), {})
    assert "金额（注：含税）<br>元" in source
    assert "[^1]" not in source


def test_emphasis_is_asterisks_where_the_dialect_takes_them_and_tags_elsewhere() -> None:
    spans = (Span("请于"), Span("5月1日", strong=True), Span("前"), Span("，另", strong=True), Span("丙"))
    source = markdown((Paragraph(spans),), (), {})
    assert source == "请于**5月1日**前<strong>，另</strong>丙\n"
    html = render(Body(source), "")
    assert html.count("<strong>") == 2


def test_masks_keep_their_asterisks_as_they_are() -> None:
    assert markdown((text("张*伟，李*强，138****1234，张**"),), (), {}) == "张*伟，李*强，138****1234，张**\n"


def test_what_only_looks_like_markup_is_escaped_and_nothing_else() -> None:
    written = (
        "1. 甲",
        "- 乙",
        "# 丙",
        "> 丁",
        "a_b",
        "5*3",
        "[注]",
        "[a](b)",
        "<b>",
        "A&B",
        "&lt;",
        "`c`",
        "\\d",
        "~~~",
        "---",
    )
    expected = (
        *("1\\. 甲", "\\- 乙", "\\# 丙", "\\> 丁", "a_b", "5*3", "[注]", "\\[a\\](b)", "&lt;b>", "A&amp;B"),
        *("&amp;lt;", "\\`c\\`", "\\\\d", "&#126;~~", "\\---"),
    )
    assert markdown(tuple(map(text, written)), (), {}) == "\n\n".join(expected) + "\n"
