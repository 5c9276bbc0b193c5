"""Nothing new on the county's portal for ten days, or for two weeks."""

from collections.abc import Iterator
from datetime import date

from generator.checks import Found, Turn, check
from generator.model import UnitContent, UnitKind
from generator.rulebook import threshold
from generator.working_days import later

LAW = "国办秘函〔2019〕19号 单项否决：首页"
FIX = "发布新的信息；确实没有新信息的，核对动态要闻、通知公告是否按期更新"
PORTAL = '=== unit.yaml\n单位类型: 县级门户\n行政区划代码: "530823"\n'


def _newest(content: UnitContent) -> Iterator[date]:
    """The day of the newest document of the portal."""
    if content.unit.kind is UnitKind.COUNTY:
        days = [*(each.date_published for each in content.documents), *(each.date_published for each in content.kept)]
        yield from [max(days)] if days else []


@check("I201", "breach", law=LAW, fix=FIX, bad=(PORTAL, "发布日期: 2026-11-08"), good=(PORTAL, "发布日期: 2026-11-09"))
def home_overdue(content: UnitContent, today: date) -> Found:
    """门户首页两周之内要有更新，否则单项否决。"""
    for newest in _newest(content):
        due = later(newest, threshold("home_days") + 1)
        if due <= today:
            yield f"门户最近一次更新是 {newest}，已超过 {threshold('home_days')} 天", "name"
        yield Turn(due)


@check("I101", "warning", law=LAW, fix=FIX, bad=(PORTAL, "发布日期: 2026-11-10"), good=(PORTAL, "发布日期: 2026-11-13"))
def home_nearly_overdue(content: UnitContent, today: date) -> Found:
    """门户首页超过 10 天没有更新就要提醒。"""
    for newest in _newest(content):
        near, due = later(newest, threshold("home_days_near") + 1), later(newest, threshold("home_days") + 1)
        if near <= today < due:
            yield f"门户最近一次更新是 {newest}，{due} 起逾期", "name"
        yield from (Turn(near), Turn(due))
