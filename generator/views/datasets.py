"""Tables as sets of data: each as CSV with its description for machines, and catalogues of them, of a unit and of the
county, in the forms that harvesters read. A unit without tables has none of these files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.cells import written
from generator.datasets import datasets, file_url, names, of_documents, shown
from generator.gather import REGISTRY, registry
from generator.model import County, Dataset, Form, Mount, Page, Table, TableField, TableSchema, Unit, UnitContent
from generator.views._datasets import DataCatalogue, Listed, Publisher, latest, publisher, publisher_of
from generator.views._dcat import catalogue_jsonld, data_json
from generator.views._frictionless import TablePackage, package, resource_name
from generator.views._resource_directory import resource_directory, table_text

CATALOGUES = (("data.json", "dcat_us"), ("catalog.jsonld", "dcat_ap"), ("zyml.csv", "resources"))  # file, its writer


@dataclass(frozen=True, slots=True)
class TableFile:
    """A published table: the heads and forms of its columns, and its cells as they were written."""

    header: tuple[str, ...]
    forms: tuple[Form, ...]
    rows: tuple[tuple[str, ...], ...]


def table_csv(table: TableFile) -> str:
    """The text of a published table."""
    return table_text(table.header, (map(written, table.forms, row) for row in table.rows))


WRITERS = {
    "table": table_csv,
    "package": package,
    "dcat_us": data_json,
    "dcat_ap": catalogue_jsonld,
    "resources": resource_directory,
}


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The unit's tables, their packages, and its catalogues."""
    found = datasets(content, today)
    if not found:
        return
    unit, site = content.unit, county.site
    owner, base = publisher(unit, site), links.base_address(unit, site)
    listed = tuple(Listed(owner, base, each) for each in found)
    yield from _tables(content, today, {each.dataset.url: each for each in listed}, county)
    if beside := tuple(each for each in listed if each.dataset in of_documents(found)):
        yield _whole_package(unit, beside, county)
    title = f"{unit.name}数据目录"
    yield from _catalogues(title, links.own_file(unit, ""), base, owner, listed)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The catalogues of all units' tables."""
    site = county.site
    listed = tuple(
        Listed(publisher_of(unit, site), links.base_address(unit, site), each)
        for unit in county.units
        for each in unit.datasets
    )
    portal = next((unit for unit in county.units if unit.mount is Mount.ROOT), None)
    owner = publisher_of(portal, site) if portal else Publisher(site.name, "", site.base_url, site.name, "", "")
    yield from _catalogues(f"{site.name}数据目录", "", site.base_url, owner, listed)


def _tables(content: UnitContent, today: date, listed: dict[str, Listed], county: County) -> Iterator[Page]:
    """The files of each table; they belong to the first document that shows it, and stay with its last good page."""
    unit, tables = content.unit, shown(content, today)
    for source, name in names(unit, tables).items():
        document, table = tables[source][0]
        url = file_url(unit, name)
        yield Page(url, "table", _file(table), document.source, False)
        payload = _package(listed[url], county)
        yield Page(listed[url].dataset.package, "package", payload, document.source, False)


def _file(table: Table) -> TableFile:
    fields = table.schema.fields
    return TableFile(tuple(each.name for each in fields), tuple(each.form for each in fields), table.rows)


def _package(listed: Listed, county: County) -> TablePackage:
    """The package of one table, whose home is the page of the first document that shows it."""
    dataset = listed.dataset
    home = listed.address(dataset.documents[0][1])
    return TablePackage(
        resource_name(dataset.name),
        dataset.title,
        home,
        listed.publisher,
        (listed,),
        False,
        *_registry(listed, county=county),
    )


def _whole_package(unit: Unit, listed: tuple[Listed, ...], county: County) -> Page:
    """The package of all tables of a unit, beside them."""
    owner = listed[0].publisher
    registry = _registry(*listed, county=county)
    payload = TablePackage(f"{unit.slug}-data", f"{unit.name}数据表", owner.home, owner, listed, True, *registry)
    return Page(links.own_file(unit, "data/datapackage.json"), "package", payload, "", False)


def _registry(*listed: Listed, county: County) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Every unit of the county and where they are listed, where a table names some."""
    if not any(each.dataset.schema.refers for each in listed):
        return (), ""
    return registry(county), f"{county.site.base_url}{REGISTRY}"


def _catalogues(title: str, folder: str, base: str, owner: Publisher, listed: tuple[Listed, ...]) -> Iterator[Page]:
    description = f"{title}：在政府信息公开专栏公布的数据表"
    for name, writer in CATALOGUES:
        payload = DataCatalogue(title, description, f"{base}{folder}{name}", owner, latest(listed), listed)
        yield Page(f"{folder}{name}", writer, payload, "", False)


_OWNER = Publisher(
    *("样例镇人民政府", "11530823000000000X", "https://x.example/", "党政办公室", "0879-6200000", "a@mail.example")
)
_SAMPLE = Dataset(
    name="ys2026",
    url="data/ys2026.csv",
    package="data/ys2026/datapackage.json",
    title="2026年收支预算表",
    description="2026年部门预算收支",
    keywords=("预算",),
    category="财政、金融、审计",
    issued=date(2026, 1, 20),
    modified=date(2026, 1, 20),
    documents=(("11530823000000000X/2026-00001", "info/2026-00001.html"),),
    schema=TableSchema((TableField("项目", Form.STRING), TableField("金额（万元）", Form.NUMBER, "万元"))),
)
_LISTED = Listed(_OWNER, "https://x.example/", _SAMPLE)

SAMPLE = (
    Page(_SAMPLE.url, "table", TableFile(("项目", "金额（万元）"), (Form.STRING, Form.NUMBER), (("合计", "1"),))),
    Page(_SAMPLE.package, "package", TablePackage("ys2026", "预算表", _OWNER.home, _OWNER, (_LISTED,))),
    *_catalogues("样例镇数据目录", "", "https://x.example/", _OWNER, (_LISTED,)),
)
