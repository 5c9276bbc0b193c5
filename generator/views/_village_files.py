"""The numbers of villages as a file, and its description for machines (Frictionless Data)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator import links
from generator.model import Dataset, Site, Unit, VillageYear
from generator.views._datasets import Listed, publisher
from generator.views._frictionless import TablePackage
from generator.village_dataset import KEYS, PAGE
from generator.village_rules import VillageRules


@dataclass(frozen=True, slots=True)
class VillageTable:
    """A row a village and year; "" where a number is not known or not told."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(rows: Iterable[VillageYear], rules: VillageRules) -> VillageTable:
    """What is told of villages, as the published file has it."""
    names = tuple(each.name for each in rules.published)
    header = (*(each.name for each in KEYS), *(each.head for each in rules.published))
    return VillageTable(header, tuple(_row(row, names) for row in sorted(rows, key=_order)))


def _order(row: VillageYear) -> tuple[int, str]:
    return row.year, row.code


def _row(row: VillageYear, names: Iterable[str]) -> tuple[str, ...]:
    values = dict(row.values)
    return (row.code, row.name, str(row.year), *(values.get(name, "") for name in names))


def described(unit: Unit, site: Site, dataset: Dataset) -> TablePackage:
    """The package of the file, which lies beside it; its home is the page that shows the numbers."""
    owner, base = publisher(unit, site), links.base_address(unit, site)
    home = links.address(base, links.own_file(unit, PAGE))
    return TablePackage("villages", dataset.title, home, owner, (Listed(owner, base, dataset),), together=True)
