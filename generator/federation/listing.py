"""The lists of a unit taken apart: ResourceSync, feed with archives, site map; each is followed part by part."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.federation.answers import joined
from generator.federation.harvested import (
    Change,
    Feed,
    FeedEntry,
    Listed,
    Lists,
    Member,
    SiteAddress,
    Tombstone,
    Trouble,
    objects,
)
from generator.federation.reader import Reader, local

MOST_PAGES = 10_000  # of a catalogue: a million documents
MOST_PARTS = 200  # of one list or one chain of archives: more is a circle or a mistake
ATOM = "{http://www.w3.org/2005/Atom}"


def editions(reader: Reader, member: Member) -> dict[str, frozenset[str]]:
    """The index numbers in the catalogue's pages and in its CSV, where these can be read."""
    folder, found = member.text("catalog").removesuffix("catalog.json"), {}
    pages = reader.json(f"{folder}catalog/index.json", "目录分页的索引")
    parts = [reader.json(str(each.get("url") or ""), "目录的一页") for each in objects(pages, "pages")[:MOST_PAGES]]
    if pages is not None and None not in parts:
        articles = (each for part in parts for each in objects(part, "articles"))
        found["目录的分页"] = frozenset(str(each.get("identifier")) for each in articles)
    rows = reader.rows(f"{folder}catalog.csv", "目录 catalog.csv")
    if rows is not None:
        found["catalog.csv"] = frozenset(row[0] for row in rows[1:] if row)
    return found


def led(reader: Reader, address: str, name: str) -> frozenset[str] | None:
    """Where a list of lists leads."""
    tree = reader.xml(address, name)
    return None if tree is None else frozenset(_text(each, "loc") for each in _entries(tree))


def resource_lists(reader: Reader, member: Member) -> Lists:
    """Source description → capability list → resource list and change list, as a client of ResourceSync finds them."""
    lists: dict[str, str] = {}
    for kind, address in _capabilities(reader, member.text("resourcesync"), "ResourceSync 源描述"):
        if kind == "capabilitylist":
            lists.update(_capabilities(reader, address, "ResourceSync 能力列表"))
    resources = _resources(reader, lists["resourcelist"]) if "resourcelist" in lists else None
    changes = _changes(reader, lists["changelist"]) if "changelist" in lists else None
    for name, title in (("resourcelist", "资源列表"), ("changelist", "变更列表")):
        if name not in lists and member.text("resourcesync"):
            reader.miss(Trouble.ABSENT, member.text("resourcesync"), title, "能力列表里没有写它的地址")
    return Lists(resources, changes)


def _capabilities(reader: Reader, address: str, name: str) -> list[tuple[str, str]]:
    """What a list of lists leads to: kind and address."""
    tree = reader.xml(address, name)
    if tree is None:
        return []
    return [(_said(each).get("capability", ""), _text(each, "loc")) for each in _entries(tree)]


def _resources(reader: Reader, address: str) -> dict[str, Listed] | None:
    found: dict[str, Listed] = {}
    for entry in _followed(reader, address, "资源列表"):
        if entry is None:
            return None
        said = _said(entry)
        found[_text(entry, "loc")] = Listed(
            said.get("hash", "").partition("sha-256:")[2], _number(said.get("length", "")), _text(entry, "lastmod")
        )
    return found


def _changes(reader: Reader, address: str) -> tuple[Change, ...] | None:
    found = []
    for entry in _followed(reader, address, "变更列表"):
        if entry is None:
            return None
        said = _said(entry)
        found.append(
            Change(_text(entry, "loc"), said.get("change", ""), said.get("datetime") or _text(entry, "lastmod"))
        )
    return tuple(found)


def site_map(reader: Reader, address: str) -> tuple[SiteAddress, ...] | None:
    """The addresses of a site map with its parts."""
    found = []
    for entry in _followed(reader, address, "网站地图"):
        if entry is None:
            return None
        found.append(SiteAddress(_text(entry, "loc"), _text(entry, "lastmod")))
    return tuple(found)


def _followed(reader: Reader, address: str, name: str) -> Iterator[Element | None]:
    """The entries of a list and of all of its parts; None where one of them cannot be used."""
    waiting, seen = [address], {address}
    while waiting:
        tree = reader.xml(waiting.pop(0), name)
        if tree is None:
            yield None
            return
        if local(tree.tag) != "sitemapindex":
            yield from _entries(tree)
            continue
        parts = [_text(each, "loc") for each in _entries(tree)]
        waiting += [each for each in dict.fromkeys(parts) if each not in seen]
        seen.update(parts)
        if len(seen) > MOST_PARTS:
            reader.miss(Trouble.BROKEN, address, name, f"超过 {MOST_PARTS} 个部分")
            yield None
            return


def feed(reader: Reader, address: str) -> Feed | None:
    """A feed and its archives, from the newest back (RFC 5005)."""
    entries: list[FeedEntry] = []
    stones: list[Tombstone] = []
    seen: list[str] = []
    here, name = address, "订阅（Atom）"
    while here or not seen:
        tree = reader.xml(here, name)
        if tree is None:
            return None
        seen.append(here)
        entries += [_feed_entry(each, here) for each in tree if local(each.tag) == "entry"]
        stones += [
            Tombstone(each.get("ref", ""), each.get("when", "")) for each in tree if local(each.tag) == "deleted-entry"
        ]
        here = next((joined(here, url) for rel, url in _links(tree) if rel == "prev-archive"), "")
        name = "订阅的存档"
        if here in seen or len(seen) > MOST_PARTS:
            reader.miss(Trouble.BROKEN, here, name, "存档的链接绕成了圈")
            return None
    return Feed(tuple(entries), tuple(stones))


def _feed_entry(entry: Element, here: str) -> FeedEntry:
    links = dict(reversed(list(_links(entry))))
    address = links.get("alternate") or links.get("") or ""
    return FeedEntry(_atom(entry, "id"), joined(here, address) if address else "", _atom(entry, "updated"), here)


def _links(element: Element) -> Iterator[tuple[str, str]]:
    return ((each.get("rel", "alternate"), each.get("href", "")) for each in element if each.tag == f"{ATOM}link")


def _atom(entry: Element, name: str) -> str:
    return (entry.findtext(f"{ATOM}{name}") or "").strip()


def _entries(tree: Element) -> Iterator[Element]:
    return (each for each in tree if local(each.tag) in ("url", "sitemap"))


def _text(entry: Element, name: str) -> str:
    return next(((each.text or "").strip() for each in entry if local(each.tag) == name), "")


def _said(entry: Element) -> dict[str, str]:
    """What `rs:md` of an entry says."""
    return next((dict(each.attrib) for each in entry if local(each.tag) == "md"), {})


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else -1
