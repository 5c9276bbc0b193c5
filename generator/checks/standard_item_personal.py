"""A document of an item that is only for some persons is about to be shown to everybody."""

from generator.checks import Found, check
from generator.checks._standards import LAW, ROW, TAG, tagged
from generator.model import Audience, UnitContent

ONLY = ROW.replace("公开对象: 全社会", "公开对象: 特定群体（救助申请人）")


@check(
    "S103",
    "error",
    law=f"{LAW}；《政府信息公开条例》第十五条",
    fix="把“公开属性”改为“不予公开”或“依申请公开”，按目录的渠道告知本人；以前公开过的，照编辑手册“撤下一条信息”撤下；"
    "能向全社会公开的，核实后改正目录的“公开对象”，或者删去“公开事项”",
    bad=(ONLY, TAG),
    good=(ONLY, f"{TAG}\n公开属性: 依申请公开"),
)
def standard_item_personal(content: UnitContent) -> Found:
    """公开对象是特定群体的事项，信息不能向全社会公开。"""
    for document, place, (_, item) in tagged(content):
        if item.audience is Audience.SPECIFIC:
            whom = f"特定群体{f'（{item.group}）' if item.group else ''}"
            yield f"事项“{item.title}”的公开对象是{whom}，这条信息却要向全社会公开", place, document.source
