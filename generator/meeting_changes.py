"""Meetings held against what was announced of them: one that people have in their calendars may be cancelled, and is
moved by a change with its moment; it does not vanish, nor is it at another time without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from generator.faults import finding
from generator.model import START, Finding, Mark, Meeting, Meetings, MeetingsDigest, Standing
from generator.yaml_text import scalar

PLACED = (("start", "开始"), ("end", "结束"), ("place", "地点"), ("cancelled", "取消"))  # what a calendar goes by
SAID = (("moment", "通知时间"), *PLACED, ("note", "说明"))
UNTIL_THEN = "在这以前页面和日历还是原来的"


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
            wrong = _gone(old, f"{folder}{old.number}.yaml")
        if new is None or wrong:
            by_number[old.number] = replace(old, kept=True)
        findings += [wrong] if wrong else []
    return replace(now, meetings=tuple(by_number[number] for number in sorted(by_number))), tuple(findings)


# ── a file that is gone ─────────────────────────────────────────────────────────────────────────────────────────────


def _gone(old: Meeting, path: str) -> Finding:
    """What is told of a meeting whose file is gone: all that is known of it, so that it can be written again."""
    held = f"编号 {old.number}，开始 {_words(old.start)}，地点 {old.place}"
    message = f"通知过的会议「{old.title}」不见了（{held}）"
    first, *later = old.stood or (Standing(old.changed, old.start, old.end, old.place, old.cancelled),)
    notice = "、".join(f"{label}: {_words(getattr(first, name))}" for name, label in SAID if getattr(first, name))
    changes = "".join(f" {_item(was, each)}" for was, each in zip((first, *later), later, strict=False))
    fix = (
        f"恢复这个文件，在“变更”里写“取消: 是”；找不回来的，新建 {path}，至少写 名称: {old.title}、{notice}"
        f"、参会单位: {'; '.join(old.invited) or '…'}"
        f"{f'，“变更”里写{changes}' if changes else ''}，再加取消的一项。"
        f"误发的，只写“名称: {old.title}”“撤下: 理由”两行。{UNTIL_THEN}"
    )
    return finding("F231", path, START, message, fix)


def _item(was: Standing, now: Standing) -> str:
    """A change as it is written in the file."""
    changed = [(name, label) for name, label in PLACED if getattr(was, name) != getattr(now, name)]
    named = [("moment", "通知时间"), *changed, ("note", "说明")]
    pairs = (f"{label}: {_in_flow(getattr(now, name))}" for name, label in named if getattr(now, name))
    return f"- {{{', '.join(pairs)}}}"


# ── a file that says something else ─────────────────────────────────────────────────────────────────────────────────


class _Edit(NamedTuple):
    """A field that was announced and is not as it was."""

    name: str
    label: str
    was: str | bool
    now: str | bool
    mark: Mark


def _unsaid(old: Meeting, new: Meeting) -> Finding | None:
    """What is told of a meeting of which what was announced does not stand as it was, whatever was added behind it."""
    were, are = len(old.changes), len(new.changes)
    if are < were:
        message, fix = f"通知过 {were} 次变更，现在只写了 {are} 次", f"把删去的变更写回来；{UNTIL_THEN}"
        return _told(old, new, new.marks.get("changes", START), message, fix)
    edits = tuple(_edits(old, new))
    if not edits:
        return None
    message = "、".join(f"“{each.label}”改了（{_words(each.was)} → {_words(each.now)}）" for each in edits)
    moved = any((each.name, each.label) in PLACED for each in edits)
    ending = "没有写成一次变更" if moved else "通知过的不再改"
    return _told(old, new, edits[0].mark, f"{message}，{ending}", _advice(edits))


def _told(old: Meeting, new: Meeting, mark: Mark, message: str, fix: str) -> Finding:
    """The finding; where the file has another title, that its number is that of another meeting."""
    if old.title != new.title:
        fix = (
            f"换一个编号：把文件改名（gongkai new meeting 会挑没有用过的），恢复「{old.title}」的文件；"
            f"是同一次会议、只改了名称的，{fix}"
        )
        mark, message = new.marks.get("title", START), f"这个编号是「{old.title}」的，已经通知过；{message}"
    return finding("F232", new.source, mark, message, fix)


def _edits(old: Meeting, new: Meeting) -> Iterator[_Edit]:
    """Every field of the notice and of the announced changes that was edited, each where it was edited first."""
    number = len(old.changes)
    if not old.stood:  # an older version told only what held in the end
        yield from _between(None, None, _last(old, new), new.stood[number], new, number)
        return
    were, are = (None, *old.stood), (None, *new.stood)
    for place in range(number + 1):
        yield from _between(were[place], are[place], old.stood[place], new.stood[place], new, place)


def _last(old: Meeting, new: Meeting) -> Standing:
    note = new.stood[len(old.changes)].note
    return Standing(old.changed, old.start, old.end, old.place, old.cancelled, note)


def _between(
    was_before: Standing | None, is_before: Standing | None, was: Standing, now: Standing, new: Meeting, place: int
) -> Iterator[_Edit]:
    """The fields that are not as they were at one announcement, without those that only follow from the one before."""
    start = f"changes.{place - 1}" if place else ""
    whole = new.marks.get(start or "changes", START)
    for name, label in SAID:
        old, value = getattr(was, name), getattr(now, name)
        follows = was_before and is_before and old == getattr(was_before, name) and value == getattr(is_before, name)
        if old != value and not follows:
            field = f"{start}.{name}" if start else {"moment": "announced"}.get(name, name)
            yield _Edit(name, label, old, value, new.marks.get(field, whole))


def _advice(edits: tuple[_Edit, ...]) -> str:
    """Back to what was announced, and the change as it should be written."""
    back = "、".join(f"{each.label}: {_words(each.was)}" for each in edits)
    moved = {each.label: each.now for each in edits if (each.name, each.label) in PLACED}
    pairs = "".join(f", {label}: {_in_flow(value)}" for label, value in moved.items())
    added = f"，在“变更”末尾加一项，例如 - {{通知时间: 年-月-日 时:分{pairs}}}" if moved else ""
    return f"改回 {back}{added}；{UNTIL_THEN}"


def _words(value: str | bool) -> str:
    """A moment, a place or whether it is cancelled, as it is written."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.replace("T", " ") if value else "没有写"


def _in_flow(value: str | bool) -> str:
    """The same between brackets; a moment needs no quotes there."""
    words = _words(value)
    return words if isinstance(value, bool) or words[:4].isdigit() else scalar(words, in_flow=True)
