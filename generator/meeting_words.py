"""When a meeting is, in words; and what may be invited to one by one word."""

from __future__ import annotations

from collections.abc import Iterator

from generator.meeting_fields import ChangeFields
from generator.model import Meeting, UnitKind

GROUPS = {"乡镇": UnitKind.TOWNSHIP, "部门": UnitKind.DEPARTMENT}


def spoken(start: str, end: str) -> str:
    """`2026年1月15日 09:00 至 10:30`."""
    (day, begin), (last, finish) = start.split("T"), end.split("T")
    return f"{day_of(day)} {begin} 至 {finish if last == day else f'{day_of(last)} {finish}'}"


def day_of(moment: str) -> str:
    """`2026年1月15日`."""
    year, month, number = map(int, moment.partition("T")[0].split("-"))
    return f"{year}年{month}月{number}日"


def sentences(meeting: Meeting, change: ChangeFields) -> Iterator[str]:
    """A change of a meeting in words."""
    if change.cancelled:
        yield "会议取消。"
    elif meeting.cancelled:
        yield "恢复召开。"
    if change.start or change.end:
        was, now = (meeting.start, meeting.end), (change.start or meeting.start, change.end or meeting.end)
        yield f"时间由 {spoken(*was)}改为 {spoken(*now)}。"
    if change.place:
        yield f"地点由“{meeting.place}”改为“{change.place}”。"
    if change.note:
        yield f"{change.note.rstrip('。')}。"
