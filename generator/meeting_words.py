"""When a meeting is, in words; and what may be invited to one by one word."""

from __future__ import annotations

from generator.model import UnitKind

GROUPS = {"乡镇": UnitKind.TOWNSHIP, "部门": UnitKind.DEPARTMENT}


def spoken(start: str, end: str) -> str:
    """`2026年1月15日 09:00 至 10:30`."""
    (day, begin), (last, finish) = start.split("T"), end.split("T")
    return f"{day_of(day)} {begin} 至 {finish if last == day else f'{day_of(last)} {finish}'}"


def day_of(moment: str) -> str:
    """`2026年1月15日`."""
    year, month, number = map(int, moment.partition("T")[0].split("-"))
    return f"{year}年{month}月{number}日"
