"""A sheet without its empty rows and columns, where every cell knows which one it is merged into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from generator.extraction import Drawn, DrawnSheet

_INVISIBLE = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b]")


@dataclass(frozen=True, slots=True)
class Matrix:
    """`numbers` and `columns` are the places of rows (1-based) and columns (0-based) in the sheet; cells go by their
    places in these. `owners` are the cells that others are merged into.
    """

    numbers: tuple[int, ...]
    columns: tuple[int, ...]
    cells: tuple[tuple[Drawn, ...], ...]
    owners: dict[tuple[int, int], tuple[int, int]]

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """The cell that shows its text here."""
        return self.owners.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """What is seen here, in the cell itself or in the one that it is merged into."""
        above, left = self.owner(row, column)
        return self.cells[above][left].text

    def filled(self, row: int) -> list[int]:
        """The columns in which a row has text of its own."""
        return [column for column, cell in enumerate(self.cells[row]) if cell.text]

    def width(self, row: int, column: int) -> int:
        """How many columns a cell takes."""
        return sum(self.owner(row, each) == (row, column) for each in range(len(self.columns)))

    def without(self, columns: set[int]) -> Matrix:
        """The same without these columns, which hold nothing that is seen."""
        kept = [index for index in range(len(self.columns)) if index not in columns]
        place = {index: new for new, index in enumerate(kept)}
        return Matrix(
            self.numbers,
            tuple(self.columns[index] for index in kept),
            tuple(tuple(row[index] for index in kept) for row in self.cells),
            {
                (row, place[column]): (above, place[left])
                for (row, column), (above, left) in self.owners.items()
                if column in place and left in place
            },
        )


def matrix(sheet: DrawnSheet) -> Matrix:
    """The cells of a sheet, their texts in one line."""
    rows = {
        number: {index: Drawn(_line(cell.text), cell.number) for index, cell in row.items() if _line(cell.text)}
        for number, row in sheet.rows.items()
    }
    numbers = tuple(sorted(number for number, row in rows.items() if row))
    columns = tuple(sorted({index for row in rows.values() for index in row}))
    cells = tuple(tuple(rows[number].get(index, Drawn("")) for index in columns) for number in numbers)
    return Matrix(numbers, columns, cells, dict(_owners(sheet, numbers, columns)))


def _line(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _owners(
    sheet: DrawnSheet, numbers: tuple[int, ...], columns: tuple[int, ...]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each merged cell with the first of its area; of areas that overlap, which no program writes, the first counts."""
    taken: set[tuple[int, int]] = set()
    for area in sheet.merged:
        top, bottom = bisect_left(numbers, area.top), bisect_right(numbers, area.bottom)
        left, right = bisect_left(columns, area.left), bisect_right(columns, area.right)
        if top >= bottom or left >= right or (top, left) in taken:
            continue
        for place in product(range(top, bottom), range(left, right)):
            if place in taken:
                break
            taken.add(place)
            yield place, (top, left)
