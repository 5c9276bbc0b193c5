"""Charts as values: what is drawn, not how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """How the numbers of a chart are shown."""

    BAR = "bar"
    LYING_BAR = "lying_bar"
    LINE = "line"
    STACKED = "stacked"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers, a value for each label of its chart.

    A value is exact decimal text as machines write it (`-1234.50`: no grouping, at most 15 digits on either side of the
    point), "" where there is none.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers with names, all of one unit of measure, and what they are about; `label_head` heads the labels.

    `source` is the data file that they stand in; `url` its published file, relative to the unit's base, once a page
    shows it.
    """

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""  # 万元, 人, %
    label_head: str = ""
    description: str = ""
    source: str = ""
    url: str = ""
