"""The charts of a document: those in its front matter, else those that its kind has by itself."""

from __future__ import annotations

from dataclasses import replace

from generator import charting, tables
from generator.chart_fields import ChartFields
from generator.faults import finding
from generator.load.inclusions import Inclusions
from generator.load.source_text import SourceText
from generator.model import Body, Chart, Finding, Kind, Mark, Table
from generator.table_schema import DATA

CELL_FIX = "改正这一格：只写数字，单位写在表头的括号里，例如 收入（万元）；没有数的空着"


def charted(
    draft: SourceText, kind: Kind, body: Body, inclusions: Inclusions, findings: list[Finding]
) -> tuple[tuple[Chart, ...], Body]:
    """The charts of a document, and its body with the tables that they are drawn from.

    A table that only a chart shows is one of the document's tables too: it is checked as they are, published as they
    are, and keeps the document back where it has a fault.
    """
    asked = draft.fields.charts if draft.fields else ()
    if not asked:
        found = (charting.budget_charts(table) for _, table in body.tables) if kind.charted else ()
        return tuple(chart for several in found for chart in several), body
    known = dict(body.tables)
    made = []
    for number, fields in enumerate(asked):
        table = _table(draft, fields, number, known, inclusions, findings)
        if table is None:
            continue
        known[fields.data] = table
        title = table.caption or (draft.fields.title if draft.fields else "")
        drawn = charting.chart(fields, table, title)
        if isinstance(drawn, Chart):
            made.append(drawn)
        else:
            findings += [_told(draft, number, wrong, table, inclusions) for wrong in drawn]
    return tuple(made), replace(body, tables=tuple(sorted(known.items())))


def _table(
    draft: SourceText,
    fields: ChartFields,
    number: int,
    known: dict[str, Table],
    inclusions: Inclusions,
    findings: list[Finding],
) -> Table | None:
    """The table that a chart is drawn from, as the body shows it, or read for the chart alone."""
    if fields.data in known:
        return known[fields.data]
    mark = _place(draft, number, "data")
    if not fields.data.lower().endswith(DATA):
        findings.append(
            finding("F226", draft.source, mark, f"「{fields.data}」不是数据文件，图表只能由 .csv、.yaml 画")
        )
        return None
    return inclusions.include(draft, fields.data, fields.title, mark, findings)


def _told(draft: SourceText, number: int, wrong: charting.Wrong, table: Table, inclusions: Inclusions) -> Finding:
    """What is wrong with a chart, at the cell that is to blame or in the front matter."""
    if wrong.cell is None:
        return finding("F226", draft.source, _place(draft, number, wrong.field), wrong.message)
    row, column = wrong.cell
    rows, _ = tables.read_rows(inclusions.root / table.source)
    return finding(
        "F226", table.source, rows[row + 1].place(column), f"{wrong.message}（{draft.source} 的图表）", CELL_FIX
    )


def _place(draft: SourceText, number: int, field: str) -> Mark:
    """Where a field of a chart stands, or as near to it as anything was written."""
    for name in (f"charts.{number}.{field}", f"charts.{number}.{field.partition('.')[0]}", f"charts.{number}.data"):
        if name in draft.marks:
            return draft.marks[name]
    return draft.marks.get("charts", Mark(1, 1))
