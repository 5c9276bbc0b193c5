"""Letters of citizens (来信) as they may be told: every text in these values is masked already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from generator.model.findings import START, Mark


@dataclass(frozen=True, slots=True)
class LetterChannel:
    """A way to write to the county (县长信箱, 网上信访, 建言献策): letters are taken in by another system, at `url`."""

    name: str
    working_days: int  # from receipt to reply
    by_category: tuple[tuple[str, int], ...] = ()  # working days of some categories
    url: str = ""  # {unit} stands for the unit's code
    note: str = ""

    def days(self, category: str) -> int:
        """Working days within which a letter of a category is to be replied to."""
        return dict(self.by_category).get(category, self.working_days)


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """What `site.yaml` says of letters; a month's bulletin counts replies up to a day of the month after it."""

    channels: tuple[LetterChannel, ...] = ()
    cutoff_day: int = 5


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its reply. One that is not public has neither subject nor texts: it is counted, never shown."""

    number: str
    channel: str
    category: str
    received: date
    due: date
    handler: str  # name or folder of the unit that deals with it, as it was written
    public: bool
    source: str  # the file, for messages
    row: int
    handler_place: Mark = START  # where the handler is written
    accepted: date | None = None
    replied: date | None = None
    satisfaction: str = ""  # 满意, 基本满意, 不满意; "" where nobody said
    title: str = ""
    body: tuple[str, ...] = ()  # paragraphs
    reply: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day that lists show: of the reply, of the receipt where there is none yet."""
        return self.replied or self.received


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that a unit keeps, newest first, as they stood on a day: what is overdue counts from it."""

    letters: tuple[Letter, ...]
    cutoff_day: int = 5
    as_of: date = date.min


@dataclass(frozen=True, slots=True)
class LetterSum:
    """How many letters, and what became of them."""

    received: int = 0
    replied: int = 0
    answered: int = 0  # of them, by the cut-off day of their month's bulletin
    judged: int = 0  # replied to, or past their day
    in_time: int = 0  # of these, replied to in time
    days: int = 0  # from receipt to reply, of all that were replied to
    rated: int = 0
    satisfied: int = 0
    shown: int = 0  # replies that are public

    @classmethod
    def of(cls, sums: Iterable[LetterSum]) -> LetterSum:
        """All of them together."""
        found = tuple(sums)
        return cls(**{each.name: sum(getattr(one, each.name) for one in found) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class LetterCount:
    """The letters of a month, a handling unit, a channel and a category."""

    month: str  # 2026-11, of receipt
    handler: str
    channel: str
    category: str
    sum: LetterSum


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A public letter in a list; the address is relative to the base of the unit that keeps it."""

    title: str
    url: str
    day: date  # of the reply, of the receipt where there is none yet
    channel: str
    replied: bool


@dataclass(frozen=True, slots=True)
class LettersDigest:
    """A unit's letters as the county's pages count them."""

    counts: tuple[LetterCount, ...]
    latest: tuple[LetterLine, ...] = ()
