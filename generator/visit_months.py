"""Counted visits → months as they may be told, put beside those that a unit's file already has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from generator.counting_visits import COUNTY, OTHER, Counted, Tally
from generator.model import Count, VisitMonth, Visits
from generator.visit_files import told

PAGES = 50  # of a unit and month that are named


class Joined(NamedTuple):
    """A unit's visits with the new months, and the months that stayed because the new logs lack days of them."""

    visits: Visits
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()  # month, days that the logs lack


def months_of(counted: Counted, unit: str) -> tuple[VisitMonth, ...]:
    """The months of a unit (`COUNTY`: of all), oldest first."""
    return tuple(
        VisitMonth(_told(month, tally), _days(counted, unit, month), _pages(counted, unit, month))
        for (slug, month), tally in sorted(counted.months.items())
        if slug == unit
    )


def _told(name: str, tally: Tally) -> Count:
    return told(name, tally.hits, len(tally.visitors))


def _days(counted: Counted, unit: str, month: str) -> tuple[Count, ...]:
    found = ((day, tally) for (slug, day), tally in counted.days.items() if slug == unit and day.startswith(month))
    return tuple(_told(day, tally) for day, tally in sorted(found, key=lambda pair: pair[0]))


def _pages(counted: Counted, unit: str, month: str) -> tuple[Count, ...]:
    """The most seen, and at last the sum of what was no page; those of fewer than five visitors are not named."""
    if unit == COUNTY:
        return ()
    found = (_told(page, tally) for (slug, when, page), tally in counted.pages.items() if (slug, when) == (unit, month))
    seen = sorted((each for each in found if each.hits is not None), key=lambda each: (-(each.hits or 0), each.name))
    others = tuple(each for each in seen if each.name == OTHER)
    return (*[each for each in seen if each.name != OTHER][:PAGES], *others)


def joined(old: Visits, new: Visits, replacing: bool = False) -> Joined:
    """The old months and the new ones, which stand in their place where they know every day that the old ones know."""
    own, refused = _joined(old.months, new.months, replacing)
    county, more = _joined(old.county, new.county, replacing)
    return Joined(Visits(own, county), tuple(dict.fromkeys((*refused, *more))))


def _joined(
    old: Iterable[VisitMonth], new: Iterable[VisitMonth], replacing: bool
) -> tuple[tuple[VisitMonth, ...], list[tuple[str, tuple[str, ...]]]]:
    months = {each.month: each for each in old}
    refused = []
    for month in new:
        known = months.get(month.month)
        lacking = {day.name for day in known.days} - {day.name for day in month.days} if known else set()
        if lacking and not replacing:
            refused.append((month.month, tuple(sorted(lacking))))
        else:
            months[month.month] = month
    return tuple(months[name] for name in sorted(months)), refused


def of_year(visits: Visits, year: str) -> Visits:
    """What stands in the file of a year."""
    return replace(
        visits,
        months=tuple(each for each in visits.months if each.month.startswith(year)),
        county=tuple(each for each in visits.county if each.month.startswith(year)),
    )
