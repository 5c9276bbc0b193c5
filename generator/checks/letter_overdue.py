"""Letters of citizens that were not replied to in time."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.addressing import registry_of
from generator.checks import Found, check
from generator.letter_counts import lost_after
from generator.model import County, Letter, Letters, Mark, UnitContent

LAW = "国办秘函〔2019〕19号 单项否决：互动回应差；国办发〔2017〕47号"
FIX = "催办；已经答复的，在来信登记里填写“答复日”和“答复内容”"
HEADS = "=== letters/2026.csv\n编号,渠道,类别,收到日,主题,公开,答复日,答复内容\n"
OPEN, REPLIED = (f"{HEADS}X-1,县长信箱,投诉,2026-08-03,路灯,是,{ends}\n" for ends in (",", "2026-08-10,已经修好"))
LATE = f"{HEADS}X-1,县长信箱,投诉,2026-11-02,路灯,是,,\n"


class Waiting(NamedTuple):
    """A letter without a reply, the unit that owes it, the last day of three months, and the day of reading."""

    letter: Letter
    unit: str
    last: date
    today: date

    @property
    def place(self) -> tuple[Mark, str]:
        """Where the letter is written down."""
        return Mark(self.letter.row, 1), self.letter.source


def _waiting(content: UnitContent, county: County) -> Iterator[Waiting]:
    """The letters without a reply, oldest first. The day is that of the register, which is read again when one becomes
    overdue."""
    kept = content.register(Letters)
    if kept is None:
        return
    units = registry_of(county)
    for each in reversed(kept.letters):
        if each.replied is None:
            slug = units.unit(each.handler)
            yield Waiting(each, units.name(slug) if slug else each.handler, lost_after(each), kept.as_of)


@check("I111", "warning", law=LAW, fix=FIX, bad=(LATE, "=== 今天\n2026-11-24\n"), good=REPLIED)
def letter_overdue(content: UnitContent, county: County) -> Found:
    """来信在渠道的期限以内答复，期限按工作日计算。"""
    for each in _waiting(content, county):
        letter = each.letter
        if letter.due < each.today <= each.last:
            yield f"来信 {letter.number} 应当在 {letter.due} 以前由{each.unit}答复", *each.place


@check("I211", "breach", law=LAW, fix=FIX, bad=OPEN, good=REPLIED)
def letter_unanswered(content: UnitContent, county: County) -> Found:
    """没有一封来信超过 3 个月还没有答复。"""
    for each in _waiting(content, county):
        letter = each.letter
        if each.last < each.today:
            words = f"来信 {letter.number}（{letter.received} 收到）过了 {each.last} 还没有答复，由{each.unit}办理"
            yield words, *each.place
