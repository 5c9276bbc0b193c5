"""A row of a standard catalogue lacks one of its ten columns, or says in it what the official form does not know."""

from generator.checks import Found, check
from generator.checks._standards import DONE, LAW, ROW
from generator.model import UnitContent


@check(
    "S101",
    "error",
    law=LAW,
    fix="按提示填写这一栏；填好以前，这个事项不在目录里显示，以前公开过的事项页面保留，目录的其他事项照常公开",
    bad=ROW.replace("    公开依据: 《社会救助暂行办法》、《国务院关于全面建立临时救助制度的通知》\n", ""),
    good=(ROW, DONE),
)
def standard_row_incomplete(content: UnitContent) -> Found:
    """标准目录的每个事项要填满十栏：序号、事项、内容、依据、时限、主体、渠道、对象、方式、层级。"""
    for standard in content.standards:
        for place, item in enumerate(standard.items, 1):
            for fault in item.faults:
                whose = f"第 {place} 个事项{f'“{item.title}”' if item.title else ''}"
                yield f"{whose}的{fault.message}", fault.mark, standard.source
