"""The yearly reports of a unit, each held against the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import START, AnnualReport, Document, Mark, UnitContent
from generator.report_arithmetic import arithmetic

EXAMPLE_DATA = "=== annual/{year}.yaml\n年度: {year}\n主动公开: {{}}\n申请: {{}}\n复议诉讼: {{}}\n"
FIRST_PART = "一、总体情况"
OTHER_PARTS = (
    *("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
)


def example_data(year: int = 2025) -> str:
    """An example's data file in which everything is nought."""
    return EXAMPLE_DATA.format(year=year)


def example_report(says: str, year: int = 2025) -> str:
    """An example's report: what its first part says; the others have nothing to say."""
    rest = "".join(f"\n\n## {title}\n\n无。" for title in OTHER_PARTS)
    return f"类型: 年度报告\n年度: {year}\n---\n## {FIRST_PART}\n\n{says}{rest}"


def slips(content: UnitContent, rules: frozenset[str]) -> Iterator[tuple[str, Mark, str]]:
    """What some rules of arithmetic find in the unit's reports, at the cell of the data file."""
    reports = {report.year: report for report, _ in content.annual_reports}
    for report in reports.values():
        for slip in arithmetic(report, reports.get(report.year - 1)):
            if slip.rule in rules:
                yield slip.message, cell(report, slip.cell), report.source


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
