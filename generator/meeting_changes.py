"""Meetings held against what was announced of them: one that people have in their calendars may be cancelled, and is
moved by a change with its moment; it does not vanish, nor is it at another time without a word."""

from __future__ import annotations

from dataclasses import replace

from generator.faults import finding
from generator.model import START, Finding, Mark, Meeting, Meetings, MeetingsDigest

PLACED = (("start", "开始"), ("end", "结束"), ("place", "地点"), ("cancelled", "取消"))  # what a calendar goes by


def as_announced(now: Meetings, told: MeetingsDigest, folder: str) -> tuple[Meetings, tuple[Finding, ...]]:
    """The meetings, among them each that was announced: as its file has it now, or as it was published last where the
    file is gone from `folder`, has a fault, or moves the meeting without saying so; and what is told of that."""
    by_number = {each.number: each for each in now.meetings}
    findings: list[Finding] = []
    for old in told.meetings:
        if old.number in now.withdrawn:
            continue
        new = by_number.get(old.number)
        wrong = _unsaid(old, new) if new else None
        if new is None and old.number not in now.refused:
            wrong = finding("F231", f"{folder}{old.number}.yaml", START, f"通知过的会议「{old.title}」不见了")
        if new is None or wrong:
            by_number[old.number] = replace(old, kept=True)
        findings += [wrong] if wrong else []
    return replace(now, meetings=tuple(by_number[number] for number in sorted(by_number))), tuple(findings)


def _unsaid(old: Meeting, new: Meeting) -> Finding | None:
    """What is told of a meeting that is not as it was announced, though no change was announced since."""
    were, are = len(old.changes), len(new.changes)
    if are > were:
        return None
    whole = new.marks.get("changes", START)
    if are < were:
        return finding("F232", new.source, whole, f"通知过 {were} 次变更，现在只写了 {are} 次", "把删去的变更写回来")
    for name, label in PLACED:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            place = new.marks.get(f"changes.{are - 1}.{name}") or new.marks.get(name, whole)
            return _moved(new.source, place, label, _words(was), _words(now))
    return None


def _moved(source: str, place: Mark, label: str, was: str, now: str) -> Finding:
    message = f"“{label}”改了（{was} → {now}），没有写成一次变更"
    fix = f"改回 {was}，在“变更”里加一项，例如 - {{通知时间: 年-月-日 时:分, {label}: {now}}}；页面和日历暂时还是原来的"
    return finding("F232", source, place, message, fix)


def _words(value: str | bool) -> str:
    """A moment, a place or whether it is cancelled, as it is written."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.replace("T", " ")
