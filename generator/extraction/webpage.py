"""HTML and XML, under whatever name: text by paragraphs, table rows, attributes, comments, scripts.

Official systems export `.xls` files that are HTML or Excel's XML. The scanner goes over the text once and leaves
nothing out: what is no tag is text. (The parser of the standard library takes quadratic time on hostile pages.)
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from html import unescape

from generator.extraction._decoding import encoding_of
from generator.extraction._source import Source
from generator.extraction._values import Fault, FaultKind, Passage, Piece, Row, TooMuch

KINDS = ("网页或 XML",)
SIZE = 32 << 20
PASSAGE = 1 << 13
SPAN = 64  # columns that one cell may take
_SPAN = re.compile(r"\bcolspan\s*=\s*[\"']?(\d+)", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.-]+)", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk"})
_NAME = re.compile(r"(/?)(?:[\w.]+:)?([A-Za-z][\w.-]*)")
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]++)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ROWS = frozenset({"tr", "row", "table-row"})
_CELLS = frozenset({"td", "th", "cell", "table-cell"})
_TABLES = frozenset({"table"})
_IN_LINE = frozenset(
    {"a", "abbr", "b", "big", "code", "em", "font", "i", "ins", "mark", "nobr", "r", "s", "small", "span", "strong"}
    | {"sub", "sup", "t", "tt", "u", "data"}
)
_MEANINGLESS = frozenset(
    {"class", "style", "id", "rel", "type", "width", "height", "align", "valign", "bgcolor", "colspan", "rowspan"}
    | {"lang", "xmlns"}
)
_SCRIPTS = frozenset({"script", "iframe", "object", "embed"})


def read(source: Source) -> Iterator[Piece]:
    """Rows of the tables and passages of the rest, in their order."""
    encoding = yield from _known(source, SIZE)
    page = _Page(source)
    source.file.seek(0)
    yield from page.read(source.file.read().decode(encoding, "replace"))
    if page.scripted:
        yield source.fault(FaultKind.MACRO, "夹带网页脚本；请另存为 Excel 或 PDF")


def text(source: Source, size: int) -> Iterator[str | Fault]:
    """All of a page of at most so many bytes as it is written, in one piece."""
    encoding = yield from _known(source, size)
    source.file.seek(0)
    yield source.file.read().decode(encoding, "replace")


def _known(source: Source, size: int) -> Generator[Fault, None, str]:
    """The encoding that a page is read in; told where it is a mere guess."""
    if source.size() > size:
        raise TooMuch(FaultKind.TOO_LARGE, f"网页或 XML 超过 {size >> 20} MiB，没有检查；请另存为 Excel 或 PDF")
    encoding = _encoding(source)
    if not encoding:
        yield source.fault(FaultKind.GARBLED, "文字编码认不出来，只检查了能认的部分；请另存为 UTF-8")
    return encoding or "gb18030"


def _encoding(source: Source) -> str:
    found = encoding_of(source.file, source.kind.startswith("UTF-16"))
    source.file.seek(0)
    declared = _DECLARED.search(source.file.read(4096))
    chinese = declared is not None and declared[1].decode("ascii", "replace").lower() in _CHINESE
    return "gb18030" if chinese and found == "utf-8" and not _is_utf8(source) else found


def _is_utf8(source: Source) -> bool:
    """Whether there is a letter of UTF-8 at all: plain ASCII is the same in both."""
    source.file.seek(0)
    return not source.file.read().isascii()


class _Page:
    """The pieces of a page as its tags go by."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._cells: list[str] | None = None
        self._tables = self._row = 0
        self._span = 1
        self._in_cell = self.scripted = False

    def read(self, page: str) -> Iterator[Piece]:
        """Go over the page once."""
        position = 0
        while position < len(page):
            start = page.find("<", position)
            if start < 0:
                start = len(page)
            self._add(unescape(page[position:start]))
            position, tag = _tag(page, start)
            yield from self._seen(tag)
            if self._length > PASSAGE and not self._in_cell:
                yield from self._passage()
        yield from self._closed()
        yield from self._passage()

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _seen(self, tag: str) -> Iterator[Piece]:
        """What one tag, comment or declaration means."""
        named = _NAME.match(tag)
        if named is None:
            self._add(f" {tag} " if any(map(str.isalnum, tag)) else "")
            return
        ends, name = bool(named[1]), named[2].lower()
        self.scripted = self.scripted or name in _SCRIPTS
        if name in _TABLES:
            yield from self._closed()
            self._tables, self._row = self._tables + (not ends), 0
        elif name in _ROWS:
            yield from self._closed()
            if not ends:
                yield from self._passage()
                self._cells = []
                self._row += 1
        elif name in _CELLS:
            self._end_cell()
            span = _SPAN.search(tag)
            self._in_cell, self._span = not ends, min(int(span[1][:4]), SPAN) if span else 1
        elif name not in _IN_LINE:
            self._add("\n")
        for found in _ATTRIBUTE.finditer(tag, named.end()):
            if found[1].lower().rpartition(":")[2] not in _MEANINGLESS and not found[1].startswith("xmlns:"):
                self._add(f"\n{unescape(next(value for value in found.groups()[1:] if value is not None))}\n")

    def _end_cell(self) -> None:
        if self._cells is not None and self._in_cell:
            self._cells += [self._taken(), *[""] * (self._span - 1)]
        self._in_cell = False

    def _closed(self) -> Iterator[Piece]:
        """End a row that is open."""
        self._end_cell()
        if self._cells and any(self._cells):
            yield Row(self._source.at(f"表 {self._tables}"), self._row, tuple(self._cells))
        self._cells = None

    def _passage(self) -> Iterator[Piece]:
        if text := self._taken():
            yield Passage(self._source.at("网页文字"), text)

    def _taken(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._text).splitlines())
        self._text, self._length = [], 0
        return "\n".join(line for line in lines if line)


def _tag(page: str, start: int) -> tuple[int, str]:
    """What a `<` opens and where it ends: a tag without its brackets, the words of a comment, or a mere `<`."""
    if page.startswith("<!--", start):
        end = page.find("-->", start)
        return (end + 3, page[start + 4 : end].replace("<", " ")) if end >= 0 else (len(page), page[start + 4 :])
    if page.startswith("<![CDATA[", start):
        end = page.find("]]>", start)
        return (end + 3, f"\n{page[start + 9 : end]}") if end >= 0 else (len(page), page[start + 9 :])
    end = page.find(">", start)
    if end < 0:
        return len(page), f"\n{page[start + 1 :]}"
    return end + 1, page[start + 1 : end]
