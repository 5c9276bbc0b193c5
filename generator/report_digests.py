"""What the county needs of its units' yearly reports: their numbers in one order, and a sketch of the newest prose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.entries import entry
from generator.model import AnnualReport, Mark, ReportBlock, ReportDigest, ReportRow, UnitContent
from generator.report_form import TOTAL, form
from generator.report_prose import sketch


def report_digests(content: UnitContent, today: date) -> tuple[ReportDigest, ...]:
    """The unit's reports, oldest first."""
    found = content.annual_reports
    return tuple(
        ReportDigest(
            year=report.year,
            entry=entry(document, today),
            cells=cells(report),
            sketch=sketch(report) if number == len(found) else (),
            place=Mark(document.body_line, 1),
        )
        for number, (report, document) in enumerate(found, 1)
    )


def cells(report: AnnualReport) -> tuple[str, ...]:
    """Every number of the tables: row by row of table two, then of table three, then the fifteen of table four."""
    return (
        *(cell for block in report.normative for _, row in block.rows for cell in row),
        *(str(number) for row in report.requests for number in row.values),
        *(str(number) for number in report.disputes),
    )


class Name(NamedTuple):
    """What a cell is called: table, row (不予公开.属于国家秘密) and column, as in the data file."""

    table: str
    row: str
    column: str


@cache
def names() -> tuple[Name, ...]:
    """The names of all cells in the order of `cells`."""
    shape = form()
    applicants, outcomes = (*shape.applicants, TOTAL), (*shape.outcomes, TOTAL)
    keys = [f"{row.parent}.{row.key}" if row.parent else row.key for row in shape.rows]
    return (
        *(Name("主动公开", row, head) for block in shape.blocks for row in block.rows for head in block.heads[1:]),
        *(Name("申请", key, head) for key in keys for head in applicants),
        *(Name("复议诉讼", row, head) for row in shape.disputes for head in outcomes),
    )


def summed(reports: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The sum of reports, cell by cell."""
    return tuple(str(sum(map(Decimal, column), Decimal(0))) for column in zip(*reports, strict=True))


def tables(year: int, values: tuple[str, ...]) -> AnnualReport:
    """Cells in the order of `cells` as the tables that they came from, without prose."""
    shape, left = form(), iter(values)
    normative = tuple(
        ReportBlock(
            block.article,
            block.heads,
            tuple((row, tuple(next(left) for _ in block.heads[1:])) for row in block.rows),
        )
        for block in shape.blocks
    )
    width = len(shape.applicants) + 1
    requests = tuple(
        ReportRow(row.group, row.subgroup, row.label, tuple(int(next(left)) for _ in range(width)))
        for row in shape.rows
    )
    return AnnualReport(year, normative, requests, tuple(map(int, left)), (), "", {})
