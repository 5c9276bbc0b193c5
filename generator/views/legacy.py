"""Addresses of the platform that came before: `legacy.json` says where all of them lead now.

Where an old address is a path that a static host can serve, a page in its place leads there by itself.
"""

from __future__ import annotations

import re
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
    documents: tuple[tuple[str, str], ...]
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MovedPage:
    """The page in an old page's place."""

    head: Head
    title: str
    target: str  # as the county's root links to it
    address: str  # absolute


Owned = tuple[UnitDigest, Claim]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The map, where the county has anything of an old platform, and the pages that stand in old places."""
    owned = _owned(county)
    if owned or any(unit.skin for unit in county.units):
        yield Page("legacy.json", "legacy", _map(county, owned), "", False)
    yield from _moved(county, owned)


def _owned(county: County) -> tuple[Owned, ...]:
    """Every claim that was made first, with its unit."""
    found: dict[tuple[ClaimKind, str], Owned] = {}
    for unit in county.units:
        for claim in unit.claims:
            found.setdefault((claim.kind, key(claim.name)), (unit, claim))
    return tuple(found.values())


def _map(county: County, owned: tuple[Owned, ...]) -> LegacyMap:
    def named(kind: ClaimKind) -> tuple[tuple[str, str], ...]:
        return tuple(
            sorted((claim.name, _address(county, unit, claim.url)) for unit, claim in owned if claim.kind is kind)
        )

    units = tuple(_unit(county, unit, owned) for unit in county.units if unit.skin or unit.claims)
    return LegacyMap(
        platform=county.site.old_platform,
        units=tuple(each for each in units if each.skin or each.department or each.columns),
        skins=_skins(county),
        documents=named(ClaimKind.DOCUMENT),
        addresses=named(ClaimKind.ADDRESS),
    )


def _unit(county: County, unit: UnitDigest, owned: tuple[Owned, ...]) -> LegacyUnit:
    own = [claim for owner, claim in owned if owner is unit]
    numbers = [claim.name for claim in own if claim.kind is ClaimKind.UNIT]
    columns = ((each.name.partition("/")[2], each.url) for each in own if each.kind is ClaimKind.COLUMN)
    found = tuple(sorted((number, _address(county, unit, url)) for number, url in columns))
    return LegacyUnit(unit.slug, unit.skin, "".join(numbers[:1]), _address(county, unit, "index.html"), found)


def _skins(county: County) -> tuple[tuple[str, str], ...]:
    """The folder of a skin leads to its unit where only one unit had it."""
    skins = [unit.skin.lower() for unit in county.units]
    alone = (unit for unit in county.units if NUMBER.fullmatch(unit.skin) and skins.count(unit.skin.lower()) == 1)
    return tuple(sorted((unit.skin, _address(county, unit, "index.html")) for unit in alone))


def _address(county: County, unit: UnitDigest, url: str) -> str:
    return links.address(links.base_address(unit, county.site), url)


def _moved(county: County, owned: tuple[Owned, ...]) -> Iterator[Page]:
    """A page for each old address that a static host can serve and that lies in no folder of ours."""
    keys = (name.partition("/")[0] for unit in county.units if unit.mount is Mount.ROOT for name, _ in unit.columns)
    taken = {*RESERVED, *OWN, *(unit.slug for unit in county.units), *keys}
    found = {
        place: owner
        for owner in owned
        if owner[1].kind is ClaimKind.ADDRESS
        and (place := page_of(owner[1].name)).partition("/")[0] not in taken | {""}
    }
    folders = {place[: at.start()] for place in found for at in re.finditer("/", place)}
    for place in sorted(found.keys() - folders):
        unit, claim = found[place]
        head = Head(claim.title, claim.title, indexable=False)
        target = from_root(county, unit, claim.url)
        yield Page(
            place, "moved.html", MovedPage(head, claim.title, target, _address(county, unit, claim.url)), "", False
        )


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
        "documents": dict(found.documents),
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
