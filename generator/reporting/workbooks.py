"""The 整改台账 as a workbook, to be handed out and filled in: what was done, by whom and when is left blank."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from generator import files
from generator.reporting.sheets import CountySheet, UnitSheet

HEADS = (
    *(("序号", 6), ("单位", 24), ("级别", 8), ("代码", 8), ("问题", 48), ("文件", 36), ("行", 6), ("怎样改", 44)),
    *(("依据", 30), ("责任人", 22), ("整改期限", 12), ("整改情况", 24), ("完成日期", 12)),
)


def written(path: Path, county: CountySheet, units: Iterable[UnitSheet]) -> str:
    """Write the workbook; returns its name, or "" without the library that writes it (the extra `report`)."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        return ""
    data = BytesIO()
    with Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.combine(county.today, time())})  # no clock in what is written
        head = book.add_format({"bold": True, "bg_color": "#F0F2F5", "border": 1, "valign": "vcenter"})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = book.add_worksheet("整改台账")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, (name, width) in enumerate(HEADS):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, width)
        row = 0
        for row, values in enumerate(_rows(county, units), 1):
            for column, value in enumerate(values):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, cell)
                else:
                    sheet.write_string(row, column, value, cell)
        sheet.autofilter(0, 0, max(row, 1), len(HEADS) - 1)
    files.replace(path, data.getvalue())
    return path.name


def _rows(county: CountySheet, units: Iterable[UnitSheet]) -> Iterable[tuple[str | int, ...]]:
    number = 0
    for unit in units:
        for each in unit.rectifications:
            number += 1
            yield (
                *(number, unit.name, each.label, each.code, each.message, each.path, each.line, each.fix, each.law),
                *(each.responsible, each.due.isoformat(), "", ""),
            )
