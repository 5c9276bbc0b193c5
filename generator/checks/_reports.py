"""The yearly reports of a unit, each held against the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import START, AnnualReport, Document, Mark, UnitContent
from generator.report_arithmetic import arithmetic


def slips(content: UnitContent, rules: frozenset[str]) -> Iterator[tuple[str, Mark, str]]:
    """What some rules of arithmetic find in the unit's reports, at the cell of the data file."""
    reports = {each.year: each for each in reports_of(content)}
    for report in reports.values():
        for slip in arithmetic(report, reports.get(report.year - 1)):
            if slip.rule in rules:
                yield slip.message, cell(report, slip.cell), report.source


def reports_of(content: UnitContent) -> tuple[AnnualReport, ...]:
    """The unit's reports, oldest first."""
    found = [each.annual_report for each in content.documents if each.annual_report is not None]
    return tuple(sorted(found, key=lambda report: report.year))


def cell(report: AnnualReport, place: str) -> Mark:
    """Where a cell stands in the data file; the row or the table that it would stand in, where it was left out."""
    while place and place not in report.cells:
        place = place.rpartition(".")[0]
    return report.cells.get(place, START)


def part_mark(document: Document, title: str) -> Mark:
    """Where a part of the prose begins."""
    lines = document.body.source.split("\n")
    number = next((number for number, line in enumerate(lines) if line.startswith("##") and title in line), 0)
    return Mark(document.body_line + number, 1)
