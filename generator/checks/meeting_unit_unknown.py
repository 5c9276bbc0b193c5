"""A meeting names a unit that the county does not have."""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.checks import Found, check
from generator.meeting_words import GROUPS
from generator.model import START, County, Meeting, Meetings, UnitContent

TEXT = """=== meetings/2026-001.yaml
名称: 全县安全生产视频会议
开始: 2026-01-15 09:00
结束: 2026-01-15 10:00
地点: 县政府视频会议室
通知时间: 2026-01-09 10:00
参会单位: 乡镇; """


@check(
    "F233",
    "warning",
    law="编辑手册·视频会议",
    fix="写单位的文件夹名，例如 jinping；也可以写 乡镇、部门",
    bad=TEXT + "财政局\n",
    good=TEXT + "caizhengju\n",
)
def meeting_unit_unknown(content: UnitContent, county: County) -> Found:
    """会议的参会单位和到会情况只写名录里的单位，写错的不会出现在通知和到会表里。"""
    kept = content.register(Meetings)
    called = {name: unit.slug for unit in county.units for name in (unit.slug, unit.short_name, unit.name)}
    known = {*GROUPS, *(unit.slug for unit in county.units)}
    for meeting in kept.meetings if kept else ():
        for label, field, name in _named(meeting) if not meeting.kept else ():
            if name not in known:
                near = called.get(name) or next(iter(get_close_matches(name, [*called, *GROUPS], n=1, cutoff=0.5)), "")
                hint = f"，是不是「{called.get(near, near)}」？" if near else ""
                yield f"“{label}”的「{name}」不是名录里的单位{hint}", meeting.marks.get(field, START), meeting.source


def _named(meeting: Meeting) -> Iterator[tuple[str, str, str]]:
    """Whatever the meeting calls a unit: under which heading, in which field, the word."""
    attendance = meeting.attendance
    groups = (
        ("参会单位", "invited", meeting.invited),
        ("到会", "attendance.present", attendance.present),
        ("迟到", "attendance.late", attendance.late),
        ("请假", "attendance.excused", attendance.excused),
        ("缺席", "attendance.absent", attendance.absent),
    )
    for label, field, names in groups:
        yield from ((label, f"{field}.{place}", name) for place, name in enumerate(names))
