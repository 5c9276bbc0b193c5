"""视频会议: `meetings/<year>-<number>.yaml`, one a meeting, its recording and captions in a folder of the same name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from generator import attachments, captions, links, recordings, secrecy
from generator.faults import finding
from generator.frontmatter import parse_mapping
from generator.meeting_changes import as_announced
from generator.meeting_fields import AttendanceFields, ChangeFields, MeetingFields, RecordingFields
from generator.meeting_words import sentences
from generator.model import (
    Attendance,
    Clip,
    Cue,
    Finding,
    Mark,
    Marks,
    Meeting,
    MeetingChange,
    Meetings,
    MeetingsDigest,
    Recording,
    Standing,
    Unit,
)
from generator.personal_context import examine
from generator.personal_data import BLOCK
from generator.personal_words import MOBILE
from generator.registers import Drawer, Opened, Register
from generator.validation import completed, read

FOLDER = "meetings/"
NUMBER = re.compile(r"(?:19|20)\d\d-\d{3}", re.ASCII)
LARGEST = 4 << 30  # bytes of a recording
NOT_SAID = {"start": "", "end": "", "place": "", "announced": "", "invited": ""}
PRIVACY = "《个人信息保护法》第二十八条"
NAME_FIX = "文件名写成 年份-三位序号.yaml，例如 meetings/2026-003.yaml；发出通知以后不要改名，日历靠它认会议"


class _Refused(Exception):
    """A meeting that is kept back; carries what is told of it."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__()
        self.findings = findings


def _told(path: str, mark: tuple[int, int], message: str, fix: str) -> _Refused:
    return _Refused(finding("F205", path, mark, message, fix))


def _read(drawer: Drawer) -> Opened:
    found: list[Meeting] = []
    findings: list[Finding] = []
    refused: list[str] = []
    withdrawn: list[str] = []
    folder = f"content/{drawer.unit.slug}/{FOLDER}"
    for file in drawer.files:
        name = file.path.removeprefix(folder)
        if "/" in name or not name.endswith((".yaml", ".yml")):
            continue
        number = posixpath.splitext(name)[0]
        try:
            meeting = _Desk(drawer, file.path, number).meeting()
        except _Refused as told:
            findings += told.findings
            refused.append(number)
        else:
            found += [meeting] if meeting else []
            withdrawn += [] if meeting else [number]
    return Opened(Meetings(tuple(found), tuple(refused), tuple(withdrawn)), tuple(findings))


class _Desk(NamedTuple):
    """One meeting being read."""

    drawer: Drawer
    path: str
    number: str

    def meeting(self) -> Meeting | None:
        """The meeting, None where it is taken back, or `_Refused` with every reason."""
        if not NUMBER.fullmatch(self.number) or not self.path.endswith(".yaml"):
            raise _told(self.path, (1, 1), f"「{posixpath.basename(self.path)}」不是会议的编号", NAME_FIX)
        parsed = parse_mapping(self._text(self.path))
        fields, marks, wrong = read(MeetingFields, self.path, parsed)
        if all(each.code == "F102" for each in wrong):  # what is taken back need not say when and where it was
            bare = completed(MeetingFields, self.path, parsed, NOT_SAID)
            if bare is not None and bare.withdrawn:
                return None
        if fields is None or wrong:
            raise _Refused(*wrong)
        meeting = Meeting(
            number=self.number,
            title=fields.title,
            start=fields.start,
            end=fields.end,
            place=fields.place,
            announced=fields.announced,
            convener=fields.convener or self.drawer.unit.name,
            agenda=fields.agenda,
            invited=fields.invited,
            attendance=self._attendance(fields.attendance, marks),
            minutes=fields.minutes,
            source=self.path,
            marks=marks,
            stood=(Standing(fields.announced, fields.start, fields.end, fields.place),),
        )
        for place, change in enumerate(fields.changes):
            meeting = self._changed(meeting, change, marks.get(f"changes.{place}", Mark(1, 1)))
        self._timed(meeting, fields.changes, marks)
        recording = self._recording(fields.recording, marks) if fields.recording else None
        return replace(meeting, recording=recording, recorded=recording is not None)

    def _text(self, path: str) -> str:
        """A text that may be shown: one with the number of a person, or the mark of a secret, is kept back."""
        text, unreadable = self.drawer.text(path)
        if text is None:
            raise _Refused(*unreadable)
        for sighting in examine(text):
            if sighting.grade != BLOCK and sighting.kind != MOBILE:
                continue
            message = f"里面有个人的号码 {sighting.masked}，这次会议不发布"
            fix = f"删去这个号码，或者只写头尾几位（{PRIVACY}）"
            raise _told(path, Mark.at(text, sighting.start), message, fix)
        for mark in secrecy.marks(text):
            message = f"里面有密级或内部资料的标志「{mark[0]}」，这次会议不发布"
            raise _told(path, Mark.at(text, mark.start()), message, "不能公开的会议不要放进公开网站的内容里")
        return text

    def _changed(self, meeting: Meeting, change: ChangeFields, mark: Mark) -> Meeting:
        if change.moment < meeting.changed:
            raise _told(self.path, mark, "这次变更的通知时间比前一次的早", "先通知的写在前面；核对通知时间")
        said = "".join(sentences(meeting, change))
        if not said:
            raise _told(
                self.path, mark, "这次变更没有说改了什么", "补写 开始、结束、地点、说明 之中的一项，或者“取消: 是”"
            )
        start, end = change.start or meeting.start, change.end or meeting.end
        place = change.place or meeting.place
        return replace(
            meeting,
            start=start,
            end=end,
            place=place,
            cancelled=change.cancelled,
            changes=(*meeting.changes, MeetingChange(change.moment, said)),
            stood=(*meeting.stood, Standing(change.moment, start, end, place, change.cancelled, change.note)),
        )

    def _timed(self, meeting: Meeting, changes: tuple[ChangeFields, ...], marks: Marks) -> None:
        """Told where the time was said last: in a change, else in the notice."""
        if meeting.end <= meeting.start:
            moving = [f"changes.{place}" for place, each in enumerate(changes) if each.start or each.end]
            last = moving[-1] if moving else ""
            mark = marks.get(f"{last}.end") or marks.get(f"{last}.start") or marks.get("end", Mark(1, 1))
            raise _told(self.path, mark, "会议的结束不晚于开始", "核对开始和结束；改期的，变更里两样都写")

    def _attendance(self, fields: AttendanceFields, marks: Marks) -> Attendance:
        groups = (fields.present, fields.late, fields.excused, fields.absent)
        names = [name for group in groups for name in group]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            mark = marks.get("attendance", Mark(1, 1))
            raise _told(self.path, mark, f"「{twice}」在到会情况里写了两次", "一个单位只写在一种情况里")
        return Attendance(*groups)

    # ── the recording ───────────────────────────────────────────────────────────────────────────────────────────

    def _recording(self, fields: RecordingFields, marks: Marks) -> Recording:
        mark = marks.get("recording.videos", Mark(1, 1))
        clips: list[Clip] = []
        seconds = 0
        for name in fields.videos:
            found, length = self._stream(name, mark) if name.endswith(".m3u8") else self._film(name, mark)
            clips += found
            seconds = seconds or length
        if not clips:
            raise _told(self.path, mark, "回放里没有视频", "写上 MP4 文件的名字，或者删去“回放”")
        poster = self._poster(fields.poster, marks.get("recording.poster", mark), clips) if fields.poster else ""
        cues = self._cues(fields.captions, marks.get("recording.captions", mark))
        streams_first = sorted(_once(clips), key=lambda clip: not clip.url.endswith(".m3u8"))
        return Recording(tuple(streams_first), cues, seconds, poster)

    def _film(self, name: str, mark: Mark) -> tuple[list[Clip], int]:
        path = self._beside(name, mark)
        examined = attachments.examine(self.drawer.root / path, LARGEST)
        if examined.fault or not name.lower().endswith(".mp4"):
            fault = examined.fault or "不是 MP4 视频"
            raise _told(self.path, mark, f"视频「{name}」{fault}", "另存为 MP4（H.264 画面、AAC 声音）")
        return [self._clip(path)], recordings.mp4_seconds(self.drawer.root / path)

    def _stream(self, name: str, mark: Mark) -> tuple[list[Clip], int]:
        path = self._beside(name, mark)
        stream = recordings.stream(self.drawer.root, path)
        if stream.fault:
            raise _told(path, (stream.line, 1), stream.fault, "用 ffmpeg 重新切，命令见编辑手册“视频会议”")
        clips = [self._clip(path)]
        for segment in stream.names:
            beside = self._beside(segment, mark)
            if fault := recordings.segment_fault(self.drawer.root / beside):
                raise _told(path, (1, 1), f"「{segment}」{fault}", "用 ffmpeg 重新切，命令见编辑手册“视频会议”")
            clips.append(replace(self._clip(beside), plays=False))
        return clips, stream.seconds

    def _poster(self, name: str, mark: Mark, clips: list[Clip]) -> str:
        path = self._beside(name, mark)
        examined = attachments.examine(self.drawer.root / path, self.drawer.site.attachment_limit)
        if examined.fault or not examined.image:
            raise _told(self.path, mark, f"封面「{name}」{examined.fault or '不是图片'}", "换成 JPEG 或 PNG 图片")
        clips.append(replace(self._clip(path), plays=False))
        return clips[-1].url

    def _cues(self, name: str, mark: Mark) -> tuple[Cue, ...]:
        path = self._beside(name, mark)
        cues, faults = captions.read(self._text(path))
        if faults:
            raise _Refused(*(finding("F205", path, (each.line, 1), each.message, each.fix) for each in faults))
        return cues

    def _beside(self, name: str, mark: Mark) -> str:
        """The path of a file of the meeting's folder, which must be among those that were listed."""
        path = f"{posixpath.splitext(self.path)[0]}/{name}"
        if not any(each.path == path for each in self.drawer.files):
            fix = f"把文件放进 {FOLDER}{self.number}/，名字照写；大小写也要一样"
            raise _told(self.path, mark, f"找不到「{name}」", fix)
        return path

    def _clip(self, path: str) -> Clip:
        name = attachments.published_name(posixpath.basename(path))
        size = next(each.size for each in self.drawer.files if each.path == path)
        return Clip(links.own_file(self.drawer.unit, f"{FOLDER}{self.number}/{name}"), path, size)


def _once(clips: Iterable[Clip]) -> tuple[Clip, ...]:
    """Each file once, as one that plays where it is named as such."""
    found: dict[str, Clip] = {}
    for clip in clips:
        if clip.url not in found or clip.plays:
            found[clip.url] = clip
    return tuple(found.values())


# ── what was public ─────────────────────────────────────────────────────────────────────────────────────────────


def _kept(value: Meetings | None, told: MeetingsDigest, unit: Unit) -> Opened:
    return Opened(*as_announced(value or Meetings(()), told, f"content/{unit.slug}/{FOLDER}"))


def _files(value: Meetings, unit: Unit) -> tuple[str, ...]:
    return tuple(links.own_file(unit, f"{FOLDER}{each.number}/") for each in value.meetings if each.kept)


def _digest(meetings: Meetings, today: date) -> MeetingsDigest:
    return MeetingsDigest(tuple(map(_told_of, meetings.meetings)))


def _told_of(meeting: Meeting) -> Meeting:
    """What the county, and the next publication, is to know of a meeting."""
    return replace(meeting, recording=None, minutes=(), source="", marks={}, kept=False)


REGISTER = Register(
    FOLDER,
    Meetings,
    _read,
    _digest,
    endings=(".yaml", ".yml"),
    deep=True,
    told=MeetingsDigest,
    kept=_kept,
    files=_files,
)
