"""单位名录: every unit of the county with its codes, its disclosure section, how to reach it, and its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.model import County, Link, Page, UnitDigest
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root, groups

REGISTRY = (Link("JSON", "units.json"), Link("CSV", "units.csv"), Link("JSON-LD", "units.jsonld"))
FILES = (
    Link("各单位公开目录索引（JSON）", "catalog.json"),
    Link("全县网站地图（XML）", "sitemap.xml"),
    Link("全县最新公开（Atom 订阅）", "feed.atom"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A unit in the list; its catalogue and its feed are for machines."""

    name: str
    url: str
    uscc: str
    region_code: str
    address: str
    phone: str
    catalog: str
    feed: str


@dataclass(frozen=True, slots=True)
class Members:
    """A group of units."""

    name: str
    units: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The list of units."""

    head: Head
    groups: tuple[Members, ...]
    registry: tuple[Link, ...]  # the same list as files
    files: tuple[Link, ...]  # of the whole county, for machines


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The list, at the county's root."""
    description = f"{county.site.name}各单位政府信息公开专栏名录"
    tags = ColumnTags("单位名录", description, f"{county.site.name},单位名录", "机构职能")
    found = tuple(Members(name, tuple(_member(unit, county) for unit in units)) for name, units in groups(county))
    head = Head("单位名录", description, tags=tags)
    yield Page("units/index.html", "units.html", UnitsPage(head, found, REGISTRY, FILES))


def _member(unit: UnitDigest, county: County) -> Member:
    """A unit as the county's root links to it."""

    def there(url: str) -> str:
        return from_root(county, unit, url)

    return Member(
        unit.name,
        there("index.html"),
        unit.uscc,
        unit.region_code,
        unit.office_address,
        unit.office_phone,
        there(links.own_file(unit, "catalog.json")),
        there("feed.atom"),
    )


_MEMBER = Member(
    "样例镇人民政府",
    "yangli/index.html",
    "11530823000000000X",
    "530823100",
    "人民路 1 号",
    "0879-6200000",
    "yangli/catalog.json",
    "yangli/feed.atom",
)

SAMPLE = (
    Page(
        "units/index.html",
        "units.html",
        UnitsPage(Head("单位名录", "样例县各单位名录"), (Members("乡镇", (_MEMBER,)),), REGISTRY, FILES),
    ),
)
