"""视频会议: a unit's list, calendar and table of who came; of each meeting the notice with its minutes, and the
recording with a transcript made of its captions; at the county's root the same of all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator import calendars, captions, links
from generator.calendars import Calendar, Event
from generator.gather import told_by
from generator.meeting_words import day_of, spoken
from generator.model import (
    Asset,
    Attendance,
    Clip,
    County,
    Cue,
    Link,
    Meeting,
    MeetingChange,
    Meetings,
    MeetingsDigest,
    Page,
    Recording,
    Site,
    Unit,
    UnitContent,
    UnitDigest,
    UnitKind,
)
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root, in_order

NAME = "视频会议"
URL = "meetings/index.html"
CALENDAR = "meetings.ics"
SHOWN = 24  # meetings in the table of who came, the newest
STATES = (("present", "到会"), ("late", "迟到"), ("excused", "请假"), ("absent", "缺席"))
GROUPS = {"乡镇": UnitKind.TOWNSHIP, "部门": UnitKind.DEPARTMENT}
Owner = Unit | UnitDigest


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    title: str
    url: str
    when: str
    place: str
    state: str  # 已取消, 有变更, 有回放, or nothing
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who came: `meetings` across (number and page), a unit a row with its state in each ("" not invited), and how
    many of those invited came, a meeting."""

    meetings: tuple[Link, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """The list of a unit or of the county."""

    head: Head
    owner: str
    calendar: str
    meetings: tuple[MeetingRow, ...]
    attendance: Matrix | None = None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting's notice, and after it what came of it."""

    head: Head
    title: str
    number: str
    when: str
    place: str
    convener: str
    announced: str
    cancelled: bool
    agenda: tuple[str, ...]
    invited: tuple[str, ...]
    changes: tuple[MeetingChange, ...]
    attendance: tuple[tuple[str, tuple[str, ...]], ...]
    minutes: tuple[str, ...]
    recording: str
    calendar: str


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A caption in the transcript: its anchor, its time in words and in seconds."""

    anchor: str
    clock: str
    seconds: str
    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A recording: what a player plays, and the transcript."""

    head: Head
    title: str
    when: str
    day: str
    notice: str
    clips: tuple[Clip, ...]
    captions: str
    poster: str
    seconds: int
    length: str
    transcript: tuple[TranscriptLine, ...]


@dataclass(frozen=True, slots=True)
class Captions:
    """The file of captions."""

    cues: tuple[Cue, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A unit's meetings, where it called any."""
    kept = content.register(Meetings)
    if kept is None or not kept.meetings:
        return
    unit, meetings = content.unit, _newest_first(kept.meetings)
    calendar = links.own_file(unit, CALENDAR)
    rows = tuple(_row(each, meeting_url(unit, each)) for each in meetings)
    matrix = _matrix([(each, meeting_url(unit, each)) for each in meetings], county)
    listing = links.own_file(unit, URL)
    yield Page(listing, "meetings.html", MeetingsPage(_list_head(unit), unit.name, calendar, rows, matrix))
    yield Page(calendar, "calendar", _calendar(unit.name, _events(unit, meetings, county.site)), "", False)
    crumbs = (Link(NAME, listing),)
    for each in meetings:
        yield Page(meeting_url(unit, each), "meeting.html", _meeting(unit, each, county, crumbs, calendar))
        if each.recording is not None:
            yield Page(_beside(unit, each, "captions.vtt"), "captions", Captions(each.recording.cues), "", False)
            yield Page(
                _beside(unit, each, "recording.html"),
                "recording.html",
                _recording(unit, each, each.recording, crumbs),
            )


def files(content: UnitContent, today: date) -> Iterator[Asset]:
    """The recordings."""
    for meeting in kept.meetings if (kept := content.register(Meetings)) else ():
        clips = meeting.recording.clips if meeting.recording else ()
        yield from (Asset(clip.url, clip.source, clip.size) for clip in clips)


def front(content: UnitContent, today: date) -> Link | None:
    """The list of a unit's meetings."""
    kept = content.register(Meetings)
    return Link(NAME, links.own_file(content.unit, URL)) if kept and kept.meetings else None


def county_front(county: County) -> Link | None:
    """The list of all units' meetings."""
    return Link(f"全县{NAME}", URL) if any(digest.meetings for _, digest in _told(county)) else None


def _told(county: County) -> list[tuple[UnitDigest, MeetingsDigest]]:
    """What units tell of their meetings."""
    return [(unit, digest) for unit in county.units if (digest := told_by(unit, MeetingsDigest)) is not None]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """All units' meetings, where there are any."""
    told = _told(county)
    found = [(meeting, unit) for unit, digest in told for meeting in digest.meetings]
    if not found:
        return
    found.sort(key=lambda pair: (pair[0].start, pair[0].number, pair[1].slug), reverse=True)
    placed = [(each, from_root(county, unit, meeting_url(unit, each)), unit) for each, unit in found]
    rows = tuple(_row(each, url, unit.short_name) for each, url, unit in placed)
    matrix = _matrix([(each, url) for each, url, _ in placed], county)
    site = county.site
    head = _head(f"全县{NAME}", f"{site.name}各单位召集的视频会议：通知、回放、纪要和到会情况", site.short_name)
    yield Page(URL, "meetings.html", MeetingsPage(head, site.name, CALENDAR, rows, matrix))
    events = tuple(event for unit, digest in told for event in _events(unit, digest.meetings, site))
    yield Page(CALENDAR, "calendar", _calendar(site.name, events), "", False)


def meeting_url(unit: Owner, meeting: Meeting) -> str:
    """The page of a meeting, relative to its unit's base."""
    return _beside(unit, meeting, "index.html")


def _beside(unit: Owner, meeting: Meeting, name: str) -> str:
    return links.own_file(unit, f"meetings/{meeting.number}/{name}")


def _newest_first(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda each: (each.start, each.number), reverse=True))


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _head(title: str, description: str, short: str, crumbs: tuple[Link, ...] = ()) -> Head:
    return Head(title, description, crumbs, tags=ColumnTags(NAME, description, f"{NAME},{short}", "工作动态"))


def _list_head(unit: Unit) -> Head:
    return _head(NAME, f"{unit.name}召集的视频会议：通知、回放、纪要和到会情况", unit.short_name)


def _row(meeting: Meeting, url: str, unit: str = "") -> MeetingRow:
    return MeetingRow(meeting.title, url, spoken(meeting.start, meeting.end), meeting.place, _state(meeting), unit)


def _state(meeting: Meeting) -> str:
    if meeting.cancelled:
        return "已取消"
    return "有回放" if meeting.recorded else "有变更" if meeting.changes else ""


def _matrix(meetings: list[tuple[Meeting, str]], county: County) -> Matrix | None:
    """Who came to the newest meetings of which that is known, oldest first."""
    shown = [(each, url) for each, url in meetings if each.attendance != Attendance()][:SHOWN][::-1]
    if not shown:
        return None
    states = [_states(each, county) for each, _ in shown]
    units = [unit for unit in in_order(county) if any(unit.slug in found for found in states)]
    rows = tuple((unit.short_name, tuple(found.get(unit.slug, "") for found in states)) for unit in units)
    sums = tuple(f"{sum(state in ('到会', '迟到') for state in found.values())}/{len(found)}" for found in states)
    return Matrix(tuple(Link(each.number, url) for each, url in shown), rows, sums)


def _states(meeting: Meeting, county: County) -> dict[str, str]:
    """How each unit that was invited, or came, attended; of which nothing was noted, 未登记."""
    found = dict.fromkeys(_invited(meeting, county), "未登记")
    known = {unit.slug for unit in county.units}
    for field, label in STATES:
        found.update((slug, label) for slug in getattr(meeting.attendance, field) if slug in known)
    return found


def _invited(meeting: Meeting, county: County) -> tuple[str, ...]:
    """The folders of the units that were invited."""
    wanted = set(meeting.invited)
    kinds = {GROUPS[name] for name in wanted if name in GROUPS}
    return tuple(unit.slug for unit in in_order(county) if unit.slug in wanted or unit.kind in kinds)


# ── one meeting ─────────────────────────────────────────────────────────────────────────────────────────────────


def _meeting(unit: Unit, meeting: Meeting, county: County, crumbs: tuple[Link, ...], calendar: str) -> MeetingPage:
    names = {each.slug: each.short_name for each in county.units}
    description = f"{meeting.title}：{spoken(meeting.start, meeting.end)}，{meeting.place}"
    attended = ((label, getattr(meeting.attendance, field)) for field, label in STATES)
    return MeetingPage(
        head=_head(meeting.title, description, unit.short_name, crumbs),
        title=meeting.title,
        number=meeting.number,
        when=spoken(meeting.start, meeting.end),
        place=meeting.place,
        convener=meeting.convener,
        announced=meeting.announced,
        cancelled=meeting.cancelled,
        agenda=meeting.agenda,
        invited=tuple(names[slug] for slug in _invited(meeting, county)),
        changes=meeting.changes,
        attendance=tuple((label, tuple(names.get(slug, slug) for slug in group)) for label, group in attended if group),
        minutes=meeting.minutes,
        recording=_beside(unit, meeting, "recording.html") if meeting.recording else "",
        calendar=calendar,
    )


def _recording(unit: Unit, meeting: Meeting, recording: Recording, crumbs: tuple[Link, ...]) -> RecordingPage:
    title = f"{meeting.title}（回放）"
    notice = meeting_url(unit, meeting)
    description = f"{meeting.title}的录像、字幕和文字实录"
    minutes, seconds = divmod(recording.seconds, 60)
    length = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    return RecordingPage(
        head=_head(title, description, unit.short_name, (*crumbs, Link(meeting.title, notice))),
        title=title,
        when=spoken(meeting.start, meeting.end),
        day=meeting.start.partition("T")[0],
        notice=notice,
        clips=tuple(clip for clip in recording.clips if clip.plays),
        captions=_beside(unit, meeting, "captions.vtt"),
        poster=recording.poster,
        seconds=recording.seconds,
        length=length if recording.seconds else "",
        transcript=tuple(_line(number, cue) for number, cue in enumerate(recording.cues, 1)),
    )


def _line(number: int, cue: Cue) -> TranscriptLine:
    seconds = f"{cue.start // 1000}.{cue.start % 1000:03}"
    return TranscriptLine(f"t{number}", captions.clock(cue.start), seconds, cue.voice, cue.text)


# ── calendars ───────────────────────────────────────────────────────────────────────────────────────────────────


def _calendar(name: str, events: tuple[Event, ...]) -> Calendar:
    return Calendar(f"{name}{NAME}", tuple(sorted(events, key=lambda event: (event.start, event.uid))))


def _events(unit: Owner, meetings: Iterable[Meeting], site: Site) -> tuple[Event, ...]:
    return tuple(_event(unit, each, site) for each in meetings)


def _event(unit: Owner, meeting: Meeting, site: Site) -> Event:
    """The event; its name says that it is cancelled, since some programs do not show its status."""
    parts = [f"召集单位：{meeting.convener}", *meeting.agenda]
    parts += [f"{day_of(change.moment)}变更：{change.text}" for change in meeting.changes]
    return Event(
        uid=f"meeting-{unit.slug}-{meeting.number}@{site.host}",
        changed=meeting.changed,
        sequence=len(meeting.changes),
        title=f"（已取消）{meeting.title}" if meeting.cancelled else meeting.title,
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
        description="\n".join(parts),
        url=links.address(links.base_address(unit, site), meeting_url(unit, meeting)),
        cancelled=meeting.cancelled,
    )


def _captions(payload: Captions) -> str:
    return captions.written(payload.cues)


WRITERS = {"calendar": calendars.written, "captions": _captions}
_MATRIX = Matrix((Link("2026-003", "x/index.html"),), (("样例镇", ("到会",)), ("样例局", ("",))), ("1/1",))
_ROW = MeetingRow("全县安全生产视频会议", "x/index.html", "2026年1月15日 09:00 至 10:30", "主会场", "有回放", "样例县")
_CLIP = Clip("meetings/2026-003/video.mp4", "", 1)
_HEAD = _head(NAME, "样例县召集的视频会议", "样例县")
SAMPLE = (
    Page(URL, "meetings.html", MeetingsPage(_HEAD, "样例县", CALENDAR, (_ROW,), _MATRIX)),
    Page(
        "meetings/2026-003/index.html",
        "meeting.html",
        MeetingPage(
            head=_HEAD,
            title="全县安全生产视频会议",
            number="2026-003",
            when="2026年1月15日 09:00 至 10:30",
            place="县政府视频会议室；13 个乡镇分会场",
            convener="样例县人民政府",
            announced="2026-01-09T10:00",
            cancelled=True,
            agenda=("通报情况", "部署工作"),
            invited=("样例镇",),
            changes=(MeetingChange("2026-01-10T09:00", "会议取消。"),),
            attendance=(("到会", ("样例镇",)),),
            minutes=("会议要求……",),
            recording="meetings/2026-003/recording.html",
            calendar=CALENDAR,
        ),
    ),
    Page(
        "meetings/2026-003/recording.html",
        "recording.html",
        RecordingPage(
            head=_HEAD,
            title="全县安全生产视频会议（回放）",
            when="2026年1月15日 09:00 至 10:30",
            day="2026-01-15",
            notice="meetings/2026-003/index.html",
            clips=(_CLIP,),
            captions="meetings/2026-003/captions.vtt",
            poster="",
            seconds=30,
            length="30 秒",
            transcript=(TranscriptLine("t1", "00:00:01", "1.000", "主持人", "现在开会。"),),
        ),
    ),
)
