"""A document claims to be written on a day that has not come."""

from datetime import date

from generator.checks import Found, Turn, check
from generator.model import Document


@check(
    "I105",
    "error",
    law="国办秘函〔2019〕19号",
    fix="改正成文日期",
    bad="成文日期: 2099-01-04",
    good="成文日期: 2026-01-04",
)
def written_in_future(document: Document, today: date) -> Found:
    """成文日期不能晚于今天。"""
    if document.date_written is not None and document.date_written > today:
        yield f"成文日期 {document.date_written} 还没有到", "date_written"
        yield Turn(document.date_written)
