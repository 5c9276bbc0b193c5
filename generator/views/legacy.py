"""Addresses of the platform that came before: `legacy.json` says where all of them lead now.

Where an old address is a path that a static host can serve, a page in its place leads there by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from generator import links
from generator.gather import RESERVED
from generator.legacy import NUMBER, key
from generator.model import Claim, ClaimKind, County, Mount, OldPlatform, Page, UnitDigest
from generator.records import to_json
from generator.views._head import Head
from generator.views._roster import from_root

FORMAT = "gongkai-legacy/1"
PAGE = re.compile(r"/(?:[0-9A-Za-z][0-9A-Za-z_.-]*/)+(?:[0-9A-Za-z][0-9A-Za-z_.-]*\.s?html?)?")
OWN = ("catalog", "data", "feed", "rs", "standard")  # folders of the county's root besides those reserved


@dataclass(frozen=True, slots=True)
class LegacyUnit:
    """A unit as the old platform knew it: skin, number, home, and its columns' pages by their numbers."""

    slug: str
    skin: str
    department: str
    url: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LegacyMap:
    """What leads where: absolute addresses by what the old platform's addresses say."""

    platform: OldPlatform
    units: tuple[LegacyUnit, ...]
    skins: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]  # of documents
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MovedPage:
    """The page in an old page's place."""

    head: Head
    title: str
    target: str  # as the county's root links to it
    address: str  # absolute


Owned = tuple[tuple[UnitDigest, tuple[Claim, ...]], ...]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The map, where the county has anything of an old platform, and the pages that stand in old places."""
    owned = _owned(county)
    if any(unit.legacy.skin or claims for unit, claims in owned):
        yield Page("legacy.json", "legacy", _map(county, owned), "", False)
    yield from _moved(county, owned)


def _owned(county: County) -> Owned:
    """Every unit with what it claimed before any other."""
    taken: set[tuple[ClaimKind, str]] = set()
    found = []
    for unit in county.units:
        own = []
        for claim in unit.claims:
            if (name := (claim.kind, key(claim.name))) not in taken:
                taken.add(name)
                own.append(claim)
        found.append((unit, tuple(own)))
    return tuple(found)


def _map(county: County, owned: Owned) -> LegacyMap:
    units = (_unit(county, unit, claims) for unit, claims in owned)
    return LegacyMap(
        platform=county.site.old_platform,
        units=tuple(each for each in units if each.skin or each.department or each.columns),
        skins=_skins(county),
        numbers=_leading(county, owned, ClaimKind.DOCUMENT),
        addresses=_leading(county, owned, ClaimKind.ADDRESS),
    )


def _leading(county: County, owned: Owned, kind: ClaimKind) -> tuple[tuple[str, str], ...]:
    found = ((each.name, _address(county, unit, each.url)) for unit, own in owned for each in own if each.kind is kind)
    return tuple(sorted(found))


def _unit(county: County, unit: UnitDigest, claims: tuple[Claim, ...]) -> LegacyUnit:
    number = next((each.name for each in claims if each.kind is ClaimKind.UNIT), "")
    columns = (
        (each.name.partition("/")[2], _address(county, unit, each.url))
        for each in claims
        if each.kind is ClaimKind.COLUMN
    )
    return LegacyUnit(unit.slug, unit.legacy.skin, number, _address(county, unit, "index.html"), tuple(sorted(columns)))


def _skins(county: County) -> tuple[tuple[str, str], ...]:
    """The folder of a skin leads to its unit where only one unit had it."""
    named = [(unit.legacy.skin, unit) for unit in county.units if NUMBER.fullmatch(unit.legacy.skin)]
    counts = Counter(skin.lower() for skin, _ in named)
    alone = ((skin, _address(county, unit, "index.html")) for skin, unit in named if counts[skin.lower()] == 1)
    return tuple(sorted(alone))


def _address(county: County, unit: UnitDigest, url: str) -> str:
    return links.address(links.base_address(unit, county.site), url)


def _moved(county: County, owned: Owned) -> Iterator[Page]:
    """A page for each old address that a static host can serve and that lies in no folder of ours."""
    found = {
        page_of(claim.name): (unit, claim)
        for unit, claims in owned
        for claim in claims
        if claim.kind is ClaimKind.ADDRESS
    }
    folders = {place[: at.start()] for place in found for at in re.finditer("/", place)}
    taken = {"", *_folders(county)}
    for place in sorted(found.keys() - folders):
        if place.partition("/")[0] not in taken:
            unit, claim = found[place]
            head = Head(claim.title, claim.title, indexable=False)
            target, address = from_root(county, unit, claim.url), _address(county, unit, claim.url)
            yield Page(place, "moved.html", MovedPage(head, claim.title, target, address), "", False)


def _folders(county: County) -> Iterator[str]:
    """The folders of the county's root that are ours: of units, of the portal's columns, and those of the program."""
    yield from (*RESERVED, *OWN)
    for unit in county.units:
        yield unit.slug
        if unit.mount is Mount.ROOT:
            yield from (name.partition("/")[0] for name, _ in unit.columns)


def page_of(address: str) -> str:
    """The file that a static host serves at an old address; "" where none would be found there."""
    if not PAGE.fullmatch(address):
        return ""
    return address[1:] + ("index.html" if address.endswith("/") else "")


def _write(found: LegacyMap) -> str:
    units = [{**asdict(each), "columns": dict(each.columns)} for each in found.units]
    names = found.platform
    told = {
        "format": FORMAT,
        "platform": {
            "url": names.url,
            "unit_parameter": names.unit,
            "column_parameter": names.column,
            "document_parameter": names.document,
        },
        "units": units,
        "skins": dict(found.skins),
        "documents": dict(found.numbers),
        "addresses": dict(found.addresses),
    }
    return f"{to_json(told)}\n"


WRITERS = {"legacy": _write}

_HOME = "https://x.example/yangli/"
SAMPLE = (
    Page(
        "legacy.json",
        "legacy",
        LegacyMap(
            OldPlatform("http://old.example/"),
            (LegacyUnit("yangli", "Z_M_001", "9384", _HOME, (("102415", f"{_HOME}gg/"),)),),
            (("Z_M_001", _HOME),),
            (("88231", f"{_HOME}info/2026-00001.html"),),
            (("/2015/0312/1.htm", f"{_HOME}info/2026-00001.html"),),
        ),
        "",
        False,
    ),
    Page(
        "2015/0312/1.htm",
        "moved.html",
        MovedPage(
            Head("样例文件", "样例文件", indexable=False),
            "样例文件",
            "yangli/info/2026-00001.html",
            f"{_HOME}info/2026-00001.html",
        ),
        "",
        False,
    ),
)
