"""Where harvesters begin (ResourceSync 1.1): the source description of a unit and of a host, and the capability list.

The lists that these lead to tell the bytes of finished files; `section` makes them last of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.model import County, Mount, Page, UnitContent
from generator.resource_sync import CAPABILITIES, DESCRIPTION, Base, capability_list, source_description


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """The capability lists of one unit, or of all units on a host, by their addresses."""

    capability_lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapabilityList:
    """The lists of a unit."""

    base: Base


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The two files of a unit: with one source each, so that clients find their way by themselves."""
    unit = content.unit
    address = links.base_address(unit, county.site)
    name = links.own_file(unit, CAPABILITIES)
    description = SourceDescription((address + name,))
    yield Page(links.own_file(unit, DESCRIPTION), "source_description", description, "", False)
    base = Base(address, name.removesuffix(CAPABILITIES))
    yield Page(name, "capability_list", CapabilityList(base), "", False)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The source description of the county's host: all units that lie on it."""
    found = (
        links.base_address(unit, county.site) + links.own_file(unit, CAPABILITIES)
        for unit in county.units
        if unit.mount is not Mount.HOST
    )
    yield Page(DESCRIPTION, "source_description", SourceDescription(tuple(found)), "", False)


def written(description: SourceDescription) -> str:
    """A source description as XML."""
    return source_description(description.capability_lists)


def written_list(capabilities: CapabilityList) -> str:
    """A capability list as XML."""
    return capability_list(capabilities.base)


WRITERS = {"source_description": written, "capability_list": written_list}

SAMPLE = (
    Page(DESCRIPTION, "source_description", SourceDescription((f"https://x.example/{CAPABILITIES}",)), "", False),
    Page(CAPABILITIES, "capability_list", CapabilityList(Base("https://x.example/")), "", False),
)
