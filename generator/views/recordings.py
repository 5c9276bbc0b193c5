"""Recordings of video meetings (视频会议回放): a player with captions, a transcript made of them, the files beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import captions, links
from generator.meeting_words import spoken
from generator.model import Asset, Clip, County, Cue, Link, Meeting, Meetings, Page, Recording, Unit, UnitContent
from generator.views._head import Head
from generator.views._meetings import NAME, RECORDING, URL, beside, head_of, meeting_url


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
    """The page and the captions of every recording of a unit."""
    unit, kept = content.unit, content.register(Meetings)
    crumbs = (Link(NAME, links.own_file(unit, URL)),)
    for each in kept.meetings if kept else ():
        if each.recording is not None:
            yield Page(beside(unit, each, "captions.vtt"), "captions", Captions(each.recording.cues), "", False)
            payload = _recording(unit, each, each.recording, crumbs)
            yield Page(beside(unit, each, RECORDING), "recording.html", payload)


def files(content: UnitContent, today: date) -> Iterator[Asset]:
    """The recordings."""
    for meeting in kept.meetings if (kept := content.register(Meetings)) else ():
        clips = meeting.recording.clips if meeting.recording else ()
        yield from (Asset(clip.url, clip.source, clip.size) for clip in clips)


def _recording(unit: Unit, meeting: Meeting, recording: Recording, crumbs: tuple[Link, ...]) -> RecordingPage:
    title = f"{meeting.title}（回放）"
    notice = meeting_url(unit, meeting)
    description = f"{meeting.title}的录像、字幕和文字实录"
    minutes, seconds = divmod(recording.seconds, 60)
    length = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    return RecordingPage(
        head=head_of(title, description, unit.short_name, (*crumbs, Link(meeting.title, notice))),
        title=title,
        when=spoken(meeting.start, meeting.end),
        day=meeting.start.partition("T")[0],
        notice=notice,
        clips=tuple(clip for clip in recording.clips if clip.plays),
        captions=beside(unit, meeting, "captions.vtt"),
        poster=recording.poster,
        seconds=recording.seconds,
        length=length if recording.seconds else "",
        transcript=tuple(_line(number, cue) for number, cue in enumerate(recording.cues, 1)),
    )


def _line(number: int, cue: Cue) -> TranscriptLine:
    seconds = f"{cue.start // 1000}.{cue.start % 1000:03}"
    return TranscriptLine(f"t{number}", captions.clock(cue.start), seconds, cue.voice, cue.text)


def _captions(payload: Captions) -> str:
    return captions.written(payload.cues)


WRITERS = {"captions": _captions}
_CLIP = Clip("meetings/2026-003/video.mp4", "", 1)
SAMPLE = (
    Page(
        "meetings/2026-003/recording.html",
        "recording.html",
        RecordingPage(
            head=head_of(NAME, "样例县召集的视频会议", "样例县"),
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
