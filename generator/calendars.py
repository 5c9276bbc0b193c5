"""Calendars for the programs of telephones and desks (iCalendar, RFC 5545), written by the library `icalendar`.

Nothing comes from the clock: DTSTAMP is the moment of the last announcement. A change keeps the UID and counts
SEQUENCE up, so that a program that has the event moves it and adds none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icalendar

ZONE = "Asia/Shanghai"
_EIGHT = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Event:
    """An event; moments are text in Chinese time, `2026-01-15T09:00`."""

    uid: str
    changed: str
    sequence: int
    title: str
    start: str
    end: str
    place: str
    description: str
    url: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar under its name."""

    name: str
    events: tuple[Event, ...]


def written(calendar: Calendar) -> str:
    """The file: CRLF, lines of at most 75 octets that split no character."""
    from icalendar import Calendar as Written  # not in a build without meetings

    made = Written()
    made.add("prodid", "-//gongkai//meetings//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", calendar.name)
    made.add("x-wr-timezone", ZONE)
    made.add_component(_zone())
    for event in calendar.events:
        made.add_component(_event(event))
    data: bytes = made.to_ical(sorted=True)
    return data.decode()


def _zone() -> icalendar.Timezone:
    """Chinese time as it has been since 1992; the library's own table would change with the system's."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", _EIGHT)
    standard.add("tzoffsetto", _EIGHT)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(event: Event) -> icalendar.Event:
    from icalendar import Event as Written

    made = Written()
    changed = (datetime.fromisoformat(event.changed) - _EIGHT).replace(tzinfo=UTC)
    made.add("uid", event.uid)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("summary", event.title)
    made.add("dtstart", datetime.fromisoformat(event.start), parameters={"TZID": ZONE})
    made.add("dtend", datetime.fromisoformat(event.end), parameters={"TZID": ZONE})
    made.add("location", event.place)
    made.add("url", event.url)
    if event.description:
        made.add("description", event.description)
    return made
