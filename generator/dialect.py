"""The Markdown dialect: Python-Markdown, with what Chinese official texts need and without what surprises editors.

Differences from plain Markdown: no indented code (editors indent paragraphs); a line that starts with an ideographic
space is a paragraph whatever follows; a list or a table may follow its introduction without a blank line; list
numbers stay as written, and `一、` or `（二）` ends a list; `_` is a character (forms have `____` to fill in);
`<单位名称>` and other unknown "tags" are text. Masked names and numbers keep their asterisks (`emphasis`), rows keep
cells that have no head, and `[注]: 说明` is text unless what follows looks like an address: no text is ever lost.
"""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as etree
from functools import lru_cache

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, ParagraphProcessor, ReferenceProcessor
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension, SaneOListProcessor
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.grammar import (
    ADDRESS,
    ELEMENTS,
    INDENTED,
    INLINE,
    MARKER,
    NO_MARKER,
    STARS,
    emphasis,
    starts_block,
)

_NAMES = "|".join(sorted(ELEMENTS, key=lambda name: (-len(name), name)))
_VALUE = r"""(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?+"""
_TAG = rf"""<(?i:/?+(?:{_NAMES}|[a-z]++:[a-z0-9]++)(?![^\s/>])(?:\s+[^\s"'=<>]++{_VALUE})*+\s*+/?>)"""
_HTML = rf"({_TAG}|<!--(?:(?!<!--|-->).)*-->)"


class ParagraphLines(Preprocessor):
    """Sets off what editors mean as blocks of their own: indented paragraphs, lists and tables after a line of text."""

    def run(self, lines: list[str]) -> list[str]:
        """Lines with blank ones put between blocks; runs when fences are already out of the way."""
        done: list[str] = []
        for number, line in enumerate(lines):
            if found := INDENTED.match(line):
                done.append("")
                line = _unmarked(line[found.end() :], MARKER)
            elif line and done and done[-1] and starts_block(lines, number, done[-1]):
                done.append("")
            done.append(_unmarked(line, NO_MARKER))
        return done


def _unmarked(line: str, marker: re.Pattern[str]) -> str:
    """The line without the meaning of what it begins with: written as a character reference, it is text everywhere."""
    found = marker.match(line)
    if found is None:
        return line
    place = found.end() if found[0].isdigit() else 0
    return f"{line[:place]}&#{ord(line[place])};{line[place + 1 :]}"


class NumberedItems(SaneOListProcessor):
    """Ordered lists whose items keep the numbers that were written, also where these do not follow each other."""

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Make the list as ever, then give a `value` to items that a browser would count differently."""
        found = (self.CHILD_RE.match(line) for line in blocks[0].split("\n"))
        numbers = [int(item[2].rstrip(".")) for item in found if item]
        sibling = self.lastChild(parent)
        super().run(parent, blocks)
        made = sibling if sibling is not None and sibling.tag == "ol" else self.lastChild(parent)
        if made is None or made.tag != "ol":
            return
        last = int(made.get("last", numbers[0] - 1))
        for item, number in zip(made[-len(numbers) :], numbers, strict=False):
            if number != last + 1:
                item.set("value", str(number))
            last = number
        made.set("last", str(last))  # for the next run on this list; the sanitizer drops it


class WholeRows(TableProcessor):
    """Tables whose rows keep what stands beyond the last column: it joins the last cell, with the bars between."""

    building = False  # only while rows are made: before, the row of dashes must have as many cells as the heads

    def _split_row(self, row: str) -> list[str]:
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]
        width = len(self.separator)
        if not self.building or len(cells) <= width:
            return cells
        rest = " | ".join(cell.strip() for cell in cells[width - 1 :])
        return [*cells[: width - 1], rest.rstrip(" |")]

    def _split(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:  # bars in code, or escaped
            cells: list[str] = super()._split(row)  # type: ignore[misc]
            return cells
        return row.split("|")

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the table."""
        self.building = True
        try:
            super().run(parent, blocks)
        finally:
            self.building = False


_OPENING = frozenset("（《“【〔")


class PlainLines(ParagraphProcessor):
    """Paragraphs of one line that begins with a letter: nothing else can be meant, so that nobody else is asked.

    Halves the time of a text.
    """

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether a block is such a line."""
        return (block[:1].isalpha() or block[:1] in _OPENING) and "\n" not in block


class Definitions(ReferenceProcessor):
    """Definitions of links (`[1]: https://…`), where what is defined looks like an address; else they are text."""

    RE = re.compile(
        rf"^[ ]{{0,3}}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?({ADDRESS})[ ]*(?:\n[ ]*)?(([\"'])(.*)\4[ ]*|\((.*)\)[ ]*)?$",
        re.MULTILINE,
    )


class Headings(HashHeaderProcessor):
    """Headings whose closing hashes stand apart (`## 甲 ##`): those of `## 语言C#` are its words."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?:\\.|[^\\\n])*?)(?:(?<=[ \t])#++[ \t]*+)?(?:\n|$)")


class Stars(InlineProcessor):
    """`**strong**` and `***both***`, then in another pass `*emphasis*`, by the rule of `emphasis`."""

    def __init__(self, md: Markdown, lengths: tuple[int, ...]) -> None:
        super().__init__(STARS.pattern, md)
        self.lengths = lengths

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int, int]:
        """The element of a match; none where its asterisks are text: the search goes on behind the first of them."""
        stars = len(m[1])
        if stars not in self.lengths or not emphasis(m):
            return None, m.start(), m.end(1)
        element = etree.Element("em" if stars == 1 else "strong")
        inner = etree.SubElement(element, "em") if stars == 3 else element
        inner.text = m[2]
        return element, m.start(), m.end()


class PlainText(Treeprocessor):
    """Marks text without any inline markup as final, so that no pattern is tried on it: halves the time of a body."""

    def run(self, root: etree.Element) -> None:
        """Replace such texts by atomic ones; runs just before the inline patterns."""
        for element in root.iter():
            if element.text and not INLINE.search(element.text):
                element.text = AtomicString(element.text)


class Dialect(Extension):
    """What this project adds to and takes from Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the differences."""
        md.preprocessors.register(ParagraphLines(md), "paragraph_lines", 22)
        md.treeprocessors.register(PlainText(md), "plain_text", 21)
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.register(Headings(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(PlainLines(md.parser), "plain_lines", 110)
        md.parser.blockprocessors.register(NumberedItems(md.parser), "olist", 40)
        md.parser.blockprocessors.register(Definitions(md.parser), "reference", 15)
        md.parser.blockprocessors.register(WholeRows(md.parser, {"use_align_attribute": True}), "table", 75)
        md.inlinePatterns.deregister("em_strong")
        md.inlinePatterns.register(Stars(md, (2, 3)), "strong", 61)
        md.inlinePatterns.register(Stars(md, (1,)), "em", 60)
        md.inlinePatterns.register(HtmlInlineProcessor(_HTML, md), "html", 90)


def convert(source: str) -> str:
    """The HTML of a source, not yet sanitized; `discard()` the converter after a failure."""
    made = _made(threading.get_ident())
    made.reset()
    return made.convert(source)


def discard() -> None:
    """Forget the converters: one was stopped in the middle of something, and what it holds is not known."""
    _made.cache_clear()


@lru_cache(maxsize=64)
def _made(_thread: int) -> Markdown:
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(),
            SaneListExtension(),
            FootnoteExtension(BACKLINK_TITLE="回到正文中注 {} 的位置", BACKLINK_TEXT="↩"),
            FencedCodeExtension(),
            Dialect(),
        ],
    )
