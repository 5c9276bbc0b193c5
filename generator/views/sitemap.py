"""网站地图 for people and for search engines: the columns of a unit, the addresses of its pages, the county's index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import changed
from generator.model import Column, ColumnRole, County, Link, Mount, Page, Unit, UnitContent, UnitDigest
from generator.views._head import Head
from generator.views._standards import catalogues

PORTAL = "sitemap-portal.xml"  # the portal's own part; sitemap.xml at the county's root is the index


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
    head = Head("网站地图", f"{unit.name}网站地图")
    branches = tuple(_branch(column, unit, county) for column in unit.columns)
    yield Page("sitemap.html", "sitemap.html", SitemapPage(head, unit.name, branches, tuple(more)))


def listing_pages(pages: Sequence[Page], content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The addresses of all indexable pages of the unit."""
    unit = content.unit
    base = links.base_address(unit, county.site)
    days = {document.url: changed(document, today) for document in content.documents}
    found = tuple(
        Address(links.address(base, page.url), days.get(page.url))
        for page in sorted(pages, key=lambda page: page.url)
        if page.indexable and page.url.endswith(".html")
    )
    kept = tuple(Address(links.address(base, entry.url), entry.date_published) for entry in content.kept)
    name = PORTAL if unit.mount is Mount.ROOT else "sitemap.xml"
    addresses = tuple(sorted((*found, *kept), key=lambda address: address.url))
    yield Page(name, "sitemap.xml", AddressList(addresses), "", False)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The index of the parts of all units on the county's host; a unit with a host of its own announces its own."""
    parts = (_part(unit, county) for unit in county.units if unit.mount is not Mount.HOST)
    yield Page("sitemap.xml", "sitemap_index.xml", AddressList(tuple(parts)), "", False)


def _part(unit: UnitDigest, county: County) -> Address:
    name = PORTAL if unit.mount is Mount.ROOT else "sitemap.xml"
    return Address(links.base_address(unit, county.site) + name, unit.updated)


def _branch(column: Column, unit: Unit, county: County) -> Branch:
    children = tuple(_branch(child, unit, county) for child in column.children)
    outward = column.role is ColumnRole.LINK
    return Branch(column.name, links.target(column.target, unit, county).url if outward else column.url, children)


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
    Page("sitemap.xml", "sitemap.xml", AddressList((Address("https://x.example/", date(2026, 1, 1)),)), "", False),
    Page("sitemap.xml", "sitemap_index.xml", AddressList((Address("https://x.example/sitemap.xml"),)), "", False),
)
