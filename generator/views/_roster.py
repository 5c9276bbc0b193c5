"""The units of the county by group, as the portal's home and the list of units show them."""

from __future__ import annotations

from dataclasses import dataclass

from generator import links
from generator.model import County, Link, Mount, Unit, UnitDigest, UnitKind

HEADINGS = {
    UnitKind.COUNTY: "县级门户",
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "县级部门",
    UnitKind.VILLAGE: "村",
}
ORDER = tuple(HEADINGS)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its units."""

    name: str
    units: tuple[Link, ...]


def in_order(county: County) -> tuple[UnitDigest, ...]:
    """Every unit: the portal, townships, departments, villages; within these by slug."""
    return tuple(sorted(county.units, key=lambda unit: (ORDER.index(unit.kind), unit.slug)))


def from_root(county: County, unit: UnitDigest, url: str) -> str:
    """A page of a unit as the county's root links to it; absolute where there is no portal."""
    root = next((place for place in county.units if place.mount is Mount.ROOT), None)
    if root is None:
        return links.address(links.base_address(unit, county.site), url)
    return links.between(root, unit, url, county.site)


def groups(county: County) -> tuple[tuple[str, tuple[UnitDigest, ...]], ...]:
    """The units but the portal by heading: townships first, then departments; within a group by slug."""
    found: dict[str, list[UnitDigest]] = {}
    for unit in in_order(county):
        if unit.mount is not Mount.ROOT:
            found.setdefault(unit.group or HEADINGS[unit.kind], []).append(unit)
    return tuple((name, tuple(units)) for name, units in found.items())


def roster(here: Unit | UnitDigest, county: County) -> tuple[Group, ...]:
    """The groups as links from a unit."""
    return tuple(
        Group(
            name,
            tuple(Link(unit.short_name, links.between(here, unit, "index.html", county.site)) for unit in units),
        )
        for name, units in groups(county)
    )
