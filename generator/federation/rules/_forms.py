"""Forms that several rules ask for: days, moments, addresses."""

from __future__ import annotations

import re
from datetime import date, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?"
)
_ADDRESS = re.compile(r"https?://[!-~]+")


def day_of(text: str) -> date | None:
    """`2026-01-31` as a day; None for any other form and for days that no calendar has."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def moment_fault(text: str, today: date) -> str:
    """What is wrong with a moment (W3C Datetime: a day, or a day with time and zone); "" when nothing is."""
    try:
        day = datetime.fromisoformat(text).date() if _MOMENT.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return f"「{text}」不是规范的时间，应当写作 2026-01-31 或 2026-01-31T08:00:00+08:00"
    return f"「{text}」在检查日 {today} 之后" if day > today else ""


def is_address(text: str) -> bool:
    """An absolute address of the web in nothing but visible ASCII."""
    return _ADDRESS.fullmatch(text) is not None
