"""The registry of the county's units, and the index of their catalogues: where a harvest of the whole county begins.

`units.json` and `units.csv` for programs and spreadsheets; `units.jsonld` in the words of schema.org and of the W3C's
organization ontology; `catalog.json` with the number of each unit's documents. The list for people is `units.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from generator import links
from generator.codec import field_names
from generator.delimited import csv_text
from generator.forms import label_of
from generator.model import County, Mount, Page, UnitDigest, UnitKind
from generator.records import to_json
from generator.views._registry import SAMPLE_UNIT, Registered, registered
from generator.views._roster import in_order

HEADS = (
    *(
        "文件夹",
        "名称",
        "简称",
        "单位类型",
        "分组",
        "统一社会信用代码",
        "行政区划代码",
        "网站标识码",
        "上级单位",
        "部署方式",
    ),
    *("网址", "省平台页面", "公开目录", "信息记录", "订阅", "网站地图", "资源同步", "数据目录", "联系电话", "办公地址"),
)  # of `units.csv`, in the order of `Registered`

LABELLED = {"kind": UnitKind, "mount": Mount}
CONTEXT = {"schema": "https://schema.org/", "org": "http://www.w3.org/ns/org#"}


@dataclass(frozen=True, slots=True)
class CountyEntry:
    """The county itself, as the registry begins with it."""

    name: str
    region_code: str
    site_identity_code: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Every unit of the county: the portal, townships, departments, villages; within these by slug."""

    county: CountyEntry
    units: tuple[Registered, ...]


@dataclass(frozen=True, slots=True)
class UnitCatalog:
    """A unit's catalogue in the county's index: how many documents, the newest day of publication."""

    slug: str
    name: str
    catalog: str
    count: int
    updated: str


@dataclass(frozen=True, slots=True)
class CatalogIndex:
    """The catalogues of all units."""

    county: CountyEntry
    catalogs: tuple[UnitCatalog, ...]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The registry and the index, at the county's root."""
    site, units = county.site, in_order(county)
    whole = CountyEntry(site.name, site.region_code, site.footer.site_identity_code, site.base_url)
    registry = Registry(whole, tuple(registered(unit, site) for unit in units))
    yield Page("units.json", "units", registry, "", False)
    yield Page("units.csv", "units_sheet", registry, "", False)
    yield Page("units.jsonld", "units_linked", registry, "", False)
    catalogs = tuple(_catalog(unit, county) for unit in units)
    yield Page("catalog.json", "catalog_index", CatalogIndex(whole, catalogs), "", False)


def _catalog(unit: UnitDigest, county: County) -> UnitCatalog:
    address = links.base_address(unit, county.site) + links.own_file(unit, "catalog.json")
    return UnitCatalog(unit.slug, unit.name, address, unit.count, unit.updated.isoformat() if unit.updated else "")


# ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _listed(head: Mapping[str, Any], name: str, rows: Iterable[Any]) -> str:
    """An object with a list at its end, a line each, so that two of these files can be compared by any tool."""
    begun = "".join(f'"{key}":{to_json(value)},\n' for key, value in head.items())
    return f'{{{begun}"{name}":[' + ",".join(f"\n{to_json(row)}" for row in rows) + "]}\n"


def _units(registry: Registry) -> str:
    head = {"format": "gongkai-units/1", "county": asdict(registry.county)}
    return _listed(head, "units", (asdict(unit) for unit in registry.units))


def _sheet(registry: Registry) -> str:
    rows = ([_cell(name, getattr(unit, name)) for name in field_names(Registered)] for unit in registry.units)
    return csv_text((HEADS, *rows))


def _cell(name: str, value: str) -> str:
    return label_of(LABELLED[name](value)) if name in LABELLED else value


def _index(index: CatalogIndex) -> str:
    head = {
        "format": "gongkai-catalogs/1",
        "county": asdict(index.county),
        "count": sum(each.count for each in index.catalogs),
    }
    return _listed(head, "catalogs", (asdict(each) for each in index.catalogs))


def _linked(registry: Registry) -> str:
    """Every unit under an address of its own, with its code, the unit above it and the county that it serves."""
    names = {unit.slug: f"{unit.url}#unit" for unit in registry.units}
    county = {
        "@id": f"{registry.county.base_url}#county",
        "@type": "schema:AdministrativeArea",
        "schema:name": registry.county.name,
        "schema:identifier": registry.county.region_code,
    }
    nodes = (_node(unit, names, county["@id"]) for unit in registry.units)
    return _listed({"@context": CONTEXT}, "@graph", (county, *nodes))


def _node(unit: Registered, names: Mapping[str, str], county: str) -> dict[str, Any]:
    above = {"@id": names[unit.parent]} if unit.parent in names else None
    found = {
        "@id": names[unit.slug],
        "@type": ["schema:GovernmentOrganization", "org:FormalOrganization"],
        "schema:name": unit.name,
        "schema:alternateName": unit.short_name,
        "schema:identifier": unit.uscc,
        "org:identifier": unit.uscc,
        "schema:url": {"@id": unit.url},
        "schema:telephone": unit.phone,
        "schema:address": unit.address,
        "schema:areaServed": {"@id": county},
        "schema:parentOrganization": above,
        "org:subOrganizationOf": above,
    }
    return {name: value for name, value in found.items() if value}


WRITERS = {"units": _units, "units_sheet": _sheet, "units_linked": _linked, "catalog_index": _index}

_COUNTY = CountyEntry("样例县", "530823", "5308230001", "https://x.example/")
_REGISTRY = Registry(_COUNTY, (SAMPLE_UNIT,))
_CATALOG = UnitCatalog("yangli", "样例镇人民政府", "https://x.example/yangli/catalog.json", 1, "2026-01-06")

SAMPLE = (
    Page("units.json", "units", _REGISTRY, "", False),
    Page("units.csv", "units_sheet", _REGISTRY, "", False),
    Page("units.jsonld", "units_linked", _REGISTRY, "", False),
    Page("catalog.json", "catalog_index", CatalogIndex(_COUNTY, (_CATALOG,)), "", False),
)
