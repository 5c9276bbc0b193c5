"""The sheets of an old workbook (xls, et) as they are drawn."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.extraction import _biff
from generator.extraction._biff import CellReader, OldCell, Record, records, shared_texts, short_text
from generator.extraction._compound import Compound
from generator.extraction._drawn import HELD, Area, Drawn, DrawnSheet, is_long, shown_columns
from generator.extraction._number_format import displayed
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, TooMuch, column_letters
from generator.extraction._workbook import builtin, is_date

_LOCKED = frozenset({"EncryptedPackage", "EncryptedSummary"})


def drawn_old_sheets(source: Source, row_limit: int) -> Iterator[DrawnSheet]:
    """The sheets in the file's order, at most so many rows of each."""
    compound = Compound(source)
    streams = {entry.name: entry for entry in compound.entries}
    if streams.keys() & _LOCKED:
        raise TooMuch(FaultKind.ENCRYPTED, "加了密码，读不了；请去掉密码后再导入")
    if "Workbook" not in streams:
        raise TooMuch(FaultKind.UNKNOWN, "不是 Excel 97 以后的表格；请用表格软件打开，另存为 xlsx 后再导入")
    data = compound.stream(streams["Workbook"])
    source.budget.unpack(len(data))
    yield from _OldDrawing(source, row_limit).read(data)


class _OldDrawing:
    """The workbook as its records go by."""

    def __init__(self, source: Source, row_limit: int) -> None:
        self._budget = source.budget
        self._row_limit = row_limit
        self._reader = CellReader()
        self._sheets: dict[int, tuple[str, bool]] = {}
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._from_1904 = False
        self._begin(None)

    def _begin(self, place: int | None) -> None:
        """A new sheet; None for the workbook's own records, which have no cells."""
        self._place = place
        self._rows: dict[int, dict[int, Drawn]] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden: list[tuple[int, int]] = []
        self._rounded: list[str] = []
        self._unvalued: list[str] = []

    def read(self, data: bytes) -> Iterator[DrawnSheet]:
        """Sheet by sheet."""
        for record in records(data):
            if record.kind == _biff.BOF:
                yield from self._ended()
                self._begin(record.place)
                if struct.unpack_from("<H", record.data)[0] != _biff.BIFF8:
                    raise ValueError("an older version")
            else:
                self._noted(record)
                for cell in self._reader.cells(record):
                    self._add(cell)
        yield from self._ended()

    def _noted(self, record: Record) -> None:
        """What a record means that holds no cell."""
        kind, data = record.kind, record.data
        if kind == _biff.FILEPASS:
            raise TooMuch(FaultKind.ENCRYPTED, "加了密码，读不了；请去掉密码后再导入")
        if kind == _biff.BOUNDSHEET:
            place, state = struct.unpack_from("<IB", data)
            self._sheets[place] = (short_text(data, 6, long=False), bool(state & 3))
        elif kind == _biff.SST:
            self._reader.strings = shared_texts(record)
        elif kind == _biff.XF:
            self._styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _biff.FORMAT:
            self._codes[struct.unpack_from("<H", data)[0]] = short_text(data, 2)
        elif kind == _biff.DATEMODE:
            self._from_1904 = data[:1] == b"\1"
        elif kind == _biff.ROW and data[12] & 0x20:
            self._hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _biff.COLINFO and data[8] & 1:
            self._hidden.append(struct.unpack_from("<HH", data))
        elif kind == _biff.MERGED:
            self._merge(data)

    def _merge(self, data: bytes) -> None:
        (count,) = struct.unpack_from("<H", data)
        self._budget.hold(HELD * count)
        for index in range(count):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * index)
            self._merged.append(Area(top + 1, left, bottom + 1, right))

    def _add(self, cell: OldCell) -> None:
        drawn = self._drawn(cell)
        self._budget.hold(len(drawn.text) + HELD)
        if drawn.number and is_long(drawn.text):
            self._rounded.append(f"{column_letters(cell.column)}{cell.row + 1}")
        if len(self._rows) <= self._row_limit or cell.row + 1 in self._rows:
            self._rows.setdefault(cell.row + 1, {})[cell.column] = drawn

    def _drawn(self, cell: OldCell) -> Drawn:
        if isinstance(cell.value, str) and cell.value in _biff.ERRORS.values():
            self._unvalued.append(f"{column_letters(cell.column)}{cell.row + 1}")
            return Drawn("")
        if isinstance(cell.value, str):
            return Drawn(cell.value)
        number = self._styles[cell.style] if cell.style < len(self._styles) else 0
        code = self._codes[number] if number in self._codes else builtin(str(number))
        return Drawn(displayed(repr(cell.value), code, self._from_1904), not is_date(code))

    def _ended(self) -> Iterator[DrawnSheet]:
        """The sheet that was read so far."""
        if self._place not in self._sheets:
            return
        name, hidden = self._sheets[self._place]
        if hidden:
            yield DrawnSheet(name, {}, hidden=True)
            return
        kept = {number: row for number, row in sorted(self._rows.items()) if number not in self._hidden_rows}
        rows, hidden_columns = shown_columns(kept, self._hidden)
        yield DrawnSheet(
            name,
            rows,
            tuple(self._merged),
            hidden_rows=len(self._hidden_rows),
            hidden_columns=hidden_columns,
            unvalued=tuple(self._unvalued),
            rounded=tuple(self._rounded),
            cut=len(self._rows) > self._row_limit,
        )
