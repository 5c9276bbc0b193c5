"""A number or an address of the old platform that can be none."""

from generator.checks import Found, check
from generator.legacy import NUMBER, unfit
from generator.model import UnitContent


@check(
    "W208",
    "warning",
    law="国办发〔2017〕47号：网址规范、稳定；国办秘函〔2019〕19号 链接不可用",
    fix="照旧平台地址栏里的网址和编号写；栏目编号左边写本单位的栏目，见 gongkai explain columns",
    bad=(
        "旧网址: www.old.example/a.htm",
        "旧网址: http://www.old.example/a/../b.htm",
        "旧网址: http://www.old.example/a b.htm",
        "旧网址: http://www.old.example/%FF.htm",
        "旧编号: 88/231",
        "=== unit.yaml\n旧平台: {部门编号: 九三八四}\n",
        "=== unit.yaml\n旧平台: {部门编号: 9384, 栏目编号: {meiyou: 102415}}\n",
    ),
    good=(
        "旧网址: http://www.old.example/Z_M_001/Info_Detail.aspx?ID=88231&departmentid=9384",
        "旧网址: [/2015/0312/1.htm, 'http://www.old.example/%B9%AB%BF%AA.htm']\n旧编号: A-88231",
        "=== unit.yaml\n旧平台: {皮肤: Z_M_001, 部门编号: 9384, 栏目编号: {gg: 102415}}\n",
    ),
)
def legacy_name_wrong(content: UnitContent) -> Found:
    """旧平台的网址和编号要能认出来，从旧网址来的人才转得到。"""
    for document in (*content.documents, *content.waiting):
        if document.legacy_addresses or document.legacy_numbers:
            for message in unfit((), document.legacy_addresses):
                yield message, "legacy_addresses", document.source
            for message in unfit(document.legacy_numbers, ()):
                yield message, "legacy_numbers", document.source
    legacy = content.unit.legacy
    for name, value in (("skin", legacy.skin), ("department", legacy.department)):
        if value and not NUMBER.fullmatch(value):
            yield f"旧平台的「{value[:40]}」只能是数字、字母、“-”和“_”", f"legacy.{name}"
    keys = {column.key for column in content.unit.walk()} if legacy.columns else frozenset[str]()
    for key, number in legacy.columns:
        if key not in keys:
            yield f"旧平台的栏目编号：本单位没有「{key}」栏目", "legacy.columns"
        elif not NUMBER.fullmatch(number):
            yield f"旧平台的栏目编号「{number[:40]}」只能是数字、字母、“-”和“_”", "legacy.columns"
