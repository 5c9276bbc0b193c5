"""Working days as the State Council arranged them, and what is said where it did not."""

from __future__ import annotations

from datetime import date

import pytest

from generator import working_days
from generator.rulebook import rules


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_year_is_arranged_soundly(year: int) -> None:
    """Make-up days are weekends and no holidays; every arrangement names its source; statutory holidays are off."""
    off, working = working_days._exceptions()
    assert year in working_days.years() and f"{year}年" in rules(f"working_days/{year}")["source"]
    assert all(day.weekday() >= 5 for day in working) and not off & working
    statutory = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]
    assert {date(year, month, day) for month, day in statutory} <= off


@pytest.mark.parametrize("year", range(2019, 2027))
def test_a_year_has_about_250_working_days(year: int) -> None:
    """365 days less 104 or so at weekends and 11 holidays (13 since 2025)."""
    assert 247 <= working_days.between(date(year - 1, 12, 31), date(year, 12, 31)) <= 252


@pytest.mark.parametrize(
    ("first", "count", "wanted"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14", 1, "2026-02-24"),  # nine days off
        ("2026-09-19", 1, "2026-09-20"),  # a Sunday that is worked
        ("2026-09-30", 20, "2026-11-03"),
        ("2018-12-28", 1, "2018-12-29"),
        ("2026-11-24", 0, "2026-11-24"),
        ("9999-12-30", 5, "9999-12-31"),
    ],
)
def test_counting(first: str, count: int, wanted: str) -> None:
    day = date.fromisoformat(first)
    assert working_days.after(day, count) == date.fromisoformat(wanted)
    if wanted != "9999-12-31":
        assert working_days.between(day, date.fromisoformat(wanted)) == count


def test_the_day_itself_is_not_counted() -> None:
    assert working_days.between(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert working_days.between(date(2026, 11, 24), date(2026, 11, 20)) == 0


def test_a_missing_year_is_told_in_time() -> None:
    last = max(working_days.years())
    assert working_days.missing(date(last, 11, 30)) == ()
    assert working_days.missing(date(last, 12, 1)) == (last + 1,)
    assert working_days.missing(date(last + 2, 3, 1)) == (last + 2,)


def test_later_stops_at_the_end_of_the_calendar() -> None:
    assert working_days.later(date(2026, 1, 31), 1) == date(2026, 2, 1)
    assert working_days.later(date(9999, 12, 31), 1) == date.max
