"""What an item of a standard catalogue asks of its unit: which documents it has, by when, and whether it owes any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from generator.model import (
    Audience,
    Document,
    Entry,
    Level,
    Manner,
    Standard,
    StandardItem,
    Unit,
    UnitContent,
    UnitKind,
)
from generator.working_days import after, later

LEVELS = {
    UnitKind.COUNTY: Level.COUNTY,
    UnitKind.DEPARTMENT: Level.COUNTY,
    UnitKind.TOWNSHIP: Level.TOWNSHIP,
    UnitKind.VILLAGE: Level.VILLAGE,
}
_DIGITS = "一二三四五六七八九"
_DAYS = re.compile(
    rf"(?P<other>不得?少于|至少|不低于|公示期?[为限]?|提前|[前满第])?\s*(?<![\d月年])(?P<count>\d{{1,3}}|[{_DIGITS}十]{{1,3}})"
    r"\s*个?\s*(?P<kind>工作日|自然日|日|天)(?P<before>(?:以|之)?前)?"
)
_YEARLY = re.compile("每年|年度|按年|逐年")


class Named(NamedTuple):
    """An item and the catalogue that it stands in."""

    standard: Standard
    item: StandardItem


class Term(NamedTuple):
    """A 公开时限 that could be understood: so many days, or working days, after the information was made."""

    days: int
    working: bool

    def last_day(self, made: date) -> date:
        """The last day on which it may be published."""
        return after(made, self.days) if self.working else later(made, self.days)

    @property
    def words(self) -> str:
        """「20 个工作日」."""
        return f"{self.days} {'个工作日' if self.working else '天'}"


def term(written: str) -> Term | None:
    """The days that a 公开时限 allows, the longest where it names several; None where that cannot be told.

    How long something must at least be shown (公示不少于 7 天), or before what it must be published, is no such term.
    """
    found = [
        Term(_number(each["count"]), each["kind"] == "工作日")
        for each in _DAYS.finditer(written)
        if not each["other"] and not each["before"]
    ]
    return max((each for each in found if each.days), key=_length, default=None)


def _length(found: Term) -> int:
    return found.days * (7 if found.working else 5)


def _number(written: str) -> int:
    """The number that digits, or Chinese ones below a hundred, stand for; 0 where they stand for none."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return (_DIGITS.find(tens) + 1 if tens else 1) * 10 + _digit(ones) if ten else _digit(tens)


def _digit(written: str) -> int:
    return _DIGITS.index(written) + 1 if written else 0


def has_clock(written: str) -> bool:
    """Something new is to be expected within months: days are named, and not said to come round once a year."""
    return not _YEARLY.search(written) and term(written) is not None


def level(unit: Unit) -> Level:
    """The level on which a unit discloses."""
    return LEVELS[unit.kind]


def owed(unit: Unit, item: StandardItem) -> bool:
    """Documents of the item must stand on the unit's pages: it is for everybody, unasked, and on the unit's level."""
    everybody = item.audience is Audience.EVERYONE and item.manner is Manner.PROACTIVE
    return item.complete and everybody and level(unit) in item.levels


def named(standards: Iterable[Standard]) -> Mapping[str, Named]:
    """Every item that pages show, by the name that documents call it: `shehui-jiuzhu.3`."""
    return {f"{each.field}.{item.number}": Named(each, item) for each in standards for item in each.shown}


def newest(content: UnitContent) -> Mapping[str, date]:
    """The day of the newest document of each item, by its name; what is kept as it was published last counts too."""
    days: dict[str, date] = {}
    public: tuple[Document | Entry, ...] = (*content.documents, *content.kept)
    for each in public:
        for name in each.standard_items:
            days[name] = max(each.date_published, days.get(name, each.date_published))
    return days
