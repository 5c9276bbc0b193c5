"""Video meetings (视频会议) of a unit: what is announced, what changed, who came, what was recorded.

Moments are text, `2026-01-15T09:00`, in the one time that China has (UTC+8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.findings import Mark


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """What was announced after the first notice, in words, and when."""

    moment: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What held from `moment`, when it was announced, with the words that were given for it."""

    moment: str
    start: str
    end: str
    place: str
    cancelled: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: from when to when it is shown (milliseconds), who speaks ("" where not said), the words."""

    start: int
    end: int
    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class Clip:
    """A file of a recording: `url` relative to the unit's base; `plays` where a player is to be given it (the segments
    of an HLS stream are fetched by its list)."""

    url: str
    source: str
    size: int
    plays: bool = True


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording: files, captions, its length in whole seconds (0 where no file tells it), the poster's address."""

    clips: tuple[Clip, ...]
    cues: tuple[Cue, ...]
    seconds: int
    poster: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Units by how they attended, as the names of their folders."""

    present: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it stands after its changes; `number` (2026-003) is the name of its file and its address."""

    number: str
    title: str
    start: str
    end: str
    place: str
    announced: str  # when the notice was given
    convener: str
    agenda: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()  # units, by the names of their folders
    changes: tuple[MeetingChange, ...] = ()  # in the order in which they were announced
    cancelled: bool = False
    attendance: Attendance = Attendance()
    minutes: tuple[str, ...] = ()  # paragraphs
    recording: Recording | None = None
    recorded: bool = False
    source: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)  # where its fields stand, `invited.1`
    kept: bool = False  # its files stay as they were published last, since its own file does not say what holds
    stood: tuple[Standing, ...] = ()  # with the first notice and after each change; () of an older version

    @property
    def changed(self) -> str:
        """When something of it was announced last."""
        return self.changes[-1].moment if self.changes else self.announced


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings that a unit called, by number; and the numbers of those whose file has a fault (`refused`), and of
    those that are taken back for good, as though they had never been announced (`withdrawn`)."""

    meetings: tuple[Meeting, ...]
    refused: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingsDigest:
    """The same without recordings and minutes, for the county's list, calendar and table of who came."""

    meetings: tuple[Meeting, ...]
