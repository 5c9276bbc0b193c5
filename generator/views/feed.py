"""The Atom feeds: the newest documents of a unit, and of the whole county at its root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import County, Entry, Mount, Page, Site, Unit, UnitContent, UnitDigest

NEWEST = 50
BEGINNING = date(1970, 1, 1)  # of a feed without entries: the form asks for a day


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document in a feed; its name (a tag: URI, RFC 4151) stays when title, date or host change."""

    name: str
    title: str
    url: str
    updated: date
    summary: str
    author: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `home` the page it tells of."""

    name: str
    title: str
    url: str
    home: str
    updated: date
    entries: tuple[FeedEntry, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The unit's feed; the portal has the county's in its place."""
    unit = content.unit
    if unit.mount is Mount.ROOT:
        return
    newest = ((entry, unit) for entry in entries(content, today)[:NEWEST])
    yield _page(unit.name, unit.slug, links.base_address(unit, county.site), newest, county.site)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's feed."""
    found = [(entry, unit) for unit in county.units for entry in unit.latest]
    found.sort(key=lambda pair: (pair[0].date_published, pair[1].slug, pair[0].index_number), reverse=True)
    yield _page(county.site.name, "county", county.site.base_url, found[:NEWEST], county.site)


def _page(title: str, slug: str, base: str, found: Iterable[tuple[Entry, Unit | UnitDigest]], site: Site) -> Page:
    items = tuple(_entry(entry, unit, site) for entry, unit in found)
    updated = max((item.updated for item in items), default=BEGINNING)
    name = f"tag:{site.host},2026:{slug}"
    return Page("feed.atom", "feed.xml", Feed(name, title, f"{base}feed.atom", base, updated, items), "", False)


def _entry(entry: Entry, unit: Unit | UnitDigest, site: Site) -> FeedEntry:
    """The name's year is the one in the document's own number, so that it never moves."""
    address = entry.url.removeprefix("info/").removesuffix(".html")
    year = address[:4] if address[:4].isdigit() else "2026"
    return FeedEntry(
        name=f"tag:{site.host},{year}:{unit.slug}/{address}",
        title=entry.title,
        url=links.address(links.base_address(unit, site), entry.url),
        updated=entry.date_published,
        summary=entry.summary,
        author=entry.issuing_agency or unit.name,
    )


SAMPLE = (
    Page(
        "feed.atom",
        "feed.xml",
        Feed(
            "tag:x.example,2026:yangli",
            "样例镇人民政府",
            "https://x.example/feed.atom",
            "https://x.example/",
            date(2026, 1, 2),
            (
                FeedEntry(
                    "tag:x.example,2026:yangli/2026-00001",
                    "样例文件",
                    "https://x.example/info/2026-00001.html",
                    date(2026, 1, 2),
                    "",
                    "样例镇人民政府",
                ),
            ),
        ),
        "",
        False,
    ),
)
