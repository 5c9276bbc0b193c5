"""Columns in which nothing new was published for longer than they allow."""

from datetime import date

from generator.checks import Found, check
from generator.checks._columns import clocks, counted, late, long_clocks, names, place, turns
from generator.model import UnitContent
from generator.rulebook import threshold

LAW = "国办秘函〔2019〕19号 单项否决：栏目不更新"
FIX = "发布新的信息；期限不合适的，在 unit.yaml 的“栏目”里写“更新期限”；没有这类信息的写“不适用”"
STALE = "=== unit.yaml\n栏目:\n" + "".join(
    f"  {key}: {{更新期限: 30}}\n" for key in ("zd", "gg", "dt", "fdzdgknr/tj", "fdzdgknr/jdjc")
)
FILES = ("栏目: 政府信息公开制度", "栏目: 通知公告", "栏目: 工作动态", "栏目: 统计信息", "栏目: 监督检查")


@check("I102", "warning", law=LAW, fix=FIX, bad="发布日期: 2026-05-26", good="发布日期: 2026-05-27")
def column_stale(content: UnitContent, today: date) -> Found:
    """栏目要按期更新：动态两周，通知公告和政策文件 6 个月，其他按目录规定的期限。"""
    found = clocks(content)
    for column in late(found, today):
        words = f"栏目「{column.name}」最近一次更新是 {column.newest}，已超过 {column.freshness} 天"
        yield words, place(content, column.key)
    yield from turns(found, today)


@check("I202", "breach", law=LAW, fix=FIX, bad=(STALE, *FILES), good=(STALE.replace("30}", "0}"), *FILES))
def columns_stale(content: UnitContent, today: date) -> Found:
    """动态两周、公告和政策 6 个月没有更新的栏目，累计 5 个以上，单项否决。"""
    found = counted(content)
    columns = late(found, today)
    if len(columns) >= threshold("stale_columns"):
        yield f"{len(columns)} 个栏目逾期没有更新：{names(columns)}", "name"
    yield from turns(found, today)


OLD = "=== unit.yaml\n栏目:\n" + "".join(
    f"  zj{number}: {{名称: 自建{number}, 更新期限: 30}}\n" for number in range(10)
)
NINE, TEN = (tuple(f"栏目: 自建{number}\n发布日期: 2025-11-20" for number in range(count)) for count in (9, 10))


@check("I203", "breach", law=LAW, fix=FIX, bad=(OLD, *TEN), good=(OLD.replace("30}", "0}"), *TEN))
def columns_long_stale(content: UnitContent, today: date) -> Found:
    """应更新但长期未更新的栏目 10 个以上，单项否决。"""
    found = long_clocks(content)
    columns = late(found, today)
    if len(columns) >= threshold("long_stale_columns"):
        yield f"{len(columns)} 个栏目超过一年没有更新：{names(columns)}", "name"
    yield from turns(found, today)


@check("I103", "warning", law=LAW, fix=FIX, bad=(OLD, *NINE), good=(OLD.replace("30}", "0}"), *NINE))
def columns_nearly_long_stale(content: UnitContent, today: date) -> Found:
    """长期未更新的栏目超过 8 个就要提醒。"""
    found = long_clocks(content)
    columns = late(found, today)
    if threshold("long_stale_columns_near") < len(columns) < threshold("long_stale_columns"):
        yield f"{len(columns)} 个栏目超过一年没有更新：{names(columns)}", "name"
    yield from turns(found, today)
