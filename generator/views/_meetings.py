"""Video meetings (视频会议) as their pages name and place them."""

from __future__ import annotations

from generator import links
from generator.model import Link, Meeting, Unit, UnitDigest
from generator.views._head import ColumnTags, Head

NAME = "视频会议"
URL = "meetings/index.html"
RECORDING = "recording.html"
Owner = Unit | UnitDigest


def meeting_url(unit: Owner, meeting: Meeting) -> str:
    """The page of a meeting, relative to its unit's base."""
    return beside(unit, meeting, "index.html")


def beside(unit: Owner, meeting: Meeting, name: str) -> str:
    """What lies beside a meeting's page, relative to its unit's base."""
    return links.own_file(unit, f"meetings/{meeting.number}/{name}")


def head_of(title: str, description: str, short: str, crumbs: tuple[Link, ...] = ()) -> Head:
    """The head of a page of meetings."""
    return Head(title, description, crumbs, tags=ColumnTags(NAME, description, f"{NAME},{short}", "工作动态"))
