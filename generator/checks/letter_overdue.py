"""Letters of citizens that were not replied to in time."""

from collections.abc import Iterator
from datetime import date

from generator.checks import Found, Turn, check
from generator.model import Letter, Letters, Mark, UnitContent
from generator.rulebook import threshold
from generator.working_days import later

LAW = "国办秘函〔2019〕19号 单项否决：互动回应差；国办发〔2017〕47号"
FIX = "催办；已经答复的，在来信登记里填写“答复日”和“答复内容”"
HEADS = "=== letters/2026.csv\n编号,渠道,类别,收到日,主题,公开,答复日,答复内容\n"
OPEN, REPLIED = (f"{HEADS}X-1,县长信箱,投诉,2026-08-03,路灯,是,{ends}\n" for ends in (",", "2026-08-10,已经修好"))
LATE = f"{HEADS}X-1,县长信箱,投诉,2026-11-02,路灯,是,,\n"


def _waiting(content: UnitContent) -> Iterator[Letter]:
    """The letters without a reply, oldest first."""
    kept = content.register(Letters)
    yield from (each for each in reversed(kept.letters if kept else ()) if each.replied is None)


@check("I111", "warning", law=LAW, fix=FIX, bad=(LATE, "=== 今天\n2026-11-24\n"), good=REPLIED)
def letter_overdue(content: UnitContent, today: date) -> Found:
    """来信在渠道的期限以内答复，期限按工作日计算。"""
    for each in _waiting(content):
        last = later(each.received, threshold("letter_unanswered_days"))
        if each.due < today <= last:
            yield f"来信 {each.number} 应当在 {each.due} 以前由{each.handler}答复", Mark(each.row, 1), each.source
        yield Turn(later(each.due, 1))
        yield Turn(later(last, 1))


@check("I211", "breach", law=LAW, fix=FIX, bad=OPEN, good=REPLIED)
def letter_unanswered(content: UnitContent, today: date) -> Found:
    """没有一封来信超过 3 个月还没有答复。"""
    for each in _waiting(content):
        last = later(each.received, threshold("letter_unanswered_days"))
        if last < today:
            words = f"来信 {each.number}（{each.received} 收到）过了 {last} 还没有答复，由{each.handler}办理"
            yield words, Mark(each.row, 1), each.source
        yield Turn(later(last, 1))
