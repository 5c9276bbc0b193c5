"""One sheet of a workbook as rows, from one stream of events; a million cells pass through here, so it is one loop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.extraction._flow import telling
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, Row, TooMuch
from generator.extraction._workbook import EXACT, column_index, date_text, number_text, widened
from generator.extraction._xml import END, START, Event

_LITERAL = re.compile(r'"|\d{6}')
ROW = 1 << 24  # characters of one row, or of what stands around the rows
OFF = ("0", "false")


@dataclass(slots=True)
class Cell:
    """A cell as written: its column, type and style, and its texts by element."""

    index: int = -1
    form: str = "n"
    style: str = ""
    value: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    formula: list[str] = field(default_factory=list)


Outside = Callable[[str, dict[str, str]], None]


def written_rows(events: Iterable[Event], outside: Outside, loose: list[str]) -> Iterator[tuple[int, bool, list[Cell]]]:
    """The number of each row, whether it is hidden, its cells that are not empty.

    `outside` is told of every element around the rows; texts that stand there are added to `loose`.
    """
    number, hidden, cells = 0, False, list[Cell]()
    cell: Cell | None = None
    length = 0
    texts = loose
    for kind, name, attributes in events:
        if kind == START:
            if name == "c":
                cell = _opened(attributes, cells)
            elif cell is not None:
                texts = cell.value if name == "v" else cell.formula if name == "f" else cell.inline
            elif name == "row":
                written = attributes.get("r", "")
                number = int(written) if written.isdecimal() and len(written) < 9 else number + 1
                hidden = attributes.get("hidden", "0") not in OFF
            else:
                outside(name, attributes)
        elif kind == END:
            if name == "c" and cell is not None:
                if cell.value or cell.inline or cell.formula:
                    cells.append(cell)
                cell, texts = None, loose
            elif name == "row":
                yield number, hidden, cells
                cells, length = [], 0
        elif cell is not None or name.strip():
            length += len(name)
            if length > ROW:
                raise TooMuch(FaultKind.TOO_LARGE, f"第 {number} 行的文字太多，没有读完；请拆分后再发布")
            texts.append(name)


def _opened(attributes: dict[str, str], cells: list[Cell]) -> Cell:
    index = column_index(attributes.get("r", ""))
    if index < 0:
        index = cells[-1].index + 1 if cells else 0
    return Cell(index, attributes.get("t", "n"), attributes.get("s", ""))


def shared(strings: Sequence[str], written: str) -> str:
    """A shared string by its number; `ValueError` where there is none."""
    index = int(written) if written.isdecimal() and len(written) < 10 else -1
    if 0 <= index < len(strings):
        return strings[index]
    raise ValueError("a shared string that is not there")


class SheetReader:
    """Reads one sheet; `strings` are the workbook's, `dates` the styles that show dates."""

    def __init__(
        self, source: Source, place: str, strings: list[str], dates: frozenset[str], from_1904: bool = False
    ) -> None:
        self._source = source
        self._place = place
        self._strings = strings
        self._dates = dates
        self._from_1904 = from_1904
        self._hidden = {"行": 0, "列": 0}
        self._rounded = self._unknown = 0
        self._formulas: list[str] = []
        self._loose: list[str] = []

    def read(self, events: Iterable[Event]) -> Iterator[Piece]:
        """The rows, then what stands around them, then what must be told."""
        table = self._source.at(self._place)
        for number, cells in self._rows(events):
            if any(cells):
                yield Row(table, number, cells, lettered=True)
        if self._formulas:
            yield Passage(self._source.at(f"{self._place} 公式"), "\n".join(self._formulas))
        if self._loose:
            yield Passage(self._source.at(f"{self._place} 的页眉页脚和提示"), "\n".join(self._loose))
        yield from self._faults()

    def _rows(self, events: Iterable[Event]) -> Iterator[tuple[int, tuple[str, ...]]]:
        for number, hidden, cells in written_rows(events, self._outside, self._loose):
            self._hidden["行"] += hidden
            yield number, tuple(widened([(cell.index, self._text(cell, number)) for cell in cells]))

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col" and attributes.get("hidden", "0") not in OFF:
            self._hidden["列"] += 1
        self._loose += telling(attributes) + [attributes[key] for key in ("prompt", "tooltip") if key in attributes]

    def _text(self, cell: Cell, row: int) -> str:
        """What a cell shows, or more: a number with all its digits."""
        written = "".join(cell.value).strip() if cell.form != "str" else "".join(cell.value)
        if cell.formula:
            formula = "".join(cell.formula)
            self._unknown += not cell.value
            if _LITERAL.search(formula):
                self._source.budget.hold(len(formula))
                self._formulas.append(f"第 {row} 行：{formula}")
        if cell.inline and not written:
            return "".join(cell.inline)
        if cell.form == "s":
            return shared(self._strings, written)
        if cell.form != "n" or not written:
            return written
        if cell.style in self._dates:
            return date_text(written, self._from_1904)
        text = number_text(written)
        self._rounded += len(text) > EXACT and text.isdecimal()
        return text

    def _faults(self) -> Iterator[Piece]:
        hidden = "、".join(f"{count} {unit}" for unit, count in self._hidden.items() if count)
        if hidden:
            words = f"有隐藏的 {hidden}（连续的列算一处）；请删除，或取消隐藏"
            yield self._source.fault(FaultKind.HIDDEN, words, self._place)
        if self._unknown:
            words = f"有 {self._unknown} 个公式没有存下结果，结果没有检查；请用表格软件打开后重新保存"
            yield self._source.fault(FaultKind.PARTIAL, words, self._place)
        if self._rounded:
            words = f"有 {self._rounded} 格超过 15 位的数字存成了数值，末几位可能已变成 0；请核对，该列改为文本"
            yield self._source.fault(FaultKind.ROUNDED, words, self._place)
