"""Excel (xlsx): every sheet, hidden ones too, comments, names, literal words in formulas, and all other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile, ZipInfo

from generator.extraction._office import others, part_events, relations
from generator.extraction._package import opened
from generator.extraction._sheet import SheetReader
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, shown
from generator.extraction._workbook import Workbook, date_styles, shared_strings, workbook
from generator.extraction._xml import END, START, TEXT, attribute

KINDS = ("xlsx",)
BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_SHEET = re.compile(r"xl/(?:worksheets|dialogsheets|macrosheets)/[^/]+\.xml")
_COMMENTS = re.compile(r"xl/comments(?:/[^/]+|\d*)\.xml")
_THREADS = re.compile(r"xl/threadedComments/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class _Book:
    """The package, and what its sheets refer to; `places` are the sheets' places by the names of parts."""

    source: Source
    archive: ZipFile
    book: Workbook
    places: dict[str, str]
    strings: list[str]
    dates: frozenset[str]


def read(source: Source) -> Iterator[Piece]:
    """The sheets in the workbook's order, then those it does not list, then all other parts."""
    with opened(source) as archive:
        listed = archive.infolist()
        book = _book(source, archive)
        yield from _names(book)
        order = {name: number for number, name in enumerate(book.places)}
        sheets = [info for info in listed if _SHEET.fullmatch(info.filename)]
        for info in sorted(sheets, key=lambda each: order.get(each.filename, len(order))):
            place = book.places.get(info.filename, f"未列出的工作表 {shown(info.filename)}")
            yield from source.guarded(_sheet(book, info, place), place)
        comments = [info for info in listed if _COMMENTS.fullmatch(info.filename)]
        if comments or any(_THREADS.fullmatch(info.filename) for info in listed):
            yield source.fault(FaultKind.TRACED, "留有批注；请删除批注后再发布")
        for info in comments:
            yield from source.guarded(_comments(book, info), info.filename)
        done = {*map(id, sheets), *map(id, comments), *(id(archive.getinfo(STRINGS)) for _ in book.strings[:1])}
        yield from others(source, archive, [info for info in listed if id(info) not in done])


def _book(source: Source, archive: ZipFile) -> _Book:
    """Raises KeyError where there is no workbook, as the parsers do where a part is broken."""
    members = {info.filename: info for info in archive.infolist()}
    book = workbook(part_events(source, archive, members[BOOK]))
    targets = relations(source, archive, BOOK)
    places = {
        targets[sheet.relation]: f"{'隐藏的' if sheet.hidden else ''}工作表“{shown(sheet.name)}”"
        for sheet in book.sheets
        if sheet.relation in targets
    }
    strings, styles = members.get(STRINGS), members.get(STYLES)
    return _Book(
        source,
        archive,
        book,
        places,
        shared_strings(part_events(source, archive, strings), source.budget) if strings else [],
        date_styles(part_events(source, archive, styles)) if styles else frozenset(),
    )


def _names(book: _Book) -> Iterator[Piece]:
    """The names of sheets and ranges, which may hold words or constants; hidden sheets are told."""
    names = (*(sheet.name for sheet in book.book.sheets), *book.book.names)
    yield Passage(book.source.at("工作表和区域的名称"), "\n".join(names))
    hidden = [f"“{shown(sheet.name)}”" for sheet in book.book.sheets if sheet.hidden]
    if hidden:
        words = f"有隐藏的工作表{'、'.join(hidden[:5])}{'等' if len(hidden) > 5 else ''}；请删除，或取消隐藏"
        yield book.source.fault(FaultKind.HIDDEN, words)


def _sheet(book: _Book, info: ZipInfo, place: str) -> Iterator[Piece]:
    if "/macrosheets/" in info.filename:
        yield book.source.fault(FaultKind.MACRO, "带有宏表；请另存为不带宏的文档", place)
    reader = SheetReader(book.source, place, book.strings, book.dates, book.book.from_1904)
    yield from reader.read(part_events(book.source, book.archive, info))


def _comments(book: _Book, info: ZipInfo) -> Iterator[Piece]:
    """The comments of one sheet with their cells; which sheet, the sheets' own relations tell."""
    owners = (
        place
        for name, place in book.places.items()
        if info.filename in relations(book.source, book.archive, name).values()
    )
    sheet = next(owners, "")
    cell, texts = "", list[str]()
    for kind, name, attributes in part_events(book.source, book.archive, info):
        if kind == TEXT:
            texts.append(name)
        elif name == "comment" and kind == START:
            if authors := "\n".join(text for text in texts if text.strip()):
                yield Passage(book.source.at(f"{sheet} 批注的作者"), authors)
            cell, texts = shown(attribute(attributes, "ref")), []
        elif name == "comment" and kind == END:
            yield Passage(book.source.at(f"{sheet} {cell} 批注"), "".join(texts))
            texts = []
