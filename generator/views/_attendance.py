"""Who was invited to meetings, and who came: a table of units by meetings."""

from __future__ import annotations

from dataclasses import dataclass

from generator.meeting_words import GROUPS, day_of
from generator.model import Attendance, County, Meeting
from generator.views._roster import in_order

SHOWN = 24  # meetings in the table, the newest
STATES = (("present", "到会"), ("late", "迟到"), ("excused", "请假"), ("absent", "缺席"))


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """The head of a meeting's column."""

    day: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who came: `meetings` across, a unit a row with its state in each ("" not invited), and how many of those invited
    came, a meeting."""

    meetings: tuple[MeetingHead, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[str, ...]


def matrix_of(meetings: list[tuple[Meeting, str]], county: County) -> Matrix | None:
    """Who came to the newest meetings of which that is known, in the order of the list: newest first."""
    shown = [(each, url) for each, url in meetings if each.attendance != Attendance()][:SHOWN]
    if not shown:
        return None
    states = [_states(each, county) for each, _ in shown]
    units = [unit for unit in in_order(county) if any(unit.slug in found for found in states)]
    rows = tuple((unit.short_name, tuple(found.get(unit.slug, "") for found in states)) for unit in units)
    sums = tuple(f"{sum(state in ('到会', '迟到') for state in found.values())}/{len(found)}" for found in states)
    heads = tuple(MeetingHead(day_of(each.start), each.title, url) for each, url in shown)
    return Matrix(heads, rows, sums)


def _states(meeting: Meeting, county: County) -> dict[str, str]:
    """How each unit that was invited, or came, attended; of which nothing was noted, 未登记."""
    found = dict.fromkeys(invited(meeting, county), "未登记")
    known = {unit.slug for unit in county.units}
    for field, label in STATES:
        found.update((slug, label) for slug in getattr(meeting.attendance, field) if slug in known)
    return found


def invited(meeting: Meeting, county: County) -> tuple[str, ...]:
    """The folders of the units that were invited."""
    wanted = set(meeting.invited)
    kinds = {GROUPS[name] for name in wanted if name in GROUPS}
    return tuple(unit.slug for unit in in_order(county) if unit.slug in wanted or unit.kind in kinds)
