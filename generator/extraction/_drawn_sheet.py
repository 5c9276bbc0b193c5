"""The sheets of a workbook (xlsx) as they are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZipFile, ZipInfo

from generator.extraction._drawn import HELD, Area, Drawn, DrawnSheet, area, is_long, shown_columns
from generator.extraction._number_format import displayed
from generator.extraction._office import PICTURES, part_events, relations
from generator.extraction._package import opened, refuse_bombs
from generator.extraction._sheet import OFF, Cell, shared, written_rows
from generator.extraction._source import Source
from generator.extraction._values import Budget, Fault, FaultKind, column_letters, shown
from generator.extraction._workbook import Sheet, is_date, number_formats, shared_strings, workbook
from generator.extraction._xml import Event

BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BESIDE = (
    (re.compile(r"xl/(?:comments|threadedComments).*\.xml"), FaultKind.TRACED, "批注"),
    (re.compile(r"xl/charts/chart\d*\.xml"), FaultKind.PICTURE, "图表"),
    (re.compile(rf"xl/media/.*(?:{'|'.join(map(re.escape, PICTURES))})", re.IGNORECASE), FaultKind.PICTURE, "图片"),
    (re.compile(r"xl/vbaProject\.bin|xl/macrosheets/.*\.xml", re.IGNORECASE), FaultKind.MACRO, "宏"),
)


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets refer to."""

    strings: list[str]
    formats: tuple[str, ...]
    from_1904: bool
    budget: Budget


def drawn_sheets(source: Source, row_limit: int) -> Iterator[DrawnSheet | Fault]:
    """The sheets in the workbook's order, at most so many rows of each; what is not read is told."""
    with opened(source) as archive:
        refuse_bombs(archive.infolist(), source.budget.limits)
        members = {info.filename: info for info in archive.infolist()}
        listed = workbook(part_events(source, archive, members[BOOK]))
        strings, styles = members.get(STRINGS), members.get(STYLES)
        book = _Book(
            shared_strings(part_events(source, archive, strings), source.budget, aids=False) if strings else [],
            number_formats(part_events(source, archive, styles)) if styles else (),
            listed.from_1904,
            source.budget,
        )
        targets = relations(source, archive, BOOK)
        for sheet in listed.sheets:
            info = members.get(targets.get(sheet.relation, ""))
            yield from _sheet(source, archive, info, sheet, book, row_limit) if info else ()
        yield from _beside(source, members)


def _sheet(
    source: Source, archive: ZipFile, info: ZipInfo, sheet: Sheet, book: _Book, row_limit: int
) -> Iterator[DrawnSheet | Fault]:
    if sheet.hidden:
        yield DrawnSheet(sheet.name, {}, hidden=True)
    elif "/worksheets/" in info.filename:
        yield _SheetDrawing(sheet.name, book).read(part_events(source, archive, info), row_limit)
    else:
        yield source.fault(FaultKind.PICTURE, "是图表，没有导入；请把原文件列为附件", f"工作表“{shown(sheet.name)}”")


def _beside(source: Source, members: Iterable[str]) -> Iterator[Fault]:
    for form, kind, words in _BESIDE:
        if any(form.fullmatch(name) for name in members):
            yield source.fault(kind, f"带有{words}，没有导入；要公开的请另外写进正文或列为附件")


class _SheetDrawing:
    """One sheet as its events go by."""

    def __init__(self, name: str, book: _Book) -> None:
        self._name = name
        self._book = book
        self._hidden: list[tuple[int, int]] = []
        self._merged: list[Area] = []
        self._unvalued: list[str] = []
        self._rounded: list[str] = []

    def read(self, events: Iterable[Event], row_limit: int) -> DrawnSheet:
        """All of it, or its first rows where there are too many."""
        rows: dict[int, dict[int, Drawn]] = {}
        hidden_rows = 0
        for number, hidden, cells in written_rows(events, self._outside, []):
            hidden_rows += hidden
            if not hidden and (row := {cell.index: self._drawn(cell, number) for cell in cells}):
                rows[number] = row
                if len(rows) > row_limit:
                    break
        visible, hidden_columns = shown_columns(rows, self._hidden)
        return DrawnSheet(
            self._name,
            visible,
            tuple(self._merged),
            hidden_rows=hidden_rows,
            hidden_columns=hidden_columns,
            unvalued=tuple(self._unvalued),
            rounded=tuple(self._rounded),
            cut=len(rows) > row_limit,
        )

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col" and (attributes.get("hidden", "0") not in OFF or attributes.get("width") == "0"):
            self._book.budget.hold(HELD)
            first, last = attributes.get("min", ""), attributes.get("max", "")
            self._hidden += [(int(first) - 1, int(last) - 1)] if first.isdecimal() and last.isdecimal() else []
        elif name == "mergeCell" and (found := area(attributes.get("ref", ""))):
            self._book.budget.hold(HELD)
            self._merged.append(found)

    def _drawn(self, cell: Cell, row: int) -> Drawn:
        written = "".join(cell.value)
        if cell.form == "e" or (cell.formula and not written.strip()):
            self._unvalued += [f"{column_letters(cell.index)}{row}"]
        found = self._of_form(cell, written)
        self._book.budget.hold(len(found.text) + HELD)
        if found.number and is_long(found.text):
            self._rounded += [f"{column_letters(cell.index)}{row}"]
        return found

    def _of_form(self, cell: Cell, written: str) -> Drawn:
        if cell.form == "s":
            return Drawn(_unescaped(shared(self._book.strings, written.strip())))
        if cell.inline and not written.strip():
            return Drawn(_unescaped("".join(cell.inline)))
        if cell.form == "e":
            return Drawn("")
        if cell.form == "b":
            return Drawn("TRUE" if written.strip() == "1" else "FALSE")
        if cell.form != "n":
            return Drawn(_unescaped(written))
        style = int(cell.style) if cell.style.isdecimal() and len(cell.style) < 9 else 0
        code = self._book.formats[style] if style < len(self._book.formats) else ""
        return Drawn(displayed(written.strip(), code, self._book.from_1904), not is_date(code))


def _unescaped(text: str) -> str:
    """The text with what XML cannot hold in its place (`_x000D_`)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
