"""Which rows of a sheet are its title, its head, its rows, and the lines below: what becomes a data file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.importers._matrix import Matrix
from generator.rulebook import rules

DEEPEST = 5  # rows of a head
_CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]"
_BETWEEN = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})")
_SAID = re.compile(r"[:：]|^附[件表]|^[（(].*[）)]$|^\d{4}[-年./]\d{1,2}[-月./]?(?:\d{1,2}日?)?$")
_UNDER = re.compile(r"^(?:注|备注|说明|填表|制表|编制|审核|负责|联系|单位负责|填报|复核|经办)[^，。]{0,8}[:：]")
_COUNTED = ("序号", "年")  # heads of numbers that hold for each row of a merged cell, as codes and years do


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet; `told` are the messages for its editor."""

    caption: str
    above: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...]
    told: tuple[str, ...]
    numbers: tuple[int, ...]  # the places of head and rows in the sheet, 1-based
    columns: tuple[int, ...]  # of their columns, 0-based


def laid_out(whole: Matrix) -> Layout:
    """The parts of a sheet that has text."""
    first = _first_row(whole)
    last = _last_row(whole, first)
    body = range(first, last)
    cells = whole.without({c for c in range(len(whole.columns)) if not any(whole.cells[r][c].text for r in body)})
    depth = _depth(cells, first, last)
    head = tuple(_head(cells, column, range(first, first + depth)) for column in range(len(cells.columns)))
    unnamed = [f"第 {index + 1} 列" for index, name in enumerate(head) if not name]
    head = tuple(name or f"第{index + 1}列" for index, name in enumerate(head))
    rows, once = _rows(cells, head, range(first + depth, last))
    caption, above = _titled([_words(whole, row) for row in range(first)])
    told = [f"表头{'、'.join(unnamed[:5])}没有名称，暂写作“第…列”；请改成真实的列名"] if unnamed else []
    if once:
        told.append(f"有 {once} 处合并的单元格里是数字，只写在第一行（不重复，免得合计多算）；请核对")
    below = tuple(text for row in range(last, len(whole.numbers)) for text in _words(whole, row))
    numbers = (cells.numbers[first + depth - 1], *cells.numbers[first + depth : last])
    return Layout(caption, above, head, rows, below, tuple(told), numbers, cells.columns)


def _words(cells: Matrix, row: int) -> list[str]:
    return [cells.cells[row][column].text for column in cells.filled(row)]


def _titled(lines: list[list[str]]) -> tuple[str, tuple[str, ...]]:
    """The title among the lines above a table, and the others."""
    title = next((index for index, line in enumerate(lines) if len(line) == 1 and not _SAID.search(line[0])), -1)
    others = tuple(text for index, line in enumerate(lines) for text in line if index != title)
    return (_closed(lines[title][0]) if title >= 0 else ""), others


def _closed(text: str) -> str:
    """Chinese without the blanks that spread it over a cell's width."""
    return _BETWEEN.sub("", text)


def _first_row(cells: Matrix) -> int:
    """The first row of the head: after the title and the lines that say something of the whole."""
    row = 0
    while len(cells.columns) > 1 and row < len(cells.numbers) - 1 and _is_aside(cells, row):
        row += 1
    return row


def _is_aside(cells: Matrix, row: int) -> bool:
    filled = cells.filled(row)
    if len(filled) == 1:
        return True
    return 2 * len(filled) <= len(cells.columns) + 1 and all(_SAID.search(text) for text in _words(cells, row))


def _last_row(cells: Matrix, first: int) -> int:
    """The row after the last of the table: what is below are notes and who made it."""
    row = len(cells.numbers)
    while len(cells.columns) > 1 and row - 1 > first and _is_under(cells, row - 1):
        row -= 1
    return row


def _is_under(cells: Matrix, row: int) -> bool:
    words, filled = _words(cells, row), cells.filled(row)
    if all(_UNDER.search(text) for text in words):
        return True
    covered = cells.width(row, filled[0])
    return len(filled) == 1 and 2 < covered == len(cells.columns) and not cells.cells[row][filled[0]].number


# ── the head ────────────────────────────────────────────────────────────────────────────────────────────────────


def _depth(cells: Matrix, first: int, last: int) -> int:
    """How many rows the head has: as far down as its cells reach, and one more below cells that span columns."""
    depth = 1
    while first + depth < last and depth < DEEPEST and _goes_on(cells, first, first + depth):
        depth += 1
    return depth


def _goes_on(cells: Matrix, first: int, row: int) -> bool:
    """Whether a row belongs to the head above it: it only names what wide cells there stand over."""
    columns = range(len(cells.columns))
    reaching = [cells.owner(row, column)[0] in range(first, row) for column in columns]
    if any(reaching):
        return True
    wide = [cells.width(*cells.owner(row - 1, column)) > 1 for column in columns]
    named = [cells.cells[row][column] for column in columns if wide[column]]
    alone = not any(cells.cells[row][column].text for column in columns if not wide[column])
    return alone and any(cell.text for cell in named) and not any(cell.number for cell in named)


def _head(cells: Matrix, column: int, rows: range) -> str:
    """The names over a column, from the widest to its own, as one: 资金/中央."""
    owners = dict.fromkeys(cells.owner(row, column) for row in rows)
    return "/".join(filter(None, (_closed(cells.cells[above][left].text) for above, left in owners)))


# ── the rows ────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(cells: Matrix, head: tuple[str, ...], rows: range) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows, and how many merged numbers stand in the first of theirs only."""
    repeated = tuple(_is_repeated(name) for name in head)
    found = tuple(tuple(_seen(cells, row, column, again) for column, again in enumerate(repeated)) for row in rows)
    once = {owner for owner in _tall_numbers(cells, rows) if not repeated[owner[1]]}
    return found, len(once)


def _is_repeated(name: str) -> bool:
    words = (*rules("data_tables")["code_heads"], *rules("data_tables")["year_heads"], *_COUNTED)
    return any(word in name for word in words)


def _seen(cells: Matrix, row: int, column: int, again: bool) -> str:
    """What a cell means: words hold for every row that they are merged over, a number once, both in one column."""
    above, left = cells.owner(row, column)
    cell = cells.cells[above][left]
    return cell.text if left == column and (above == row or again or not cell.number) else ""


def _tall_numbers(cells: Matrix, rows: range) -> Iterator[tuple[int, int]]:
    for (row, _), (above, left) in cells.owners.items():
        if row in rows and above != row and cells.cells[above][left].number:
            yield above, left
