"""A township's villages by year as they may be told: without small cells, and sums only of what every village has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator import small_cells
from generator.model import Villages, VillageYear
from generator.village_rules import VillageRules
from generator.village_sums import summed


@dataclass(frozen=True, slots=True)
class ToldYear:
    """A year: what is told of each village, by code; what is hidden; the sums; the villages that are kept back."""

    year: int
    rows: tuple[VillageYear, ...]
    hidden: frozenset[tuple[str, str]]
    totals: Mapping[str, str]
    hidden_totals: frozenset[str]
    missing: tuple[str, ...]


def told_years(villages: Villages, rules: VillageRules) -> tuple[ToldYear, ...]:
    """Every year of which a row is told, oldest first."""
    years: dict[int, list[VillageYear]] = defaultdict(list)
    for row in villages.rows:
        years[row.year].append(row)
    return tuple(
        _told(year, rows, tuple(code for when, code in villages.withheld if when == year), rules)
        for year, rows in sorted(years.items())
    )


def _told(year: int, rows: list[VillageYear], missing: tuple[str, ...], rules: VillageRules) -> ToldYear:
    barred = small_cells.hidden(rows, rules)
    shown = tuple(small_cells.told(row, barred.cells) for row in sorted(rows, key=lambda row: row.code))
    totals: Mapping[str, str] = {} if missing else _totals(rows, barred.totals, rules)
    return ToldYear(year, shown, barred.cells, totals, barred.totals, missing)


def _totals(rows: list[VillageYear], barred: frozenset[str], rules: VillageRules) -> dict[str, str]:
    every = frozenset.intersection(*(frozenset(name for name, _ in row.values) for row in rows))
    sums: Mapping[str, Decimal] = summed(rows, rules)
    return {name: f"{value:f}" for name, value in sums.items() if name in every - barred}
