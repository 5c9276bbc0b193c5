"""The yearly reports of all units of a county brought together: sums in the form of 30号, and a line a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.model import AnnualReport, Asset, Body, County, Link, Page, ReportDigest, UnitDigest
from generator.report_arithmetic import AFTER, BEFORE, NEW, dispute_rows, normative_row, request_rows
from generator.report_counts import NORMATIVE
from generator.report_digests import summed, tables
from generator.report_form import TOTAL
from generator.views._head import ColumnTags, Head
from generator.views._report import EMPTY, FORMATS, Report, shown
from generator.views._report_files import rollup_files
from generator.views._reports import members, rollup_url, years
from generator.views._roster import from_root

HEADS = ("新收申请", "上年结转", "办理结果", "结转下年度", "行政复议", "行政诉讼", "规范性文件", "行政许可", "行政处罚")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's report in the list: where it is, and the numbers under `HEADS`."""

    name: str
    url: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollupPage:
    """The reports of a year."""

    head: Head
    year: int
    heads: tuple[str, ...]
    total: tuple[str, ...]
    rows: tuple[Row, ...]
    report: Report
    others: tuple[Link, ...]  # other years


def county_pages(county: County, today: date) -> Iterator[Page]:
    """A page a year, at the county's root."""
    every = years(county)
    for year in every:
        yield Page(rollup_url(year), "rollup.html", _payload(county, year, every))


def county_files(county: County) -> Iterator[Asset]:
    """The numbers of all units of each year for machines."""
    return rollup_files(county)


def _payload(county: County, year: int, every: tuple[int, ...]) -> RollupPage:
    reports = members(county, year)
    title = f"{year}年政府信息公开工作年度报告汇总"
    head = Head(title, f"{county.site.name}各单位{title}", tags=ColumnTags(title, title, title, "信息公开年报"))
    whole = tables(year, summed(report.cells for _, report in reports))
    files = tuple(Link(name, rollup_url(year, suffix)) for name, suffix in FORMATS)
    others = tuple(Link(f"{other} 年", rollup_url(other)) for other in every if other != year)
    rows = tuple(_row(county, unit, report) for unit, report in reports)
    return RollupPage(head, year, HEADS, _values(whole), rows, shown(whole, Body(""), files), others)


def _row(county: County, unit: UnitDigest, report: ReportDigest) -> Row:
    return Row(unit.short_name, from_root(county, unit, report.entry.url), _values(tables(report.year, report.cells)))


def _values(report: AnnualReport) -> tuple[str, ...]:
    """The numbers under `HEADS`."""
    rows = request_rows(report)
    reviewed, *sued = (group[-1] for group in dispute_rows(report).values())
    return (
        *(str(rows[key].values[-1]) for key in (NEW, BEFORE, TOTAL, AFTER)),
        str(reviewed),
        str(sum(sued)),
        normative_row(report, NORMATIVE)["现行有效件数"],
        *(next(iter(normative_row(report, label).values())) for label in ("行政许可", "行政处罚")),
    )


SAMPLE = (
    Page(
        "annual/2025.html",
        "rollup.html",
        RollupPage(
            Head("2025年政府信息公开工作年度报告汇总", "样例县各单位年度报告汇总"),
            2025,
            HEADS,
            ("3", "1", "4", "0", "0", "0", "2", "12", "3"),
            (Row("样例镇", "yangli/info/2026-00003.html", ("3", "1", "4", "0", "0", "0", "2", "12", "3")),),
            EMPTY,
            (Link("2024 年", "annual/2024.html"),),
        ),
    ),
)
