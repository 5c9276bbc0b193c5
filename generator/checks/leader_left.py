"""Somebody is named with a title that he or she had left."""

from collections.abc import Iterable

from generator.checks import Found, check
from generator.checks._leaders import named, of_the_county
from generator.model import County, Leader, UnitContent

LAW = "《政府信息公开条例》第二十条第（二）项；国办秘函〔2019〕19号 单项否决：严重表述错误"
FIX = "改为现任的人；说的是过去的事，写“时任”或者“原”"
MAYOR = """\
=== /content/caizhengju/unit.yaml
单位类型: 县级门户
行政区划代码: "530823"
领导:
  - {姓名: 普景和, 职务: 县长, 任职日期: 2021-03-01, 离任日期: 2025-12-31}
"""
LEFT = "=== unit.yaml\n领导:\n  - {姓名: 普景和, 职务: 镇长, 任职日期: 2021-03-01, 离任日期: 2025-12-31}\n"
NOW = "成文日期: 2026-01-04\n发布日期: 2026-01-05\n---\n"


def _left(content: UnitContent, leaders: Iterable[Leader]) -> Found:
    """Those of the leaders who are named with a title in what was written after they had left it."""
    for each in named(content, [leader for leader in leaders if leader.until is not None]):
        written = each.document.date_written or each.document.date_published
        if each.written == each.leader.name and each.leader.until is not None and written > each.leader.until:
            told = f"{each.written}已于 {each.leader.until} 不再任“{each.leader.title}”"
            yield told, each.place, each.document.source


@check(
    "D106",
    "error",
    law=LAW,
    fix=FIX,
    bad=(LEFT, f"{NOW}会议由镇长普景和主持。"),
    good=(LEFT, f"{NOW}会议回顾了时任镇长普景和主持编制的规划。"),
)
def leader_left(content: UnitContent) -> Found:
    """已经离任的人，离任以后成文的信息里不再称现职。"""
    yield from _left(content, content.unit.leaders)


@check(
    "D206",
    "warning",
    law=LAW,
    fix=FIX,
    bad=(MAYOR, f"{NOW}县长普景和到我镇调研。"),
    good=(MAYOR, f"{NOW}按照原县长普景和的批示办理。"),
)
def county_leader_left(content: UnitContent, county: County) -> Found:
    """县政府领导离任以后，各单位成文的信息里也不再称现职。"""
    yield from _left(content, of_the_county(content, county))
