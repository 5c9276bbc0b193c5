"""The Atom feeds (RFC 4287): the newest documents of a unit, the older ones in an archive a year (RFC 5005), and what
was withdrawn (RFC 6721); at the county's root the newest of all units.

No document stands twice: what the feed of the newest shows is in no archive yet. So a reader that follows
`prev-archive` meets every public document once, and an edit touches the one file that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from generator import links
from generator.entries import entries, lately, withdrawn
from generator.model import County, Entry, Page, Site, Unit, UnitContent, UnitDigest, Withdrawal, address_of, page_of
from generator.xml_text import DECLARATION, escaped

NEWEST = 50
BEGINNING = date(1970, 1, 1)  # of a feed without entries: the form asks for a day
MARKS = {"ended": "公示已结束", "withdrawn": "已撤下"}
Owner = Unit | UnitDigest


class FeedEntry(NamedTuple):
    """A document in a feed; its name (a tag: URI, RFC 4151) stays when title, date or host change."""

    name: str
    title: str
    url: str
    published: date
    updated: date
    summary: str
    author: str
    mark: str = ""  # of MARKS


class Tombstone(NamedTuple):
    """What was withdrawn, or bears another number now, by the name of its former entry."""

    name: str
    url: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `home` the page it tells of; `current` makes it an archive of that feed."""

    name: str
    title: str
    url: str
    home: str
    updated: date
    entries: tuple[FeedEntry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    current: str = ""
    older: str = ""
    newer: str = ""


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The unit's feed of the newest, and the archive of each year that has older ones."""
    unit, site = content.unit, county.site
    base = links.base_address(unit, site)
    items, gone = entries(content, today), withdrawn(content, today)
    news = [_withdrawal(each, unit, site) for each in lately(gone, today)]
    news += [_entry(item, unit, site) for item in items[:NEWEST]]
    front = links.own_file(unit, "feed.atom")
    buried = (*(_tombstone(each, unit, site) for each in gone), *_renumbered(content, site))
    feed = _feed(unit.name, unit.slug, f"{base}{front}", base, news, site, buried)
    years = [(year, tuple(found)) for year, found in groupby(items[NEWEST:], key=lambda item: item.date_published.year)]
    names = [links.own_file(unit, f"feed/{year}.atom") for year, _ in years]
    older = [*(f"{base}{name}" for name in names), ""]
    yield _page(front, replace(feed, older=older[0]))
    for number, (_, found) in enumerate(years):
        archive = _feed(unit.name, unit.slug, older[number], base, [_entry(item, unit, site) for item in found], site)
        newer = older[number - 1] if number else ""
        yield _page(names[number], replace(archive, current=feed.url, older=older[number + 1], newer=newer))


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's feed: the newest of all units, and what they have withdrawn lately."""
    site = county.site
    found = [(entry, unit) for unit in county.units for entry in unit.latest]
    found.sort(key=lambda pair: (pair[0].date_published, pair[1].slug, pair[0].index_number), reverse=True)
    gone = [(each, unit) for unit in county.units for each in unit.withdrawn]
    news = [_withdrawal(each, unit, site) for each, unit in gone]
    news += [_entry(entry, unit, site) for entry, unit in found[:NEWEST]]
    buried = tuple(_tombstone(each, unit, site) for each, unit in gone)
    yield _page("feed.atom", _feed(site.name, "county", f"{site.base_url}feed.atom", site.base_url, news, site, buried))


def _page(url: str, feed: Feed) -> Page:
    return Page(url, "feed", feed, "", False)


def _feed(
    title: str, slug: str, url: str, home: str, items: Sequence[FeedEntry], site: Site, gone: tuple[Tombstone, ...] = ()
) -> Feed:
    days = (*(item.updated for item in items), *(each.day for each in gone))
    updated = max(days, default=BEGINNING)
    return Feed(f"tag:{site.host},2026:{slug}", title, url, home, updated, tuple(items), gone)


def _entry(entry: Entry, unit: Owner, site: Site) -> FeedEntry:
    return FeedEntry(
        _name(entry.url.removeprefix("info/").removesuffix(".html"), unit, site),
        entry.title,
        links.address(links.base_address(unit, site), entry.url),
        entry.date_published,
        entry.changed,
        entry.summary,
        entry.issuing_agency or unit.name,
        "ended" if entry.ended_on else "",
    )


def _name(address: str, unit: Owner, site: Site) -> str:
    """The name's year is the one in the document's own number, so that it never moves."""
    year = address[:4] if address[:4].isdigit() else "2026"
    return f"tag:{site.host},{year}:{unit.slug}/{address}"


def _withdrawal(gone: Withdrawal, unit: Owner, site: Site) -> FeedEntry:
    """The entry that takes a document's place: its title may be the reason why it was withdrawn, so it is not told."""
    name, url, day, reason = _tombstone(gone, unit, site)
    return FeedEntry(name, f"已撤下：{gone.index_number}", url, day, day, reason, unit.name, "withdrawn")


def _tombstone(gone: Withdrawal, unit: Owner, site: Site) -> Tombstone:
    return _buried(gone.index_number, unit, site, gone.day, gone.reason)


def _buried(number: str, unit: Owner, site: Site, day: date, reason: str) -> Tombstone:
    return Tombstone(
        _name(address_of(number), unit, site), links.base_address(unit, site) + page_of(number), day, reason
    )


def _renumbered(content: UnitContent, site: Site) -> Iterator[Tombstone]:
    """The entries of former numbers: the document stands under another name now, and its old page leads to it."""
    unit = content.unit
    taken = {each.url for each in content.documents} | {each.url for each in content.kept}
    kept = {each.metadata.identifier: each.metadata.former_identifiers for each in content.described}
    found = [(each.index_number, each.date_published, each.former_index_numbers) for each in content.documents]
    found += [(each.index_number, each.date_published, kept.get(each.index_number, ())) for each in content.kept]
    for number, day, former in sorted(found):
        for old in former:
            if page_of(old) not in taken:
                yield _buried(old, unit, site, day, f"索引号改为 {number}")


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def written(feed: Feed) -> str:
    """A feed as Atom."""
    more = ' xmlns:fh="http://purl.org/syndication/history/1.0"' if feed.current else ""
    more += ' xmlns:at="http://purl.org/atompub/tombstones/1.0"' if feed.tombstones else ""
    lines = [
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom"{more} xml:lang="zh-CN">',
        f"<id>{escaped(feed.name)}</id>",
        f"<title>{escaped(feed.title)}政府信息公开</title>",
        f"<updated>{feed.updated}T00:00:00+08:00</updated>",
        *(_link(relation, url) for relation, url in _links(feed) if url),
        f'<link rel="alternate" type="text/html" href="{escaped(feed.home)}"/>',
        f"<author><name>{escaped(feed.title)}</name></author>",
    ]
    if feed.current:
        lines.append("<fh:archive/>")
    lines += map(_written_tombstone, feed.tombstones)
    lines += map(_written_entry, feed.entries)
    return "\n".join(lines) + "\n</feed>\n"


def _links(feed: Feed) -> tuple[tuple[str, str], ...]:
    archives = (("prev-archive", feed.older), ("next-archive", feed.newer))
    return (("self", feed.url), ("current", feed.current), *archives)


def _link(relation: str, url: str) -> str:
    return f'<link rel="{relation}" type="application/atom+xml" href="{escaped(url)}"/>'


def _written_entry(entry: FeedEntry) -> str:
    mark = f'<category term="{entry.mark}" label="{MARKS[entry.mark]}"/>\n' if entry.mark else ""
    summary = f"<summary>{escaped(entry.summary)}</summary>\n" if entry.summary else ""
    return (
        f"<entry>\n<id>{escaped(entry.name)}</id>\n<title>{escaped(entry.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{escaped(entry.url)}"/>\n'
        f"<published>{entry.published}T00:00:00+08:00</published>\n<updated>{_moment(entry)}</updated>\n"
        f"<author><name>{escaped(entry.author)}</name></author>\n{mark}{summary}</entry>"
    )


def _moment(entry: FeedEntry) -> str:
    """A withdrawal comes after the entry whose place it takes, though that be of the same day."""
    return f"{entry.updated}T00:00:0{'1' if entry.mark == 'withdrawn' else '0'}+08:00"


def _written_tombstone(gone: Tombstone) -> str:
    """Later than the entry 「已撤下」: who knows tombstones drops both (RFC 6721, 3), who does not shows that entry."""
    return (
        f'<at:deleted-entry ref="{escaped(gone.name)}" when="{gone.day}T00:00:02+08:00">'
        f'<at:comment>{escaped(gone.reason)}</at:comment><link rel="alternate" href="{escaped(gone.url)}"/>'
        "</at:deleted-entry>"
    )


WRITERS = {"feed": written}

SAMPLE = (
    Page(
        "feed.atom",
        "feed",
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
                    date(2026, 1, 2),
                    "",
                    "样例镇人民政府",
                ),
            ),
            older="https://x.example/feed/2025.atom",
        ),
        "",
        False,
    ),
)
