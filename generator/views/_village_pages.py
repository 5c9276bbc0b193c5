"""What the pages of villages show."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Chart, Link
from generator.views._head import Head


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is of, where that has a page, and its cells as they are shown."""

    name: str
    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What a village tells its people, when it last did and by when it must again."""

    subject: str
    day: str
    due: str
    place: str


@dataclass(frozen=True, slots=True)
class VillagePage:
    """A village: its newest year in words, all years as a table and drawn."""

    head: Head
    code: str
    year: int
    passages: tuple[Passage, ...]
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]
    boards: tuple[Board, ...]
    file: str
    few: int  # numbers smaller than it are not told; 0 where none was hidden


@dataclass(frozen=True, slots=True)
class VillagesPage:
    """Villages of a township, or townships of the county, side by side in the newest year; and the sums by year."""

    head: Head
    year: int
    place: str  # 村 or 乡镇: heads the first column
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[str, ...]
    missing: int  # villages whose numbers are being put right
    charts: tuple[Chart, ...]
    years: tuple[Line, ...]
    files: tuple[Link, ...]
    few: int
