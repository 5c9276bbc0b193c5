"""What is not disclosed was not judged again for a year: the reasons may be gone."""

from datetime import date

from generator.checks import Found, Turn, check
from generator.forms import label_of
from generator.model import UnitContent
from generator.rulebook import threshold
from generator.working_days import later

HELD = "公开属性: 不予公开\n成文日期: 2024-03-01\n"
JUDGED = "保密审查: {{审查结果: 不同意公开, 审查人: 张某, 审查日期: {day}, 审查依据: 条例第十六条}}"


@check(
    "L109",
    "info",
    law="《政府信息公开条例》第十八条",
    fix="重新评估：可以公开的，“公开属性”改为“主动公开”；仍不公开的，把“审查日期”改为这次评估的日期",
    bad=HELD + JUDGED.format(day="2025-11-22"),
    good=HELD + JUDGED.format(day="2025-11-23"),
)
def openness_not_judged_again(content: UnitContent, today: date) -> Found:
    """不予公开、依申请公开的信息，每年重新评估一次；只列名称，内容不发布。"""
    for each in content.undisclosed:
        due = later(each.judged, threshold("reevaluation_days") + 1)
        if due <= today:
            told = f"《{each.title}》“{label_of(each.openness)}”，{each.judged} 以后没有重新评估"
            yield told, each.mark, each.source
        else:
            yield Turn(due)
