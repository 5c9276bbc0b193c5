"""网站地图 for people and for search engines: the columns of a unit, the addresses of its pages, the county's index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import Column, ColumnRole, County, Entry, Link, Mount, Page, Unit, UnitContent, UnitDigest
from generator.views._fronts import fronts
from generator.views._head import Branch, Head
from generator.xml_text import DECLARATION, escaped

LIMIT = 50_000  # addresses in a part, and parts in an index (sitemaps.org); 50 MB hold as many of a kilobyte each
COUNTY = "sitemap-county.xml"  # of the county's own pages


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
    """The map of a unit's columns, and what it has beside them."""
    unit = content.unit
    more = [*fronts(content, county, today)]
    if unit.mount is not Mount.ROOT:
        more.append(Link(f"{county.site.name}门户", links.home(unit, county.site)))
    more.append(Link("单位名录", links.root_page(unit, "units/index.html", county.site)))
    head = Head("网站地图", f"{unit.name}网站地图")
    branches = tuple(_branch(column, unit, county) for column in unit.columns)
    yield Page("sitemap.html", "sitemap.html", SitemapPage(head, unit.name, branches, tuple(more)))


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
