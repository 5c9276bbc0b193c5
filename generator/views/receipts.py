"""Who has signed for what: an overview for the office that sends them, a matrix of units and documents a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.delimited import csv_text
from generator.model import Link, Page
from generator.model.routing import Delivery, Dispatch, Overview, Standing
from generator.views._deliveries import PENDING, WORDS, month_link, month_name, month_page, page_of, shown
from generator.views._head import Head

SIGNS = {
    Standing.UNREAD: "○",
    Standing.OVERDUE: "！",
    Standing.RECEIVED: "✓",
    Standing.LATE: "✓迟",
    Standing.RECALLED: "撤",
}


@dataclass(frozen=True, slots=True)
class UnitTally:
    """How a unit stands: all that it was sent, and of that what it has yet to sign for, and is late with."""

    name: str
    url: str
    sent: int
    pending: int
    overdue: int


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A dispatch at the head of its column; `mark` is short, for a narrow column."""

    mark: str
    title: str
    document_number: str
    sender: str
    arrived: str
    due: str
    recalled: str  # the reason
    sent: int
    pending: int
    overdue: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How one unit stands with one dispatch; all "" where it was not sent to it."""

    sign: str = ""
    told: str = ""
    standing: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit's cells, in the order of the columns."""

    name: str
    url: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsOverview:
    """All units with what they have yet to sign for; the months."""

    head: Head
    units: tuple[UnitTally, ...]
    sent: int
    pending: int
    overdue: int
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReceiptsMatrix:
    """Units × dispatches of a month."""

    head: Head
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    newer: Link | None
    older: Link | None
    file: str


@dataclass(frozen=True, slots=True)
class ReceiptsTable:
    """The same as rows for spreadsheets."""

    rows: tuple[tuple[str, ...], ...]


def overview_front(overview: Overview) -> Iterator[Page]:
    """The first page: how every unit stands."""
    tallies = tuple(tally for member in overview.members if (tally := _tally(overview, member.slug)).sent)
    page = ReceiptsOverview(
        Head("签收情况", f"{overview.site_name}各单位的公文签收情况", section="index.html", indexable=False),
        tuple(sorted(tallies, key=lambda each: (-each.overdue, -each.pending))),
        sum(each.sent for each in tallies),
        sum(each.pending for each in tallies),
        sum(each.overdue for each in tallies),
        tuple(Link(month_name(month), month_page(month)) for month in overview.months),
    )
    yield Page("index.html", "receipts_overview.html", page, "", False)


def overview_month(overview: Overview, month: str) -> Iterator[Page]:
    """The matrix of a month."""
    found, months = list(reversed(overview.months[month])), tuple(overview.months)
    place = months.index(month)
    newer, older = months[place - 1] if place else "", months[place + 1] if place + 1 < len(months) else ""
    page = ReceiptsMatrix(
        Head(f"{month_name(month)}签收情况", "各单位的公文签收情况", indexable=False),
        tuple(_column(overview, number, each) for number, each in enumerate(found, 1)),
        tuple(_rows(overview, found)),
        month_link(newer),
        month_link(older),
        f"{month}/receipts.csv",
    )
    yield Page(month_page(month), "receipts_matrix.html", page, "", False)
    yield Page(page.file, "receipts_table", ReceiptsTable(tuple(_table(overview, found))), "", False)


def _tally(overview: Overview, slug: str) -> UnitTally:
    own = [units[slug] for units in overview.deliveries.values() if slug in units]
    pending = [each for each in own if each.standing in PENDING]
    overdue = sum(each.standing is Standing.OVERDUE for each in pending)
    return UnitTally(overview.names[slug], f"{slug}/index.html", len(own), len(pending), overdue)


def _column(overview: Overview, number: int, dispatch: Dispatch) -> MatrixColumn:
    own = list(overview.deliveries[dispatch.serial].values())
    recall = overview.recalls.get(dispatch.serial)
    return MatrixColumn(
        str(number),
        dispatch.title,
        dispatch.document_number,
        overview.names.get(dispatch.sender, dispatch.sender),
        shown(dispatch.arrived),
        shown(own[0].due) if own else "",
        recall.reason if recall else "",
        len(own),
        sum(each.standing in PENDING for each in own),
        sum(each.standing is Standing.OVERDUE for each in own),
    )


def _rows(overview: Overview, found: list[Dispatch]) -> Iterator[MatrixRow]:
    for member in overview.members:
        cells = tuple(_cell(overview.deliveries[each.serial].get(member.slug)) for each in found)
        if any(each.sign for each in cells):
            yield MatrixRow(member.short_name, f"{member.slug}/index.html", cells)


def _cell(delivery: Delivery | None) -> MatrixCell:
    if delivery is None:
        return MatrixCell()
    receipt = delivery.receipt
    by = f"：{receipt.person} {shown(receipt.moment)}" if receipt else ""
    url = f"{delivery.unit}/{page_of(delivery.dispatch)}"
    return MatrixCell(SIGNS[delivery.standing], f"{WORDS[delivery.standing]}{by}", delivery.standing.value, url)


def _table(overview: Overview, found: list[Dispatch]) -> Iterator[tuple[str, ...]]:
    yield (
        "流水号",
        "文号",
        "标题",
        "发文机关",
        "收到时间",
        "单位",
        "主送或抄送",
        "签收期限",
        "状态",
        "签收时间",
        "签收人",
    )
    for each in found:
        for slug, own in overview.deliveries[each.serial].items():
            receipt = own.receipt
            yield (
                *(each.serial, each.document_number, each.title, overview.names.get(each.sender, each.sender)),
                *(shown(each.arrived), overview.names.get(slug, slug), "抄送" if own.copy else "主送", shown(own.due)),
                *(WORDS[own.standing], shown(receipt.moment) if receipt else "", receipt.person if receipt else ""),
            )


def written(table: ReceiptsTable) -> str:
    """The table as CSV."""
    return csv_text(table.rows)


WRITERS = {"receipts_table": written}

SAMPLE = (
    Page(
        "receipts/index.html",
        "receipts_overview.html",
        ReceiptsOverview(
            Head("签收情况", "各单位的公文签收情况", indexable=False),
            (UnitTally("样例镇", "yangli/index.html", 12, 3, 1), UnitTally("水务局", "shuiwuju/index.html", 8, 0, 0)),
            20,
            3,
            1,
            (Link("2026年1月", "receipts/2026-01/index.html"),),
        ),
        "",
        False,
    ),
    Page(
        "receipts/2026-01/index.html",
        "receipts_matrix.html",
        ReceiptsMatrix(
            Head("2026年1月签收情况", "各单位的公文签收情况", indexable=False),
            (
                MatrixColumn(
                    "1",
                    "样例县人民政府办公室关于做好春耕生产的通知",
                    "样政办发〔2026〕1号",
                    "政府办",
                    "2026-01-05 09:12",
                    "2026-01-07 17:30",
                    "",
                    2,
                    1,
                    1,
                ),
            ),
            (
                MatrixRow("样例镇", "yangli/index.html", (MatrixCell("！", "逾期未签收", "overdue", ""),)),
                MatrixRow(
                    "水务局", "shuiwuju/index.html", (MatrixCell("✓", "已签收：张某 2026-01-05", "received", ""),)
                ),
            ),
            None,
            None,
            "receipts/2026-01/receipts.csv",
        ),
        "",
        False,
    ),
)
