"""What the county needs of its units' yearly reports: their numbers in one order, and a sketch of the newest prose."""

from __future__ import annotations

from datetime import date

from generator.entries import entry
from generator.model import AnnualReport, Mark, ReportDigest, UnitContent
from generator.report_prose import sketch


def report_digests(content: UnitContent, today: date) -> tuple[ReportDigest, ...]:
    """The unit's reports, oldest first."""
    found = [(each.annual_report, each) for each in content.documents if each.annual_report is not None]
    found.sort(key=lambda pair: pair[0].year)
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
