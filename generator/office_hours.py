"""Until when a dispatch is to be signed for: working days, or hours of which only those at the office count."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

from generator.errors import UsageError
from generator.working_days import ONE, after, is_working

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-—–~至]+\s*(\d{1,2}):(\d{2})")
_RULE = re.compile(r"(\d{1,3})\s*个?\s*(工作日|小时|天)")
YEAR = 366  # days within which every period ends


class Period(NamedTuple):
    """So many working days, or so many minutes of office hours."""

    days: int
    minutes: int


Hours = tuple[tuple[time, time], ...]


def period_of(written: str) -> Period:
    """`2个工作日` or `4小时`; `UsageError` for anything else."""
    found = _RULE.fullmatch(written.strip())
    if found is None:
        raise UsageError(f"“签收期限”「{written}」看不懂", "site.yaml", "写作 2个工作日，或者 4小时")
    count = int(found[1])
    return Period(0, count * 60) if found[2] == "小时" else Period(count, 0)


def hours_of(written: str) -> Hours:
    """`8:30-11:30、14:30-17:30` as spans in order; `UsageError` where there are none, or they go back."""
    advice = "写作 8:30-11:30、14:30-17:30"
    try:
        spans = tuple(
            (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
            for found in _SPAN.finditer(written)
        )
    except ValueError:
        spans = ()
    edges = [edge for span in spans for edge in span]
    if not spans or edges != sorted(set(edges)):
        raise UsageError(f"“办公时间”「{written}」看不懂", "site.yaml", advice)
    return spans


def due(arrived: str, period: Period, hours: Hours) -> str:
    """The last minute in which a dispatch that arrived then is signed for in time."""
    moment = datetime.fromisoformat(arrived)
    if period.days or not period.minutes:
        return _minute(datetime.combine(after(moment.date(), period.days), hours[-1][1]))
    left = timedelta(minutes=period.minutes)
    for number in range(YEAR):
        day = moment.date() + number * ONE
        for opens, closes in hours if is_working(day) else ():
            start = max(moment, datetime.combine(day, opens))
            end = datetime.combine(day, closes)
            if start < end and left <= end - start:
                return _minute(start + left)
            left -= max(end - start, timedelta())
    return _minute(moment + timedelta(days=YEAR))


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
