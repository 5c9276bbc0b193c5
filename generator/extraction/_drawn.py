"""A sheet as its reader sees it: what cells show, which are merged, which rows and columns are hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from generator.cells import NUMBER
from generator.extraction._values import Fault, Piece, Row
from generator.extraction._workbook import EXACT, column_index

_CORNERS = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
HELD = 120  # what a cell takes besides its characters


class Drawn(NamedTuple):
    """What a cell shows; whether it is a number, which is then written as its format says."""

    text: str
    number: bool = False


Rows = Mapping[int, Mapping[int, Drawn]]  # by number, their cells by 0-based column


class Area(NamedTuple):
    """Merged cells: the first and last row (1-based) and the first and last column (0-based)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """One sheet: `rows` by number, their cells by 0-based column; hidden ones are in none of them, only counted.

    `cut` says that there are more rows than were asked for. `unvalued` are the places of formulas that have no result,
    or an error; `rounded` are those of numbers that have more digits than are kept.
    """

    name: str
    rows: Rows
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    unvalued: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    cut: bool = False
    lettered: bool = True


def area(reference: str) -> Area | None:
    """The merged cells of `A1:C2`, or None."""
    found = _CORNERS.fullmatch(reference)
    if found is None or not found[3]:
        return None
    left, right = column_index(found[1]), column_index(found[3])
    return Area(int(found[2]), left, int(found[4]), right) if 0 <= left <= right else None


def is_long(number: str) -> bool:
    """Whether a number has more digits than spreadsheets keep, so that the last may be others than were typed."""
    return len(number) > EXACT and "E" not in number and sum(map(str.isdigit, number)) > EXACT


def shown_columns(rows: Rows, hidden: Sequence[tuple[int, int]]) -> tuple[Rows, int]:
    """The rows without the columns of these stretches (first and last), and how many columns with cells those are."""
    gone = _covered({index for row in rows.values() for index in row}, hidden)
    kept = {number: {index: cell for index, cell in row.items() if index not in gone} for number, row in rows.items()}
    return kept, len(gone)


def _covered(places: set[int], stretches: Sequence[tuple[int, int]]) -> set[int]:
    """Those of the places that lie in a stretch (first and last), however many there are of both."""
    edges: Counter[int] = Counter()
    for first, last in stretches:
        if first <= last:
            edges[first] += 1
            edges[last + 1] -= 1
    steps = sorted({*edges, *places})
    depths = accumulate(edges[step] for step in steps)
    return {step for step, depth in zip(steps, depths, strict=True) if depth} & places


def drawn_tables(pieces: Iterable[Piece], row_limit: int) -> Iterator[DrawnSheet | Fault]:
    """What other readers gave as rows, as sheets without a name."""
    tables: dict[str, dict[int, dict[int, Drawn]]] = {}
    cut: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Fault):
            yield piece
        elif isinstance(piece, Row):
            rows = tables.setdefault(piece.table, {})
            if len(rows) > row_limit:
                cut.add(piece.table)
            else:
                rows[piece.number] = {k: Drawn(text, _is_number(text)) for k, text in enumerate(piece.cells) if text}
    for place, rows in tables.items():
        yield DrawnSheet("", rows, cut=place in cut, lettered=False)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text.strip()) is not None
