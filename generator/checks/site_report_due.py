"""The portal lacks last year's report on the work of the site itself."""

from collections.abc import Iterator
from datetime import date

from generator.checks import Found, Turn, check
from generator.model import UnitContent, UnitKind
from generator.rulebook import rules
from generator.working_days import later

LAW = "国办函〔2018〕12号；国办发〔2017〕47号"
FIX = "在门户发布《政府网站工作年度报表（2025年度）》这样标题的信息"
PORTAL = '=== unit.yaml\n单位类型: 县级门户\n行政区划代码: "530823"\n'
NAME = "政府网站工作年度报表"


def _missing(content: UnitContent, today: date) -> Iterator[tuple[int, date]]:
    """Last year and the deadline, where the portal has no such report."""
    year = str(today.year - 1)
    titles = [*(each.title for each in content.documents), *(each.title for each in content.kept)]
    if content.unit.kind is UnitKind.COUNTY and not any(NAME in title and year in title for title in titles):
        yield today.year - 1, date.fromisoformat(f"{today.year}-{rules('thresholds')['site_report']}")


@check("I110", "warning", law=LAW, fix=FIX, bad=(PORTAL, "=== 今天\n2026-01-20\n"), good="标题: 甲")
def site_report_due(content: UnitContent, today: date) -> Found:
    """每年 1 月 31 日以前，在门户公布上一年的政府网站工作年度报表。"""
    for year, deadline in _missing(content, today):
        if today <= deadline:
            yield f"{year} 年的政府网站工作年度报表还没有公布，{deadline} 到期", "name"
        yield Turn(later(deadline, 1))
    yield Turn(date(min(today.year + 1, date.max.year), 1, 1))


@check("I210", "breach", law=LAW, fix=FIX, bad=PORTAL, good=(PORTAL, f"标题: 景东县{NAME}（2025年度）"))
def site_report_overdue(content: UnitContent, today: date) -> Found:
    """政府网站工作年度报表逾期没有公布。"""
    for year, deadline in _missing(content, today):
        if today > deadline:
            yield f"{year} 年的政府网站工作年度报表 {deadline} 到期，还没有公布", "name"
        yield Turn(later(deadline, 1))
    yield Turn(date(min(today.year + 1, date.max.year), 1, 1))
