"""阳光政府四项制度: what a unit has of hearings, notices, bulletins, inquiries, with its clocks; the county in sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.model import County, Link, Page, Platform, Unit, UnitContent
from generator.sunshine import SYSTEMS, Filed, filed
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root, in_order

NAME = "阳光政府四项制度"
URL = "sunshine/index.html"
RULES = {
    "hearing": ("重大决策听证", "听证会举行 10 个工作日以前公告，写明事项、人数和代表怎样产生。"),
    "public_notice": ("重要事项公示", "公示写明起止日期和提意见的方式，期满撤下名单。"),
    "bulletin": ("重点工作通报", "每季度的进展，在下一季度第一个月的 10 日以前通报。"),
    "inquiry": ("政务信息查询", "打 96128，或者在省政府信息公开平台查询；不收集来电人的个人信息。"),
}


@dataclass(frozen=True, slots=True)
class SunshineItem:
    """A document, and its clock in words."""

    title: str
    url: str
    published: date
    clock: str


@dataclass(frozen=True, slots=True)
class System:
    """One of the four: what it asks for, and the documents, newest first."""

    key: str
    name: str
    rule: str
    items: tuple[SunshineItem, ...]


@dataclass(frozen=True, slots=True)
class SunshinePage:
    """All four of a unit; `hotline` and `search` are where to inquire."""

    head: Head
    systems: tuple[System, ...]
    hotline: str
    search: str
    phone: str


@dataclass(frozen=True, slots=True)
class SunshineRow:
    """A unit, and its number of documents in the order of the four."""

    name: str
    url: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SunshineCounty:
    """All units that have any."""

    head: Head
    heads: tuple[str, ...]
    rows: tuple[SunshineRow, ...]
    sums: tuple[int, ...]
    hotline: str


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The unit's page, where it has anything of the four."""
    if found := tuple(filed(content, today)):
        payload = _page(content.unit, found, county.site.platform)
        yield Page(links.own_file(content.unit, URL), "sunshine.html", payload)


def front(content: UnitContent, today: date) -> Link | None:
    """The unit's page."""
    return Link(NAME, links.own_file(content.unit, URL)) if next(filed(content, today), None) else None


def county_front(county: County) -> Link | None:
    """The county's."""
    return Link(f"全县{NAME}", URL) if any(unit.sunshine for unit in county.units) else None


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's."""
    units = [unit for unit in in_order(county) if unit.sunshine]
    if not units:
        return
    rows = tuple(
        SunshineRow(unit.short_name, from_root(county, unit, links.own_file(unit, URL)), unit.sunshine)
        for unit in units
    )
    sums = tuple(sum(column) for column in zip(*(unit.sunshine for unit in units), strict=True))
    head = _head(f"全县{NAME}", f"{county.site.name}各单位{NAME}的公开情况", county.site.short_name)
    heads = tuple(name for name, _ in RULES.values())
    yield Page(URL, "sunshine_county.html", SunshineCounty(head, heads, rows, sums, county.site.platform.hotline))


def _head(title: str, description: str, short: str) -> Head:
    return Head(title, description, tags=ColumnTags(NAME, description, f"{NAME},{short}", "信息公开目录"))


def _page(unit: Unit, found: tuple[Filed, ...], platform: Platform) -> SunshinePage:
    return SunshinePage(
        head=_head(NAME, f"{unit.name}的听证、公示、通报和政务信息查询", unit.short_name),
        systems=tuple(_system(key, found) for key in SYSTEMS),
        hotline=platform.hotline,
        search=platform.search,
        phone=unit.office.phone,
    )


def _system(key: str, found: tuple[Filed, ...]) -> System:
    mine = (each for each in found if each.system == key)
    items = tuple(
        SunshineItem(each.entry.title, each.entry.url, each.entry.date_published, each.clock) for each in mine
    )
    return System(key, *RULES[key], items)


_DAY = date(2026, 1, 6)
_ITEM = SunshineItem("关于举行听证会的公告", "info/2026-00001.html", _DAY, "2026-01-20 听证，提前 10 个工作日公告")
_SYSTEMS = tuple(System(key, *RULES[key], (_ITEM,) if key == "hearing" else ()) for key in SYSTEMS)
SAMPLE = (
    Page(
        URL,
        "sunshine.html",
        SunshinePage(_head(NAME, NAME, "样例县"), _SYSTEMS, "96128", "https://xxgk.province.example/s", "0879-6200001"),
    ),
    Page(
        URL,
        "sunshine_county.html",
        SunshineCounty(
            _head(f"全县{NAME}", NAME, "样例县"),
            tuple(name for name, _ in RULES.values()),
            (SunshineRow("样例镇", "yangli/sunshine/index.html", (1, 2, 0, 0)),),
            (1, 2, 0, 0),
            "96128",
        ),
    ),
)
