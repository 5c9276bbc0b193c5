"""视频会议: a unit's list, calendar and table of who came, and of each meeting the notice with its minutes; at the
county's root the list, calendar and table of all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator import calendars, links
from generator.calendars import Calendar, Event
from generator.gather import told_by
from generator.meeting_words import day_of, spoken
from generator.model import (
    County,
    Link,
    Meeting,
    MeetingChange,
    Meetings,
    MeetingsDigest,
    Page,
    Site,
    Unit,
    UnitContent,
    UnitDigest,
)
from generator.views._attendance import STATES, Matrix, MeetingHead, invited, matrix_of
from generator.views._head import Head
from generator.views._meetings import NAME, RECORDING, URL, Owner, beside, head_of, meeting_url
from generator.views._roster import from_root

CALENDAR = "meetings.ics"


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


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A unit's meetings, where it called any."""
    kept = content.register(Meetings)
    if kept is None or not kept.meetings:
        return
    unit, meetings = content.unit, _newest_first(kept.meetings)
    calendar = links.own_file(unit, CALENDAR)
    rows = tuple(_row(each, meeting_url(unit, each)) for each in meetings)
    matrix = matrix_of([(each, meeting_url(unit, each)) for each in meetings], county)
    listing = links.own_file(unit, URL)
    yield Page(listing, "meetings.html", MeetingsPage(_list_head(unit), unit.name, calendar, rows, matrix))
    yield Page(calendar, "calendar", _calendar(unit.name, _events(unit, meetings, county.site)), "", False)
    crumbs = (Link(NAME, listing),)
    for each in (each for each in meetings if not each.kept):
        yield Page(meeting_url(unit, each), "meeting.html", _meeting(unit, each, county, crumbs, calendar))


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
    matrix = matrix_of([(each, url) for each, url, _ in placed], county)
    site = county.site
    head = head_of(f"全县{NAME}", f"{site.name}各单位召集的视频会议：通知、回放、纪要和到会情况", site.short_name)
    yield Page(URL, "meetings.html", MeetingsPage(head, site.name, CALENDAR, rows, matrix))
    events = tuple(event for unit, digest in told for event in _events(unit, digest.meetings, site))
    yield Page(CALENDAR, "calendar", _calendar(site.name, events), "", False)


def _newest_first(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda each: (each.start, each.number), reverse=True))


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _list_head(unit: Unit) -> Head:
    return head_of(NAME, f"{unit.name}召集的视频会议：通知、回放、纪要和到会情况", unit.short_name)


def _row(meeting: Meeting, url: str, unit: str = "") -> MeetingRow:
    return MeetingRow(meeting.title, url, spoken(meeting.start, meeting.end), meeting.place, _state(meeting), unit)


def _state(meeting: Meeting) -> str:
    if meeting.cancelled:
        return "已取消"
    return "有回放" if meeting.recorded else "有变更" if meeting.changes else ""


# ── one meeting ─────────────────────────────────────────────────────────────────────────────────────────────────


def _meeting(unit: Unit, meeting: Meeting, county: County, crumbs: tuple[Link, ...], calendar: str) -> MeetingPage:
    names = {each.slug: each.short_name for each in county.units}
    description = f"{meeting.title}：{spoken(meeting.start, meeting.end)}，{meeting.place}"
    attended = ((label, getattr(meeting.attendance, field)) for field, label in STATES)
    return MeetingPage(
        head=head_of(meeting.title, description, unit.short_name, crumbs),
        title=meeting.title,
        number=meeting.number,
        when=spoken(meeting.start, meeting.end),
        place=meeting.place,
        convener=meeting.convener,
        announced=meeting.announced,
        cancelled=meeting.cancelled,
        agenda=meeting.agenda,
        invited=tuple(names[slug] for slug in invited(meeting, county)),
        changes=meeting.changes,
        attendance=tuple((label, tuple(names.get(slug, slug) for slug in group)) for label, group in attended if group),
        minutes=meeting.minutes,
        recording=beside(unit, meeting, RECORDING) if meeting.recording else "",
        calendar=calendar,
    )


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


WRITERS = {"calendar": calendars.written}
_COLUMN = MeetingHead("2026年3月3日", "样例会议", "x/index.html")
_MATRIX = Matrix((_COLUMN,), (("样例镇", ("到会",)), ("样例局", ("",))), ("1/1",))
_ROW = MeetingRow("全县安全生产视频会议", "x/index.html", "2026年1月15日 09:00 至 10:30", "主会场", "有回放", "样例县")
_HEAD = head_of(NAME, "样例县召集的视频会议", "样例县")
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
)
