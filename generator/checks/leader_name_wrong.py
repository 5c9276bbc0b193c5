"""A leader's name beside the title, with one character wrong."""

from collections.abc import Iterable, Iterator

from generator.checks import Found, check
from generator.checks._leaders import Named, named, of_the_county
from generator.model import County, Leader, UnitContent

LAW = "国办秘函〔2019〕19号 单项否决：严重表述错误"
FIX = "与 unit.yaml 的“领导”核对：是笔误就改正；确是另一个人的，按批准程序豁免这一处"
PORTAL = '=== /content/caizhengju/unit.yaml\n单位类型: 县级门户\n行政区划代码: "530823"\n领导:\n'
LEADERS = "=== unit.yaml\n领导:\n  - {{姓名: {name}, 职务: 镇长}}\n"


def _near_misses(content: UnitContent, leaders: Iterable[Leader]) -> Iterator[tuple[Named, str]]:
    """Names of which all characters but one are a leader's, and that are nobody else's in the list; and what to say."""
    leaders = tuple(leaders)
    known = {each.name for each in (*content.unit.leaders, *leaders)}
    for each in named(content, leaders):
        wrong = sum(ours != theirs for ours, theirs in zip(each.written, each.leader.name, strict=True))
        if wrong == 1 and each.written not in known:
            yield each, f"「{each.leader.title}」{each.written}，名单里是「{each.leader.name}」"


@check(
    "I206",
    "error",
    law=LAW,
    fix=FIX,
    bad=(LEADERS.format(name="普景和"), "标题: 会议\n---\n会议由镇长普景合主持。"),
    good=(LEADERS.format(name="普景和"), "标题: 会议\n---\n会议由镇长普景和主持，原镇长普景禾列席，副镇长普景荷参加。"),
)
def leader_name_wrong(content: UnitContent) -> Found:
    """领导人姓名不能写错：紧挨着职务、与名单只差一个字（同音字也在内）的姓名，就是错。"""
    long = [each for each in content.unit.leaders if len(each.name) > 2]
    for each, told in _near_misses(content, long):
        yield told, each.place, each.document.source


@check(
    "I306",
    "warning",
    law=LAW,
    fix=FIX,
    bad=(LEADERS.format(name="张伟"), "标题: 会议\n---\n镇长张炜主持会议。"),
    good=(LEADERS.format(name="张伟"), "标题: 会议\n---\n镇长张伟主持会议，李炜参加。"),
)
def leader_name_doubtful(content: UnitContent) -> Found:
    """两个字的姓名与名单同姓、只差一个字：可能是另一个人，请核对。"""
    short = [each for each in content.unit.leaders if len(each.name) == 2]
    for each, told in _near_misses(content, short):
        if each.written[0] == each.leader.name[0]:
            yield told, each.place, each.document.source


@check(
    "I406",
    "warning",
    law=LAW,
    fix="与门户 unit.yaml 的“领导”核对：是笔误就改正；确是另一个人的，按批准程序豁免这一处",
    bad=(f"{PORTAL}  - {{姓名: 普景和, 职务: 县长}}\n", "标题: 会议\n---\n县长普景合到我镇调研。"),
    good=(
        f"{PORTAL}  - {{姓名: 普景和, 职务: 县长}}\n  - {{姓名: 张伟, 职务: 副县长}}\n",
        "标题: 会议\n---\n县长普景和、副县长李炜、原县长普景禾到我镇调研，副县长王景和陪同。",
    ),
)
def county_leader_name_wrong(content: UnitContent, county: County) -> Found:
    """各单位的信息里，县政府领导的姓名也不能写错：紧挨着职务、与门户的名单只差一个字。"""
    for each, told in _near_misses(content, of_the_county(content, county)):
        if len(each.leader.name) > 2 or each.written[0] == each.leader.name[0]:
            yield told, each.place, each.document.source
