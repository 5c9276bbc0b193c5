"""数字乡村: the numbers of a township's villages by year, and when each village last told its affairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class VillageYear:
    """A village in a year: `values` are names of columns with exact decimal text in the unit of the rules, or with
    names between 、; what is not known is not there."""

    code: str  # 12 digits, the township's nine first
    name: str
    year: int
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """An announcement of village affairs (村务公开) on a village's own board."""

    code: str
    subject: str  # 一般事项, 财务收支
    day: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class Villages:
    """What a township keeps of its villages: rows by year and code, without those in which something is wrong."""

    rows: tuple[VillageYear, ...]
    withheld: tuple[tuple[int, str], ...] = ()  # year and code of rows that are kept back
    postings: tuple[Posting, ...] = ()


@dataclass(frozen=True, slots=True)
class VillagesDigest:
    """A township's sums as the county may tell them: by year, the number of villages and the values of its columns."""

    years: tuple[tuple[int, int, tuple[tuple[str, str], ...]], ...]
