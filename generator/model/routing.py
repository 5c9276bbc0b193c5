"""Official documents that are routed to units (公文流转): what was sent, to whom, and who has signed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model.documents import Openness


@dataclass(frozen=True, slots=True)
class Member:
    """What routing needs to know of a unit: its folder, its names, what it is."""

    slug: str
    name: str
    short_name: str
    kind: str  # as `UnitKind`
    group: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of a dispatch as it was received."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Recall:
    """A dispatch that holds no more: since when, why, and the serial of the one in its place ("" for none)."""

    moment: str
    reason: str
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One official document as it was registered; nothing of it changes afterwards but that it may be recalled.

    `serial` is the sender's folder, the year and a number in it: `zhengfuban-2026-0003`. `arrived` and all other
    moments are Beijing time in the form 2026-11-24T09:12. `main` and `copies` are units by folder, groups resolved.
    `body` is its text as Markdown, "" where it cannot be shown as text. `digest` stands for the bytes of its files and
    for what was said of them.
    """

    serial: str
    sender: str
    arrived: str
    title: str
    document_number: str
    date_written: date | None
    urgency: str
    openness: Openness
    openness_reason: str
    main: tuple[str, ...]
    copies: tuple[str, ...]
    files: tuple[Enclosure, ...]  # the document itself first
    body: str
    replaces: str  # the serial of the dispatch in whose place it comes
    stated: tuple[tuple[str, str], ...]  # all that its source says of it, by label, as it was written
    digest: str

    def said(self, label: str) -> str:
        """What its source says under a label; "" for nothing."""
        return dict(self.stated).get(label, "")

    @property
    def year(self) -> str:
        """The year in which it was registered."""
        return self.arrived[:4]

    @property
    def month(self) -> str:
        """The month in which it was registered, as 2026-11."""
        return self.arrived[:7]

    @property
    def name(self) -> str:
        """Its serial without the year: unique within a year."""
        return f"{self.sender}-{self.serial.rpartition('-')[2]}"

    @property
    def folder(self) -> str:
        """Where it is kept, relative to the workspace."""
        return f"{STORE}/{self.year}/{self.name}"

    @property
    def addressees(self) -> tuple[str, ...]:
        """All units that get it, those it is addressed to first."""
        return tuple(dict.fromkeys((*self.main, *self.copies)))


STORE = "dispatches"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a unit has signed for a dispatch: when, and who ("" where only the access log tells)."""

    moment: str
    person: str


class Standing(StrEnum):
    """Where a dispatch stands with one unit."""

    UNREAD = "unread"
    OVERDUE = "overdue"
    RECEIVED = "received"
    LATE = "late"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A dispatch as one unit has it; `due` is the moment until which it is to be signed for."""

    dispatch: Dispatch
    unit: str
    copy: bool
    due: str
    standing: Standing
    receipt: Receipt | None
    recall: Recall | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a unit has been sent, by month, all newest first.

    `names` are the short names of units, `base` is the address of its inbox, `host` that of the public site, with which
    the names of entries begin.
    """

    unit: Member
    base: str
    host: str
    names: Mapping[str, str]
    months: Mapping[str, tuple[Delivery, ...]]

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All that came."""
        return tuple(each for found in self.months.values() for each in found)


@dataclass(frozen=True, slots=True)
class Overview:
    """All units' deliveries, by serial and unit: what the office that sends documents sees."""

    site_name: str
    members: tuple[Member, ...]
    names: Mapping[str, str]
    months: Mapping[str, tuple[Dispatch, ...]]  # all newest first
    recalls: Mapping[str, Recall]
    deliveries: Mapping[str, Mapping[str, Delivery]]
