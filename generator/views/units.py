"""单位名录: every unit of the county with its disclosure section and how to reach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.model import County, Page, UnitDigest
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root, groups


@dataclass(frozen=True, slots=True)
class Member:
    """A unit in the list."""

    name: str
    url: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Members:
    """A group of units."""

    name: str
    units: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The list of units."""

    head: Head
    groups: tuple[Members, ...]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The list, at the county's root."""
    description = f"{county.site.name}各单位政府信息公开专栏名录"
    tags = ColumnTags("单位名录", description, f"{county.site.name},单位名录", "机构职能")
    found = tuple(Members(name, tuple(_member(unit, county) for unit in units)) for name, units in groups(county))
    head = Head("单位名录", description, tags=tags)
    yield Page("units/index.html", "units.html", UnitsPage(head, found))


def _member(unit: UnitDigest, county: County) -> Member:
    """A unit as the county's root links to it."""
    return Member(unit.name, from_root(county, unit, "index.html"), unit.office_address, unit.office_phone)


SAMPLE = (
    Page(
        "units/index.html",
        "units.html",
        UnitsPage(
            Head("单位名录", "样例县各单位名录"),
            (Members("乡镇", (Member("样例镇人民政府", "yangli/index.html", "人民路 1 号", "0879-6200000"),)),),
        ),
    ),
)
