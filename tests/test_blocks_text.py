"""Blocks → Markdown: the page shows the same words in the same order, whatever they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.blocks import Block, Grid, GridCell, Paragraph, Span
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
    if block.level and not inside and bare(number + text):  # a heading holds no picture
        return number + text
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
