"""An old Excel workbook (xls) as rows of cells: hidden sheets, rows and columns too, and texts of all other records."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.extraction import _biff
from generator.extraction._biff import CellReader, OldCell, Record, records, shared_texts, short_text
from generator.extraction._source import Source
from generator.extraction._sweep import has_picture, swept
from generator.extraction._values import FaultKind, Passage, Piece, Row, TooMuch, shown
from generator.extraction._workbook import EXACT, builtin, date_text, is_date, number_text, widened


class OldWorkbook:
    """Reads the `Workbook` stream; `ValueError` or `struct.error` where it is none of the version known here."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._sheets: dict[int, str] = {}
        self._reader = CellReader()
        self._formats: list[int] = []
        self._custom: dict[int, bool] = {}
        self._from_1904 = False
        self._place = ""
        self._row = -1
        self._cells: list[tuple[int, str]] = []
        self._hidden = {"个工作表": 0, "行": 0, "列": 0}
        self._rounded = 0
        self._notes = False
        self._others: list[bytes] = []

    def read(self, data: bytes) -> Iterator[Piece]:
        """The rows of every sheet, then all other texts, then what must be told."""
        for record in records(data):
            if record.kind == _biff.FORMULA:
                self._others.append(record.data[20:])
            cells = list(self._reader.cells(record))
            if cells and cells[0].row != self._row:
                yield from self._ended()
                self._row = cells[0].row
            self._cells += [(cell.column, self._text(cell)) for cell in cells]
            if not cells:
                yield from self._noted(record)
        yield from self._ended()
        yield Passage(self._source.at("工作表的名称"), "\n".join(self._sheets.values()))
        others = b"\0\0".join(self._others)
        yield from swept(self._source, others, "批注、页眉页脚、名称和公式")
        if has_picture(others):
            yield self._source.fault(FaultKind.PICTURE, "内含图片，图里的文字没有检查；请人工核对")
        yield from self._faults()

    def _ended(self) -> Iterator[Row]:
        """The row that is read so far."""
        cells = tuple(widened(self._cells))
        if any(cells):
            yield Row(self._source.at(self._place), self._row + 1, cells, lettered=True)
        self._cells, self._row = [], -1

    def _text(self, cell: OldCell) -> str:
        if isinstance(cell.value, str):
            return cell.value
        form = self._formats[cell.style] if cell.style < len(self._formats) else 0
        if self._custom.get(form, is_date(builtin(str(form)))):
            return date_text(repr(cell.value), self._from_1904)
        text = number_text(repr(cell.value))
        self._rounded += len(text) > EXACT and text.isdecimal()
        return text

    def _noted(self, record: Record) -> Iterator[Piece]:
        """What a record that holds no cell means."""
        kind, data = record.kind, record.data
        if kind == _biff.BOF:
            yield from self._begun(record)
        elif kind == _biff.FILEPASS:
            raise TooMuch(FaultKind.ENCRYPTED, "加了密码，内容没有检查；请去掉密码后再发布")
        elif kind == _biff.BOUNDSHEET:
            place, state = struct.unpack_from("<IB", data)
            name = short_text(data, 6, long=False)
            self._sheets[place] = name
            self._hidden["个工作表"] += bool(state & 3)
        elif kind == _biff.SST:
            self._reader.strings = shared_texts(record)
        elif kind == _biff.XF:
            self._formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _biff.FORMAT:
            self._custom[struct.unpack_from("<H", data)[0]] = is_date(short_text(data, 2))
        elif kind == _biff.DATEMODE:
            self._from_1904 = data[:1] == b"\1"
        elif kind == _biff.ROW:
            self._hidden["行"] += bool(data[12] & 0x20)
        elif kind == _biff.COLINFO:
            self._hidden["列"] += data[8] & 1
        else:
            self._notes = self._notes or kind == _biff.NOTE
            self._others += [data, *record.further]

    def _begun(self, record: Record) -> Iterator[Row]:
        yield from self._ended()
        version = struct.unpack_from("<H", record.data)[0]
        if version != _biff.BIFF8:
            raise ValueError("an older version")
        name = self._sheets.get(record.place)
        self._place = f"工作表“{shown(name)}”" if name is not None else "图表"

    def _faults(self) -> Iterator[Piece]:
        told = "、".join(f"{count} {unit}" for unit, count in self._hidden.items() if count)
        if told:
            yield self._source.fault(FaultKind.HIDDEN, f"有隐藏的 {told}；请删除，或取消隐藏")
        if self._notes:
            yield self._source.fault(FaultKind.TRACED, "留有批注；请删除批注后再发布")
        if self._rounded:
            words = f"有 {self._rounded} 格超过 15 位的数字存成了数值，末几位可能已变成 0；请核对，该列改为文本"
            yield self._source.fault(FaultKind.ROUNDED, words)
