"""A document still counts as in force after the day on which it ended."""

from datetime import date, timedelta

from generator.checks import Found, Turn, check
from generator.model import Document, Validity


@check(
    "D303",
    "warning",
    law="国办发〔2017〕47号",
    fix="把“有效性”改为“失效”或“废止”",
    bad="有效性: 有效\n失效日期: 2026-02-01",
    good="有效性: 失效\n失效日期: 2026-02-01",
)
def validity_outdated(document: Document, today: date) -> Found:
    """过了失效、废止日期的文件，应当标明失效或废止。"""
    if document.repealed_on is None or document.validity not in (Validity.IN_FORCE, Validity.AMENDED):
        return
    if document.repealed_on >= today:
        yield Turn(document.repealed_on + timedelta(days=1))
    else:
        yield f"已过失效、废止日期 {document.repealed_on}，有效性还不是“失效”或“废止”", "validity"
