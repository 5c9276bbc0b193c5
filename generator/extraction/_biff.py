"""The records of an old Excel workbook (xls, BIFF8): what each means, without a thought to where it goes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

BOF, CONTINUE, FILEPASS, BOUNDSHEET, SST, XF, FORMAT, DATEMODE = 0x809, 0x3C, 0x2F, 0x85, 0xFC, 0xE0, 0x41E, 0x22
LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, FORMULA, STRING = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x6, 0x207
ROW, COLINFO, NOTE, MERGED, BOOLEAN = 0x208, 0x7D, 0x1C, 0xE5, 0x205
_CELLS = frozenset({LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, FORMULA, BOOLEAN})
BIFF8 = 0x600
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Record(NamedTuple):
    """A record: where it starts, what it is, its bytes, and those of the records that continue it."""

    place: int
    kind: int
    data: bytes
    further: tuple[bytes, ...]


def records(data: bytes) -> Iterator[Record]:
    """All records, each with what continues it."""
    held: tuple[int, int, bytes] | None = None
    further: list[bytes] = []
    place = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        body = data[place + 4 : place + 4 + length]
        if kind == CONTINUE and held:
            further.append(body)
        else:
            if held:
                yield Record(*held, tuple(further))
            held, further = (place, kind, body), []
        place += 4 + length
    if held:
        yield Record(*held, tuple(further))


def short_text(data: bytes, place: int, long: bool = True) -> str:
    """A text with its length (two bytes if `long`, else one) before it."""
    count = struct.unpack_from("<H" if long else "<B", data, place)[0]
    place += 2 if long else 1
    return _decoded(data[place + 1 :], count, data[place] & 1)


def _decoded(data: bytes, count: int, wide: int) -> str:
    return data[: count * 2].decode("utf-16-le", "replace") if wide else data[:count].decode("latin-1")


def shared_texts(record: Record) -> list[str]:
    """The texts of an `SST` record: one may be cut by the end of a record, and then goes on in the other width."""
    reader = _Pieces((record.data, *record.further))
    reader.take(4)
    (count,) = struct.unpack("<I", reader.take(4))
    texts: list[str] = []
    while len(texts) < count and not reader.ended:
        texts.append(reader.text())
    return texts


class _Pieces:
    """The bytes of a record and of those that continue it."""

    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self._pieces = pieces
        self._index = self._place = 0

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        self._settle()
        return self._index >= len(self._pieces)

    def _settle(self) -> None:
        while self._index < len(self._pieces) and self._place >= len(self._pieces[self._index]):
            self._index, self._place = self._index + 1, 0

    def take(self, count: int) -> bytes:
        """So many bytes, over the ends of records; `ValueError` where there are fewer."""
        found = b""
        while len(found) < count:
            self._settle()
            if self._index >= len(self._pieces):
                raise ValueError("a text breaks off")
            piece = self._pieces[self._index][self._place : self._place + count - len(found)]
            found += piece
            self._place += len(piece)
        return found

    def text(self) -> str:
        """One text, with what describes its letters passed over."""
        count, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & 8 else 0
        extension = struct.unpack("<I", self.take(4))[0] if flags & 4 else 0
        text = self._letters(count, flags & 1)
        self.take(runs * 4)
        self.take(extension)
        return text

    def _letters(self, count: int, wide: int) -> str:
        text = ""
        while len(text) < count and self._index < len(self._pieces):
            piece = self._pieces[self._index]
            size = 2 if wide else 1
            here = min(count - len(text), (len(piece) - self._place) // size)
            text += _decoded(piece[self._place : self._place + here * size], here, wide)
            self._place += here * size
            if len(text) < count:
                self._index, self._place = self._index + 1, 1
                wide = self._pieces[self._index][0] & 1 if self._index < len(self._pieces) else 0
        return text


def packed_number(packed: int) -> float:
    """A number in four bytes: the upper half of a double or an integer, perhaps in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value


class OldCell(NamedTuple):
    """A cell: 0-based row and column, a text or a number, and the number of its style."""

    row: int
    column: int
    value: str | float
    style: int


class CellReader:
    """Cells as records go by; `strings` are the workbook's shared ones."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._awaited: tuple[int, int, int] | None = None

    def cells(self, record: Record) -> Iterator[OldCell]:
        """The cells that a record holds; the text of a formula comes with the record after it."""
        kind, data = record.kind, record.data
        if kind == STRING and self._awaited:
            row, column, style = self._awaited
            yield OldCell(row, column, short_text(data, 0), style)
            self._awaited = None
        if kind not in _CELLS:
            return
        row, column, style = struct.unpack_from("<HHH", data)
        if kind == MULRK:
            for index, place in enumerate(range(4, len(data) - 6 + 1, 6)):
                each, packed = struct.unpack_from("<HI", data, place)
                yield OldCell(row, column + index, packed_number(packed), each)
        elif kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] not in (1, 2):
            self._awaited = (row, column, style) if data[6] == 0 else None
        else:
            yield OldCell(row, column, self._value(kind, data), style)

    def _value(self, kind: int, data: bytes) -> str | float:
        if kind == LABELSST:
            index: int = struct.unpack_from("<I", data, 6)[0]
            return self.strings[index]
        if kind in (LABEL, RSTRING):
            return short_text(data, 6)
        if kind == BOOLEAN:
            return _truth(data[6], bool(data[7]))
        if kind == FORMULA and data[12:14] == b"\xff\xff":
            return _truth(data[8], data[6] == 2)
        if kind == RK:
            return packed_number(struct.unpack_from("<I", data, 6)[0])
        return float(struct.unpack_from("<d", data, 6)[0])


def _truth(value: int, wrong: bool) -> str:
    """What a cell of yes or no shows; what could not be calculated is shown as an error."""
    if wrong:
        return ERRORS.get(value, "#VALUE!")
    return "TRUE" if value else "FALSE"
