"""政府信息公开年报: the list of yearly reports, one line a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.entries import entries
from generator.model import Asset, ColumnRole, County, Document, Link, Mount, Page, UnitContent
from generator.views._column import listed
from generator.views._head import Head, standings
from generator.views._lists import Line, Listing, by_column, line
from generator.views._report_files import report_files
from generator.views._reports import rollup_url
from generator.views._reports import years as reported


@dataclass(frozen=True, slots=True)
class Year:
    """The report of a year."""

    year: int
    line: Line


@dataclass(frozen=True, slots=True)
class AnnualPage:
    """The reports of a unit by year, newest first; other documents of the column follow as a list."""

    head: Head
    name: str
    description: str
    years: tuple[Year, ...]
    listing: Listing
    rollups: tuple[Link, ...] = ()  # the portal's only: all units' reports of a year brought together


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The list of reports, and numbered pages where the column holds many other documents."""
    yearly = {document.url: document for document in content.documents if document.year}
    own = by_column(entries(content, today))
    summed = reported(county) if content.unit.mount is Mount.ROOT else ()
    rollups = tuple(Link(f"{year} 年", rollup_url(year)) for year in summed)
    for standing in standings(content.unit).values():
        column = standing.column
        if column.role is not ColumnRole.ANNUAL:
            continue
        here = own.get(column.key, [])
        years = [Year(yearly[item.url].year, line(item)) for item in here if _is_report(yearly.get(item.url))]
        years.sort(key=lambda year: year.year, reverse=True)
        others = [item for item in here if not _is_report(yearly.get(item.url))]
        listing, further = listed(standing, others, county.site.page_size)
        front = AnnualPage(standing.head(), column.name, column.description, tuple(years), listing, rollups)
        yield from (Page(column.url, "annual.html", front), *further)


def files(content: UnitContent, today: date) -> Iterator[Asset]:
    """The numbers of each report for machines."""
    return report_files(content)


def _is_report(document: Document | None) -> bool:
    return document is not None and document.kind == "annual_report"


SAMPLE = (
    Page(
        "nb/index.html",
        "annual.html",
        AnnualPage(
            head=Head("政府信息公开年报", "样例镇人民政府历年年报", section="zfxxgk/index.html"),
            name="政府信息公开年报",
            description="",
            years=(Year(2025, Line("2025年政府信息公开工作年度报告", "info/2026-00003.html", date(2026, 1, 20))),),
            listing=Listing(),
        ),
    ),
)
