"""Columns in which nothing was ever published."""

from generator.checks import Found, check
from generator.checks._columns import blank, names
from generator.model import UnitContent
from generator.rulebook import threshold

LAW = "国办秘函〔2019〕19号 单项否决：空白栏目"
FIX = "发布内容；由别的单位负责的写“链接到”，没有这类信息的写“不适用”和理由，都在 unit.yaml 的“栏目”里"
FULL = "=== unit.yaml\n栏目:\n" + "".join(
    f"  fdzdgknr/{key}: {{不适用: 本级没有}}\n"
    for key in (
        *("fggw", "jgxx", "gh", "tj", "xzxk", "xzcf", "czyjs", "xzsf", "zfcg", "zdxm", "msbz", "yjgl", "jdjc", "zlly"),
        *("qtfd", "nyzc", "ntsl", "tdlz", "zjd", "tdzs", "fwzs", "cczl", "shjz"),
    )
)
THREE = f"{FULL}  gg: {{不适用: 本级没有}}\n"


@check("I204", "breach", law=LAW, fix=FIX, bad="标题: 甲", good=FULL)
def columns_blank(content: UnitContent) -> Found:
    """空白栏目 5 个以上，单项否决。"""
    found = blank(content)
    if len(found) >= threshold("blank_columns"):
        yield f"{len(found)} 个空白栏目：{names(found)}", "name"


@check("I104", "warning", law=LAW, fix=FIX, bad=FULL, good=f"{THREE}  dt: {{不适用: 本级没有}}\n")
def columns_nearly_blank(content: UnitContent) -> Found:
    """空白栏目超过 2 个就要提醒。"""
    found = blank(content)
    if threshold("blank_columns_near") < len(found) < threshold("blank_columns"):
        yield f"{len(found)} 个空白栏目：{names(found)}", "name"
