"""The home of the county portal: its channels, what is new in the whole county, every unit, the platforms above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import Column, ColumnRole, County, Emblem, Entry, Link, Mount, Page, Platform, Unit, UnitContent
from generator.views._fronts import fronts
from generator.views._head import ColumnTags, Head, role_url
from generator.views._letters import ANSWERED, URL, answered_anywhere
from generator.views._lists import Line, brief, by_column, line
from generator.views._roster import Group, roster

NEWEST = 10
BLOCK = 7


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the portal: its parts, and the newest of what stands anywhere in it."""

    name: str
    url: str
    parts: tuple[Link, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PortalPage:
    """The portal's home."""

    head: Head
    introduction: str
    latest: tuple[Line, ...]
    channels: tuple[Channel, ...]
    groups: tuple[Group, ...]
    disclosure: str
    guide: str
    request: str
    catalogue: str
    roster: str
    platform: Platform
    emblem: Emblem | None  # the county's own home is the one page that shows it
    catalog: str  # of the portal's own documents, for machines
    fronts: tuple[Link, ...] = ()  # what there is beside channels, of the portal and of the county


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The home of the unit that is mounted at the county's root."""
    unit = content.unit
    if unit.mount is not Mount.ROOT:
        return
    items = by_column(entries(content, today))
    replies = answered_anywhere(county, unit.slug, BLOCK)
    channels = tuple(_channel(column, items) for column in unit.columns if _shown(column))
    channels += (Channel(ANSWERED, URL, (), replies),) if replies else ()
    payload = replace(_payload(unit, county, channels), fronts=_widest(fronts(content, county, today)))
    yield Page("index.html", "portal.html", payload)


def _widest(found: Iterable[Link]) -> tuple[Link, ...]:
    """Of what both the portal and the county have, the county's alone."""
    named = {each.name: each for each in found}
    return tuple(each for name, each in named.items() if f"全县{name}" not in named)


def _payload(unit: Unit, county: County, channels: tuple[Channel, ...]) -> PortalPage:
    site = county.site
    description = unit.introduction or f"{site.name}政府信息公开"
    return PortalPage(
        head=Head(
            site.name,
            description,
            section="index.html",
            tags=ColumnTags("首页", description, f"{site.name},政府信息公开", "首页"),
        ),
        introduction=unit.introduction,
        latest=newest(county, unit.slug, NEWEST),
        channels=channels,
        groups=roster(unit, county),
        disclosure=role_url(unit, ColumnRole.DISCLOSURE),
        guide=role_url(unit, ColumnRole.GUIDE),
        request=role_url(unit, ColumnRole.REQUEST),
        catalogue=role_url(unit, ColumnRole.CATALOGUE),
        roster="units/index.html",
        platform=site.platform,
        emblem=site.emblem,
        catalog=links.own_file(unit, "catalog.json"),
    )


def newest(county: County, slug: str, count: int) -> tuple[Line, ...]:
    """The newest documents of all units, as the unit of that slug links to them."""
    here = links.unit_named(county, slug)
    if here is None:
        return ()
    found = [(entry, unit) for unit in county.units for entry in unit.latest]
    found.sort(key=lambda pair: (pair[0].date_published, pair[1].slug, pair[0].index_number), reverse=True)
    return tuple(
        line(entry, unit.short_name, links.between(here, unit, entry.url, county.site)) for entry, unit in found[:count]
    )


def _shown(column: Column) -> bool:
    return column.channel and column.role in (ColumnRole.LIST, ColumnRole.GROUP)


def _channel(column: Column, items: dict[str, list[Entry]]) -> Channel:
    inside = [entry for key, found in items.items() if _within(key, column.key) for entry in found[:BLOCK]]
    inside.sort(key=lambda entry: (entry.date_published, entry.index_number), reverse=True)
    parts = tuple(Link(child.name, child.url) for child in column.children if child.role is not ColumnRole.LINK)
    return Channel(column.name, column.url, parts, brief(inside[:BLOCK]))


def _within(key: str, top: str) -> bool:
    return key == top or key.startswith(f"{top}/")


SAMPLE = (
    Page(
        "index.html",
        "portal.html",
        PortalPage(
            head=Head("样例县人民政府", "样例县人民政府门户", section="index.html"),
            introduction="样例县的政府信息在这里公开。",
            latest=(Line("关于春节放假安排的公告", "yangli/info/2026-00001.html", date(2026, 1, 20), unit="样例镇"),),
            channels=(
                Channel(
                    "新闻中心",
                    "xwzx/index.html",
                    (Link("工作动态", "xwzx/dt/index.html"),),
                    (Line("全县春耕备耕有序推进", "info/2026-00001.html", date(2026, 2, 20)),),
                ),
            ),
            groups=(Group("乡镇", (Link("样例镇", "yangli/index.html"),)),),
            disclosure="zfxxgk/index.html",
            guide="zn/index.html",
            request="ysqgk/index.html",
            catalogue="mulu/index.html",
            roster="units/index.html",
            platform=Platform(
                "全省统一平台",
                "https://platform.example/",
                "https://platform.example/units",
                "https://platform.example/search",
                "https://platform.example/request?unit={unit}",
                "96128",
            ),
            emblem=Emblem("province/guohui.png", "0" * 32, 2000, 240, 256),
            catalog="portal/catalog.json",
            fronts=(Link("全县视频会议", "meetings/index.html"),),
        ),
    ),
)
