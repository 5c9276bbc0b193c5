"""Working days of the State (工作日): weekdays, but for the holidays and make-up days that the State Council arranges.

Periods are counted as the Civil Code counts them (《民法典》第二百零一条): the day itself is not counted, the first
working day after it is day one. The arrangements are data, a file a year (`rules/working_days/<year>.yaml`); in a year
without one, weekends alone are taken off, and `missing` says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

ONE = timedelta(days=1)
FOLDER = Path(__file__).parent / "rules" / "working_days"
PUBLISHED_BY = (12, 1)  # month and day: by then the arrangement of the next year has long been published


@cache
def years() -> frozenset[int]:
    """The years whose arrangement is known."""
    return frozenset(int(path.stem) for path in FOLDER.glob("*.yaml"))


def missing(today: date) -> tuple[int, ...]:
    """This year, and towards its end the next, where their arrangement should be known and is not."""
    needed = (today.year, today.year + 1) if (today.month, today.day) >= PUBLISHED_BY else (today.year,)
    return tuple(year for year in needed if year not in years())


def is_working(day: date) -> bool:
    """Offices are open on that day."""
    off, working = _exceptions()
    return day in working or (day.weekday() < 5 and day not in off)


def after(day: date, count: int) -> date:
    """The `count`-th working day after a day; the last day of the calendar where there are not so many."""
    while count > 0 and day < date.max:
        day += ONE
        count -= is_working(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days after `first` there are up to and with `last`; 0 where `last` is not later."""
    return sum(is_working(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))


def later(day: date, days: int) -> date:
    """So many calendar days later; the last day of the calendar where there are not so many."""
    return day + timedelta(days=min(days, (date.max - day).days))


@cache
def _exceptions() -> tuple[frozenset[date], frozenset[date]]:
    """All days off, and all weekends on which offices are open, as far as arrangements are known."""
    from generator.rulebook import rules  # not in a night with nothing new, which only asks for `missing`

    off: set[date] = set()
    working: set[date] = set()
    for year in sorted(years()):
        arranged = rules(f"{FOLDER.name}/{year}")
        for span in arranged["off"]:
            first, _, last = span.partition("/")
            off.update(_days(date.fromisoformat(first), date.fromisoformat(last or first)))
        working.update(date.fromisoformat(day) for day in arranged["working"])
    return frozenset(off), frozenset(working)


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
