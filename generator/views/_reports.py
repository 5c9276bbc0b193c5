"""The yearly reports of the county's units, year by year."""

from __future__ import annotations

from generator.model import County, ReportDigest, UnitDigest, UnitKind
from generator.views._roster import in_order


def years(county: County) -> tuple[int, ...]:
    """The years of which some unit but the county itself has a report, newest first."""
    found = {report.year for unit in county.units if _counts(unit) for report in unit.reports}
    return tuple(sorted(found, reverse=True))


def members(county: County, year: int) -> tuple[tuple[UnitDigest, ReportDigest], ...]:
    """The units with a report of a year; the county's own is not among them, for it may sum the others already."""
    own = ((unit, report) for unit in in_order(county) if _counts(unit) for report in unit.reports)
    return tuple((unit, report) for unit, report in own if report.year == year)


def rollup_url(year: int, suffix: str = "html") -> str:
    """Where a year's reports are brought together, below the county's root."""
    return f"annual/{year}.{suffix}"


def _counts(unit: UnitDigest) -> bool:
    return unit.kind is not UnitKind.COUNTY
