"""网站地图 for people and for search engines: the columns of a unit, the addresses of its pages, the county's index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import entries
from generator.gather import told_by
from generator.model import (
    Column,
    ColumnRole,
    County,
    Entry,
    Letters,
    LettersDigest,
    Link,
    Meetings,
    MeetingsDigest,
    Mount,
    Page,
    Unit,
    UnitContent,
    UnitDigest,
    Villages,
    VillagesDigest,
    Visits,
)
from generator.sunshine import filed
from generator.views._head import Head
from generator.views._standards import catalogues
from generator.xml_text import DECLARATION, escaped

LIMIT = 50_000  # addresses in a part, and parts in an index (sitemaps.org); 50 MB hold as many of a kilobyte each
COUNTY = "sitemap-county.xml"  # of the county's own pages


@dataclass(frozen=True, slots=True)
class Branch:
    """A column in the map."""

    name: str
    url: str
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """The map for people."""

    head: Head
    unit: str
    branches: tuple[Branch, ...]
    more: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """An address for search engines: absolute, with the day on which its content last changed where that is known."""

    url: str
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class AddressList:
    """A part of the map for search engines, or the index of its parts."""

    addresses: tuple[Address, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The map of a unit's columns."""
    unit = content.unit
    more = [Link("单位名录", links.root_page(unit, "units/index.html", county.site))]
    if unit.mount is not Mount.ROOT:
        more.insert(0, Link(f"{county.site.name}门户", links.home(unit, county.site)))
    if found := catalogues(content):
        more.insert(0, Link(found.name, found.url))
    more += (*_letters(content, county), *_visits(content, county), *_meetings(content, county))
    more += (*_sunshine(content, county, today), *_villages(content, county))
    head = Head("网站地图", f"{unit.name}网站地图")
    branches = tuple(_branch(column, unit, county) for column in unit.columns)
    yield Page("sitemap.html", "sitemap.html", SitemapPage(head, unit.name, branches, tuple(more)))


def _letters(content: UnitContent, county: County) -> Iterator[Link]:
    """The unit's own letters, and the county's from its portal."""
    unit, kept = content.unit, content.register(Letters)
    if kept is not None and kept.letters:
        yield Link("来信和答复", links.own_file(unit, "letters/index.html"))
    if unit.mount is Mount.ROOT and any(told_by(each, LettersDigest) for each in county.units):
        yield Link("全县来信和答复", "letters/index.html")


def _visits(content: UnitContent, county: County) -> Iterator[Link]:
    """The unit's own statistics of visits, and the county's from its portal."""
    unit, counted = content.unit, content.register(Visits) is not None
    if counted:
        yield Link("访问统计", links.own_file(unit, "visits/index.html"))
    if unit.mount is Mount.ROOT and (counted or county.site.visit_history or county.site.savings):
        yield Link("全县访问统计", "visits/index.html")


def _meetings(content: UnitContent, county: County) -> Iterator[Link]:
    """The unit's video meetings, and from the portal the county's."""
    unit = content.unit
    if (kept := content.register(Meetings)) and kept.meetings:
        yield Link("视频会议", links.own_file(unit, "meetings/index.html"))
    if unit.mount is Mount.ROOT and any(told_by(each, MeetingsDigest) for each in county.units):
        yield Link("全县视频会议", "meetings/index.html")


def _sunshine(content: UnitContent, county: County, today: date) -> Iterator[Link]:
    """The unit's page of 阳光政府四项制度, and from the portal the county's."""
    unit = content.unit
    if next(filed(content, today), None):
        yield Link("阳光政府四项制度", links.own_file(unit, "sunshine/index.html"))
    if unit.mount is Mount.ROOT and any(each.sunshine for each in county.units):
        yield Link("全县阳光政府四项制度", "sunshine/index.html")


def _villages(content: UnitContent, county: County) -> Iterator[Link]:
    """A township's villages, and from the portal all townships with theirs."""
    unit = content.unit
    if (found := content.register(Villages)) is not None and found.rows:
        yield Link("数字乡村", links.own_file(unit, "villages/index.html"))
    if unit.mount is Mount.ROOT and any(told_by(each, VillagesDigest) for each in county.units):
        yield Link("全县数字乡村", "villages/index.html")


def listing_pages(pages: Sequence[Page], content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The addresses of all indexable pages of the unit, in as many parts as they need."""
    unit = content.unit
    base = links.base_address(unit, county.site)
    hidden = {page.url for page in pages if not page.indexable}
    items = sorted(entries(content, today), key=lambda item: (item.date_published, item.url))
    documents = [_address(base, item) if item.url not in hidden else None for item in items]
    own = {item.url for item in items} | hidden
    found = sorted(page.url for page in pages if page.url.endswith(".html") and page.url not in own)
    others = [Address(links.address(base, url)) for url in found]
    for name, part in zip(links.sitemap_parts(unit, len(items)), _parts(documents, others), strict=True):
        yield _part(name, part)


def county_listing_pages(pages: Sequence[Page], county: County, today: date) -> Iterator[Page]:
    """The addresses of the county's own pages, and the index of all parts on its host; a unit with a host of its own
    announces its own."""
    base = county.site.base_url
    own = [Address(links.address(base, page.url)) for page in pages if page.indexable and page.url.endswith(".html")]
    yield _part(COUNTY, own)
    parts = (part for unit in county.units if unit.mount is not Mount.HOST for part in _parts_of(unit, county))
    yield Page("sitemap.xml", "sitemap_index", AddressList((Address(base + COUNTY), *parts)), "", False)


def _part(name: str, addresses: Iterable[Address]) -> Page:
    found = tuple(sorted(addresses, key=lambda address: address.url))
    return Page(name, "sitemap", AddressList(found), "", False)


def _address(base: str, item: Entry) -> Address:
    return Address(links.address(base, item.url), item.changed)


def _parts(documents: Sequence[Address | None], others: list[Address]) -> Iterator[list[Address]]:
    """The map's parts: the first has the newest documents, the others `MAPPED` each from the oldest on.

    How many there are is told by the number of documents alone, which the county knows; the other pages, which it does
    not, stand where there is room: in the first part, as long as they can.
    """
    size = links.MAPPED
    full = len(documents) // size * size
    for start in (full, *range(0, full, size)):
        part = [address for address in documents[start : start + size] if address is not None]
        room = LIMIT - len(part)
        part += others[:room]
        others = others[room:]
        yield part
    if others:
        raise ValueError(f"the site map has no room for {len(others)} pages")


def _parts_of(unit: UnitDigest, county: County) -> Iterator[Address]:
    """The parts of a unit's map; the first has its newest documents."""
    base = links.base_address(unit, county.site)
    for number, name in enumerate(links.sitemap_parts(unit, unit.count)):
        yield Address(base + name, None if number else unit.changed)


def _branch(column: Column, unit: Unit, county: County) -> Branch:
    children = tuple(_branch(child, unit, county) for child in column.children)
    outward = column.role is ColumnRole.LINK
    return Branch(column.name, links.target(column.target, unit, county).url if outward else column.url, children)


# ── the files ───────────────────────────────────────────────────────────────────────────────────────────────────


def written(part: AddressList) -> str:
    """A part of the map."""
    return _written(part, "urlset", "url")


def written_index(index: AddressList) -> str:
    """The index of the parts."""
    return _written(index, "sitemapindex", "sitemap")


def _written(found: AddressList, whole: str, each: str) -> str:
    lines = "".join(f"<{each}><loc>{escaped(one.url)}</loc>{_day(one.changed)}</{each}>\n" for one in found.addresses)
    return f'{DECLARATION}<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{whole}>\n'


def _day(day: date | None) -> str:
    return f"<lastmod>{day}</lastmod>" if day else ""


WRITERS = {"sitemap": written, "sitemap_index": written_index}

SAMPLE = (
    Page(
        "sitemap.html",
        "sitemap.html",
        SitemapPage(
            Head("网站地图", "样例镇人民政府网站地图"),
            "样例镇人民政府",
            (Branch("政府信息公开", "zfxxgk/index.html", (Branch("指南", "zn/index.html"),)),),
            (Link("单位名录", "../units/index.html"),),
        ),
    ),
    Page("sitemap.xml", "sitemap", AddressList((Address("https://x.example/", date(2026, 1, 1)),)), "", False),
    Page("sitemap.xml", "sitemap_index", AddressList((Address("https://x.example/sitemap.xml"),)), "", False),
)
