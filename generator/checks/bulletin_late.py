"""A quarterly bulletin was published later than the tenth day after its quarter."""

from generator.checks import Found, check
from generator.model import Document
from generator.sunshine import QUARTER, bulletin_due


@check(
    "Y102",
    "warning",
    law="云政发〔2009〕40号（重点工作通报制度）",
    fix="已经晚了的不必改日期；以后在下一季度第一个月的 10 日以前通报",
    bad="标题: 2026年第一季度重点工作通报\n成文日期: 2026-04-10\n发布日期: 2026-04-12",
    good="标题: 2026年第一季度重点工作通报\n成文日期: 2026-04-03\n发布日期: 2026-04-10",
)
def bulletin_late(document: Document) -> Found:
    """季度通报在下一季度第一个月的 10 日以前公布。"""
    due = bulletin_due(document)
    if due is not None and document.date_published > due:
        yield f"{_quarter(document.title)}的通报 {due} 到期，公布在 {document.date_published}", "date_published"


def _quarter(title: str) -> str:
    """The quarter as the title writes it."""
    return found[0] if (found := QUARTER.search(title)) else ""
