"""Tables of Word → grids: cells that go over columns and rows once, with where they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from generator.blocks import Block, Grid, GridCell
from generator.extraction import START
from generator.importers import _word_gathered as telling
from generator.importers._word_events import Cursor, value, whole_number
from generator.importers._word_gathered import Gathered

_COLUMNS = 200  # that a cell may span
_WEIGHT = 200


@dataclass(slots=True)
class _Cell:
    """A cell that is being read; `merged` says how it goes on from above, `joined` from the left, as Word does."""

    blocks: list[Block] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    merged: str = ""
    joined: str = ""


@dataclass(slots=True)
class _Row:
    """A row that is being read; `before` are columns that it leaves out at its start."""

    cells: list[_Cell] = field(default_factory=list)
    before: int = 0
    head: bool = False
    gone: bool = False


class Table:
    """Reads the table that was entered last; `block` reads what lies in cells."""

    def __init__(self, cursor: Cursor, block: Callable[[str, list[Block]], None], gathered: Gathered) -> None:
        self._cursor = cursor
        self._block = block
        self._gathered = gathered

    def read(self) -> Grid:
        """The table; a caption in its properties is not printed, and left out."""
        rows: list[_Row] = []
        for name, _ in self._cursor.starts():
            if name == "tr":
                rows.append(self._row())
            elif name in _PAST:
                self._cursor.skip()
        if any(row.gone for row in rows):
            self._gathered.tell(telling.REVISED, "表格")
        return _grid([row for row in rows if not row.gone])

    def _row(self) -> _Row:
        row = _Row()
        for name, attributes in self._cursor.starts():
            if name == "tc":
                row.cells.append(self._cell())
            elif name == "gridBefore":
                row.before = min(whole_number(value(attributes)), _COLUMNS)
            elif name == "tblHeader":
                row.head = value(attributes) not in ("0", "false", "off")
            elif name == "del":
                row.gone = True
            elif name in _PAST:
                self._cursor.skip()
        return row

    def _cell(self) -> _Cell:
        cell = _Cell()
        self._gathered.package.budget.hold(_WEIGHT)
        for kind, name, attributes in self._cursor.inside():
            if kind != START:
                continue
            if name == "gridSpan":
                cell.columns = max(1, min(whole_number(value(attributes), 1), _COLUMNS))
            elif name == "vMerge":
                cell.merged = value(attributes) or "continue"
            elif name == "hMerge":
                cell.joined = value(attributes) or "continue"
            elif name in _PAST:
                self._cursor.skip()
            else:
                self._block(name, cell.blocks)
        return cell


_PAST = frozenset({"tblPrChange", "trPrChange", "tcPrChange", "tblPrExChange", "tblGridChange"})


def _grid(rows: list[_Row]) -> Grid:
    """The rows with every cell once: what goes on from above or from the left belongs to the cell there."""
    above: dict[int, _Cell] = {}  # cells that may go on, by their first column
    kept: list[list[_Cell]] = []
    for row in rows:
        cells = [_Cell(columns=row.before)] if row.before else []
        place = row.before
        for cell in row.cells:
            begun = above.get(place) if cell.merged == "continue" else None
            if cell.joined == "continue" and cells:
                cells[-1].columns += cell.columns
                cells[-1].blocks += cell.blocks
            elif begun:
                begun.rows += 1
                begun.blocks += cell.blocks
            else:
                cells.append(cell)
                above[place] = cell
            place += cell.columns
        kept.append(cells)
    made = tuple(tuple(GridCell(tuple(cell.blocks), cell.columns, cell.rows) for cell in cells) for cells in kept)
    return Grid(made, next((number for number, row in enumerate(rows) if not row.head), len(rows)))
