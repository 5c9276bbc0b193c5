"""The yearly reports of a unit, each held against the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.annual import arithmetic
from generator.model import UnitContent


def faults(content: UnitContent, rules: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """What some rules of arithmetic find in the unit's reports, at the report's year."""
    reports = {each.year: each.annual_report for each in content.documents if each.annual_report is not None}
    for document in content.documents:
        report = document.annual_report
        if report is None:
            continue
        for rule, message in arithmetic(report, reports.get(report.year - 1)):
            if rule in rules:
                yield f"{message}（{report.source}）", "year", document.source
