"""The numbers of villages as a file, and its description for machines (Frictionless Data)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.model import Dataset, Form, Site, TableField, TableSchema, Unit, VillageYear
from generator.views._datasets import Listed, publisher
from generator.views._frictionless import TablePackage
from generator.village_rules import COUNTED, Quantity, VillageRules

DESCRIBED = "villages/datapackage.json"
_KEYS = (
    TableField("村代码", Form.STRING, meaning="统计用区划代码，12 位", required=True),
    TableField("村名", Form.STRING, required=True),
    TableField("年份", Form.YEAR, required=True),
)


@dataclass(frozen=True, slots=True)
class VillageTable:
    """A row a village and year; "" where a number is not known or not told."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(rows: Iterable[VillageYear], rules: VillageRules) -> VillageTable:
    """What is told of villages, as the published file has it."""
    names = tuple(each.name for each in rules.published)
    header = (*(each.name for each in _KEYS), *(each.head for each in rules.published))
    return VillageTable(header, tuple(_row(row, names) for row in sorted(rows, key=_order)))


def _order(row: VillageYear) -> tuple[int, str]:
    return row.year, row.code


def _row(row: VillageYear, names: Iterable[str]) -> tuple[str, ...]:
    values = dict(row.values)
    return (row.code, row.name, str(row.year), *(values.get(name, "") for name in names))


def described(unit: Unit, site: Site, home: str, year: int, rules: VillageRules) -> TablePackage:
    """The package of the file, which lies beside it; `home` is the page that shows the numbers."""
    owner, base = publisher(unit, site), links.base_address(unit, site)
    title = f"{unit.name}各村历年数据"
    dataset = Dataset(
        name="villages",
        url=links.own_file(unit, "villages/villages.csv"),
        package=links.own_file(unit, DESCRIBED),
        title=title,
        description=f"{title}，一村一年一行；小于 {rules.fewest} 的户数、人数和会泄露它们的数不列出，是空格",
        keywords=("数字乡村", unit.short_name),
        category="",
        issued=date(year, 12, 31),
        modified=date(year, 12, 31),
        documents=(),
        schema=TableSchema((*_KEYS, *map(_field, rules.published)), ("村代码", "年份"), title),
    )
    listed = Listed(owner, base, dataset)
    return TablePackage("villages", title, links.address(base, home), owner, (listed,), together=True)


def _field(quantity: Quantity) -> TableField:
    if quantity.listed:
        return TableField(quantity.head, Form.STRING)
    form = Form.INTEGER if quantity.unit in COUNTED else Form.NUMBER
    meaning = f"其中：是{quantity.whole}的一部分" if quantity.whole else ""
    return TableField(quantity.head, form, quantity.unit, meaning, minimum="0")
