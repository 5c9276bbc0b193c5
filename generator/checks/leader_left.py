"""Somebody is named with a title that he or she had left."""

from generator.checks import Found, check
from generator.checks._leaders import named
from generator.model import UnitContent

LEFT = "=== unit.yaml\n领导:\n  - {姓名: 普景和, 职务: 镇长, 任职日期: 2021-03-01, 离任日期: 2025-12-31}\n"
NOW = "成文日期: 2026-01-04\n发布日期: 2026-01-05\n---\n"


@check(
    "D106",
    "error",
    law="《政府信息公开条例》第二十条第（二）项；国办秘函〔2019〕19号 单项否决：严重表述错误",
    fix="改为现任的人；说的是过去的事，写“时任”或者“原”",
    bad=(LEFT, f"{NOW}会议由镇长普景和主持。"),
    good=(LEFT, f"{NOW}会议回顾了时任镇长普景和主持编制的规划。"),
)
def leader_left(content: UnitContent) -> Found:
    """已经离任的人，离任以后成文的信息里不再称现职。"""
    left = [each for each in content.unit.leaders if each.until is not None]
    for each in named(content, left):
        written = each.document.date_written or each.document.date_published
        if each.written == each.leader.name and each.leader.until is not None and written > each.leader.until:
            told = f"{each.written}已于 {each.leader.until} 不再任“{each.leader.title}”"
            yield told, each.place, each.document.source
