"""A document came later than the standard catalogue allows for its item."""

from generator.checks import Found, check
from generator.checks._standards import DONE, LAW, ROW, tagged
from generator.model import UnitContent
from generator.standards import term


@check(
    "S202",
    "warning",
    law=LAW,
    fix="已经晚了的不必改日期，以后在目录写明的时限之内公开；时限写错的，改正目录的“公开时限”",
    bad=(ROW, DONE.replace("11-10", "11-17")),
    good=(ROW, DONE),
)
def standard_item_overdue(content: UnitContent) -> Found:
    """信息要在标准目录写明的时限之内公开（时限里写明多少天、多少个工作日的才算，从成文日期起）。"""
    for document, _, (_, item) in tagged(content):
        allowed = term(item.term)
        if allowed is None or document.date_written is None or document.origin_url:
            continue
        last = allowed.last_day(document.date_written)
        if document.date_published > last:
            words = f"成文 {document.date_written}，公开 {document.date_published}"
            yield (
                f"{words}，超过事项“{item.title}”的时限：{allowed.words}，到 {last}",
                "date_published",
                document.source,
            )
