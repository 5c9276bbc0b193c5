"""A township's numbers of villages as a set of data, as the catalogues of the unit and of the county list it."""

from __future__ import annotations

from datetime import date

from generator import links
from generator.model import Dataset, Form, TableField, TableSchema, Unit, Villages
from generator.village_rules import COUNTED, Quantity, VillageRules

PAGE, FILE, DESCRIBED = "villages/index.html", "villages/villages.csv", "villages/datapackage.json"
NAME = "villages.years"  # a name with a dot no table of a document can have
KEYS = (
    TableField("村代码", Form.STRING, meaning="统计用区划代码，12 位", required=True),
    TableField("村名", Form.STRING, required=True),
    TableField("年份", Form.YEAR, required=True),
)


def village_dataset(unit: Unit, villages: Villages, rules: VillageRules) -> Dataset | None:
    """What is published of a township's villages; None where it has no rows."""
    years = sorted({row.year for row in villages.rows})
    if not years:
        return None
    title = f"{unit.name}各村历年数据"
    return Dataset(
        name=NAME,
        url=links.own_file(unit, FILE),
        package=links.own_file(unit, DESCRIBED),
        title=title,
        description=f"{title}，一村一年一行；小于 {rules.fewest} 的户数、人数和会泄露它们的数不列出，是空格",
        keywords=("数字乡村", unit.short_name),
        category="",
        issued=date(years[0], 1, 1),
        modified=date(years[-1], 1, 1),
        documents=(("", links.own_file(unit, PAGE)),),
        schema=TableSchema((*KEYS, *map(_field, rules.published)), ("村代码", "年份"), title),
    )


def _field(quantity: Quantity) -> TableField:
    if quantity.listed:
        return TableField(quantity.head, Form.STRING)
    form = Form.INTEGER if quantity.unit in COUNTED else Form.NUMBER
    meaning = f"其中：是{quantity.whole}的一部分" if quantity.whole else ""
    return TableField(quantity.head, form, quantity.unit, meaning, minimum="0")
