"""A hearing was announced too late for anybody to come."""

from generator.checks import Found, check
from generator.model import Document
from generator.rulebook import threshold
from generator.working_days import between


@check(
    "Y101",
    "error",
    law="云政发〔2009〕40号（重大决策听证制度）",
    fix="改期，使公告到举行之间至少有 10 个工作日；或者核对“听证日期”",
    bad="标题: 关于举行听证会的公告\n发布日期: 2026-01-06\n听证日期: 2026-01-19",
    good="标题: 关于举行听证会的公告\n发布日期: 2026-01-06\n听证日期: 2026-01-20",
)
def hearing_notice_late(document: Document) -> Found:
    """听证会举行 10 个工作日以前公告，写明事项、人数和代表怎样产生。"""
    if document.hearing_on is not None:
        days = between(document.date_published, document.hearing_on)
        if days < threshold("hearing_working_days"):
            yield f"公告 {document.date_published}，听证 {document.hearing_on}，只有 {days} 个工作日", "hearing_on"
