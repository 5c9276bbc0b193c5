"""Numbers of so few households or persons that one could tell who they are: which cells of a year are not told.

A small cell (1 to 4) is hidden, and with it what goes with it (the persons of few households). What a sum would
give away is hidden too: where a column's total, or a whole of the same row, leaves no doubt about it, the smallest
other cell is hidden with it, and where there is none the total. All hidden cells are shown alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model import VillageYear
from generator.village_rules import COUNTED, VillageRules

Cell = tuple[str, str]  # code and column


class Hidden(NamedTuple):
    """What is not told of a year: cells, and columns whose total is not."""

    cells: frozenset[Cell]
    totals: frozenset[str]


def hidden(rows: Sequence[VillageYear], rules: VillageRules) -> Hidden:
    """What of the rows of a township and year is not told."""
    numbers = {
        (row.code, name): Decimal(value)
        for row in rows
        for name, value in row.values
        if not rules.quantities[name].listed
    }
    found = {cell for cell, number in numbers.items() if _small(number, cell[1], rules)}
    totals: set[str] = set()
    while True:
        more = _following(numbers, found, rules) | _beside(numbers, found, rules)
        if not more - found:
            more, without = _below(numbers, found, totals, rules)
            if not (more - found or without - totals):
                return Hidden(frozenset(found), frozenset(totals))
            totals |= without
        found |= more


def told(row: VillageYear, cells: Iterable[Cell]) -> VillageYear:
    """A row without what is hidden of it."""
    barred = frozenset(cells)
    values = tuple(pair for pair in row.values if (row.code, pair[0]) not in barred)
    return VillageYear(row.code, row.name, row.year, values)


def _small(number: Decimal, name: str, rules: VillageRules) -> bool:
    return rules.quantities[name].unit in COUNTED and 0 < number < rules.fewest


def _following(numbers: Mapping[Cell, Decimal], found: set[Cell], rules: VillageRules) -> set[Cell]:
    """What goes with hidden cells, either way: persons tell households."""
    more = set()
    for code, name in numbers:
        leader = rules.quantities[name].follows
        if leader and (code, leader) in numbers and ((code, leader) in found) != ((code, name) in found):
            more |= {(code, leader), (code, name)}
    return more


def _beside(numbers: Mapping[Cell, Decimal], found: set[Cell], rules: VillageRules) -> set[Cell]:
    """Parts that would tell a hidden part of the same whole."""
    more: set[Cell] = set()
    for code in sorted({code for code, _ in found}):
        for group in rules.groups:
            parts = [(code, name) for name in group.parts if (code, name) in numbers]
            if (code, group.whole) in numbers and (code, group.whole) not in found:
                more |= _another(numbers, parts, found, rules)
    return more


def _below(
    numbers: Mapping[Cell, Decimal], found: set[Cell], totals: set[str], rules: VillageRules
) -> tuple[set[Cell], set[str]]:
    """Cells that a column's total would tell with others, and columns that have no other to hide."""
    more, without = set[Cell](), set[str]()
    for name in sorted({name for _, name in found}):
        if name in totals or not rules.quantities[name].additive:
            continue
        column = [cell for cell in numbers if cell[1] == name]
        if _small(sum((numbers[cell] for cell in column), Decimal(0)), name, rules):
            without.add(name)
        elif not _doubtful(numbers, [cell for cell in column if cell in found], rules):
            another = _another(numbers, column, found, rules)
            more |= another
            without |= set() if another else {name}
    return more, without


def _another(
    numbers: Mapping[Cell, Decimal], cells: Sequence[Cell], found: set[Cell], rules: VillageRules
) -> set[Cell]:
    """The smallest shown cell where what is hidden could be told; none where it cannot, or there is none."""
    barred = [cell for cell in cells if cell in found]
    if not barred or _doubtful(numbers, barred, rules):
        return set()
    shown = sorted((numbers[cell], cell) for cell in cells if cell not in found and numbers[cell])
    return {shown[0][1]} if shown else set()


def _doubtful(numbers: Mapping[Cell, Decimal], barred: Sequence[Cell], rules: VillageRules) -> bool:
    """The sum of hidden cells leaves open what each is: neither all the least nor all the most they may be."""
    count, total = len(barred), sum(numbers[cell] for cell in barred)
    return count > 1 and total > count and total != count * (rules.fewest - 1)
