"""A letter is said to be dealt with by a unit that the county does not have."""

from generator.addressing import registry_of
from generator.checks import Found, check
from generator.model import County, Letters, UnitContent

HEADS = "=== letters/2026.csv\n编号,渠道,类别,收到日,主题,公开,办理单位,答复日,答复内容\n"
WRONG, RIGHT = (
    f"{HEADS}X-1,县长信箱,投诉,2026-11-02,路灯,是,{unit},2026-11-09,已经修好\n" for unit in ("锦屏乡", "caizhengju")
)


@check(
    "I112",
    "warning",
    law="国办发〔2017〕47号（受理、转办、答复要有责任单位）",
    fix="“办理单位”写单位名录里的简称、名称或文件夹名；本单位自己办的空着；几个单位办的写牵头的",
    bad=WRONG,
    good=RIGHT,
)
def letter_handler_unknown(content: UnitContent, county: County) -> Found:
    """来信的办理单位是单位名录里的单位，各单位的办理情况才数得对。"""
    kept = content.register(Letters)
    registry = registry_of(county)
    for each in kept.letters if kept else ():
        if not registry.unit(each.handler):
            near = registry.near_unit(each.handler)
            hint = f"，是不是「{near}」？" if near else ""
            yield f"来信 {each.number} 的办理单位不是单位名录里的单位{hint}", each.handler_place, each.source
