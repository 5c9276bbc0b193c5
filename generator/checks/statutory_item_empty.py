"""An item that the law wants published has nothing in it."""

from generator.checks import Found, check
from generator.checks._columns import blank, place
from generator.model import UnitContent

KEYS = "fggw jgxx gh tj xzxk xzcf czyjs xzsf zfcg zdxm msbz yjgl jdjc zlly qtfd nyzc ntsl tdlz zjd tdzs fwzs cczl shjz"
COMPLETE = "=== unit.yaml\n栏目:\n  fdzdgknr/tj: {链接到: 'caizhengju:fdzdgknr/tj'}\n" + "".join(
    f"  fdzdgknr/{key}: {{不适用: 本级没有}}\n" for key in KEYS.split() if key != "tj"
)


@check(
    "L105",
    "warning",
    law="《政府信息公开条例》第二十条、第二十一条",
    fix="公开这项内容；由别的单位负责的，在 unit.yaml 的“栏目”里写“链接到”；本单位没有的，写“不适用”和理由",
    bad="=== unit.yaml\n栏目:\n  fdzdgknr/tj: {更新期限: 90}\n",
    good=COMPLETE,
)
def statutory_item_empty(content: UnitContent) -> Found:
    """条例第二十条、第二十一条的每一项，要么有内容，要么链接到负责的单位，要么写明不适用的理由。"""
    laws = {column.key: column.law for column in content.unit.walk()}
    for column in blank(content):
        if column.article:
            law = laws[column.key].removeprefix("《政府信息公开条例》")
            yield f"法定栏目「{column.name}」（{law}）没有内容", place(content, column.key)
