"""The tables of an annual report on disclosure (政府信息公开工作年度报告)."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.findings import Marks


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """A block of table two: its article, the column heads, and rows of cells as they are printed."""

    article: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of table three: label, its group and subgroup heads, and seven numbers, the total last."""

    group: str
    subgroup: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The tables of an annual report (国办公开办函〔2021〕30号): inputs as given, totals computed where none are given.

    `normative` is table two, `requests` table three, and `disputes` table four: fifteen numbers. `cells` are the
    places in the data file, by the form's names with dots between them: 申请.予以公开.0.
    """

    year: int
    normative: tuple[ReportBlock, ...]
    requests: tuple[ReportRow, ...]
    disputes: tuple[int, ...]
    prose: tuple[tuple[str, str], ...]  # (part title, Markdown) for parts 一, 五, 六
    source: str
    cells: Marks
