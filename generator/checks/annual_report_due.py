"""The annual report of last year is due, or overdue."""

from collections.abc import Iterator
from datetime import date

from generator.checks import Found, Turn, check
from generator.model import ColumnRole, ColumnStatus, UnitContent
from generator.rulebook import rules
from generator.working_days import later

LAW = "《政府信息公开条例》第四十九条、第五十条"
FIX = "运行 gongkai new annual-report 单位 年份 起草，填好以后公开；写法见编辑手册“几种特别的信息”"


def _missing(content: UnitContent, today: date) -> Iterator[tuple[int, date]]:
    """Last year and its deadline, where the unit has to report and has not."""
    written = rules("thresholds")[f"annual_report_{content.unit.kind.value}"]
    columns = (each for each in content.unit.walk() if each.role is ColumnRole.ANNUAL)
    asked = any(each.status is ColumnStatus.FILLED for each in columns)
    year = today.year - 1
    done = any(each.kind == "annual_report" and each.year == year for each in content.documents)
    kept = any(each.kind == "annual_report" and str(year) in each.title for each in content.kept)
    if written and asked and not (done or kept):
        yield year, date.fromisoformat(f"{today.year}-{written}")


def _years_end(today: date) -> Turn:
    return Turn(date(min(today.year + 1, date.max.year), 1, 1))


@check(
    "L106",
    "warning",
    law=LAW,
    fix=FIX,
    bad="=== 今天\n2026-01-15\n",
    good=("=== 今天\n2025-12-31\n",),
)
def annual_report_due(content: UnitContent, today: date) -> Found:
    """新的一年开始，上一年的政府信息公开工作年度报告就要按期公开。"""
    for year, deadline in _missing(content, today):
        if today <= deadline:
            yield f"{year} 年的年度报告还没有公开，{deadline} 以前要公开", "name"
            yield Turn(later(deadline, 1))
    yield _years_end(today)


@check("L206", "breach", law=LAW, fix=FIX, bad="=== 今天\n2026-02-21\n", good="=== 今天\n2026-02-20\n")
def annual_report_overdue(content: UnitContent, today: date) -> Found:
    """年度报告逾期没有公开：部门 1 月 31 日，县级政府 3 月 31 日，乡镇按县里定的日期。"""
    for year, deadline in _missing(content, today):
        if today > deadline:
            yield f"{year} 年的年度报告 {deadline} 到期，还没有公开", "name"
        yield Turn(later(deadline, 1))
    yield _years_end(today)
