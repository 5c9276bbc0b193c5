"""An item of a standard catalogue that has a clock has had no new document for long."""

from datetime import date

from generator.checks import Found, Turn, check
from generator.checks._standards import LAW, ROW, TAG
from generator.model import UnitContent
from generator.rulebook import threshold
from generator.standards import has_clock, newest, owed
from generator.working_days import later


@check(
    "S302",
    "warning",
    law=LAW,
    fix="有新的信息就公开出来，在文件头写“公开事项”；没有新情况的，公开一条“本季度没有新增”之类的说明",
    bad=(ROW, f"{TAG}\n成文日期: 2026-08-20\n发布日期: 2026-08-24"),
    good=(ROW, f"{TAG}\n成文日期: 2026-08-20\n发布日期: 2026-08-25"),
)
def standard_item_stale(content: UnitContent, today: date) -> Found:
    """标准目录里写明多少天公开的事项（每年一次的除外），最近的信息不要早于 90 天以前。"""
    days = newest(content) if content.standards else {}
    for standard in content.standards:
        for item in standard.shown:
            last = days.get(f"{standard.field}.{item.number}")
            if last is None or not owed(content.unit, item) or not has_clock(item.term):
                continue
            due = later(last, threshold("standard_item_days") + 1)
            if due <= today:
                words = f"事项“{item.title}”最近的信息是 {last} 公开的"
                yield f"{words}，已超过 {threshold('standard_item_days')} 天", item.mark, standard.source
            else:
                yield Turn(due)
