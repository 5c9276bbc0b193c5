"""What is counted of letters: by month, handling unit, channel and category, and the shares that are told of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from generator.model import Letter, LetterCount, Letters, LetterSettings, LetterSum
from generator.rulebook import rules, threshold
from generator.working_days import later


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day.year}-{day.month:02d}"


def cutoff(month: str, day: int) -> date:
    """The day of the following month up to which a month's bulletin counts replies."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, day)


def sum_of(letter: Letter, cutoff_day: int, today: date) -> LetterSum:
    """What one letter counts."""
    replied, until = letter.replied, cutoff(month_of(letter.received), cutoff_day)
    return LetterSum(
        received=1,
        replied=replied is not None,
        answered=replied is not None and replied <= until,
        judged=replied is not None or today > letter.due,
        in_time=replied is not None and replied <= letter.due,
        days=(replied - letter.received).days if replied else 0,
        rated=bool(letter.satisfaction),
        satisfied=letter.satisfaction in rules("letters")["satisfied"],
        shown=letter.public and replied is not None,
    )


def counts(letters: Letters, today: date) -> tuple[LetterCount, ...]:
    """The letters of a unit, counted."""
    found: dict[tuple[str, str, str, str], list[LetterSum]] = defaultdict(list)
    for each in letters.letters:
        key = (month_of(each.received), each.handler, each.channel, each.category)
        found[key].append(sum_of(each, letters.cutoff_day, today))
    return tuple(LetterCount(*key, LetterSum.of(sums)) for key, sums in sorted(found.items()))


def grouped(found: Iterable[LetterCount], key: Callable[[LetterCount], str]) -> dict[str, LetterSum]:
    """Sums by whatever a count is grouped by, sorted."""
    groups: dict[str, list[LetterSum]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each.sum)
    return {name: LetterSum.of(groups[name]) for name in sorted(groups)}


def share(part: int, whole: int) -> str:
    """`99.87%`; — of nothing."""
    return f"{_two(Decimal(part * 100), whole)}%" if whole else "—"


def average(sum: int, count: int) -> str:
    """`3.5`: days, a digit behind the point; — of nothing."""
    return str((Decimal(sum) / count).quantize(Decimal("0.1"), ROUND_HALF_UP)) if count else "—"


def _two(part: Decimal, whole: int) -> str:
    text = str((part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text


def url_of(letter: Letter) -> str:
    """Where a letter's page is, among what a unit has of its own."""
    return f"letters/{letter.received.year}/{letter.number.lower()}.html"


def lost_after(letter: Letter) -> date:
    """The last day on which a letter without a reply is no more than overdue (单项否决: 互动回应差)."""
    return later(letter.received, threshold("letter_unanswered_days"))


def newest_first(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """The order of every list: by the day that it shows, and by number within a day (…-10 after …-9)."""
    return tuple(sorted(letters, key=lambda each: (each.day, _in_order(each.number)), reverse=True))


def _in_order(number: str) -> tuple[str, ...]:
    return tuple(part.zfill(32) if part.isdigit() else part for part in re.split("([0-9]+)", number))


def turns(letters: Iterable[Letter], settings: LetterSettings, today: date) -> date | None:
    """The next day on which the same letters count otherwise: one is overdue, or lost, or a month's bulletin is drawn
    up."""
    letters = tuple(letters)
    days = {later(day, 1) for each in letters if each.replied is None for day in (each.due, lost_after(each))}
    days |= {later(cutoff(month_of(each.received), settings.cutoff_day), 1) for each in letters}
    return min((day for day in days if day > today), default=None)
