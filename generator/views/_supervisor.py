"""Who hears complaints about a unit (条例 第五十一条), as the guide and the unit's home name it."""

from __future__ import annotations

from dataclasses import dataclass

from generator import links
from generator.model import County, Unit


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Who hears complaints: the unit's superior as the county knows it."""

    name: str
    phone: str
    url: str


def supervisor_of(unit: Unit, county: County) -> Supervisor | None:
    """The unit above in the county; the portal itself has none here."""
    above = links.unit_named(county, unit.parent) if unit.parent else None
    if above is None:
        return None
    return Supervisor(above.name, above.office_phone, links.between(unit, above, "index.html", county.site))
