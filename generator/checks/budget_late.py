"""A budget or final accounts were published too long after their approval."""

from generator.checks import Found, check
from generator.model import Document
from generator.rulebook import threshold


@check(
    "L107",
    "warning",
    law="《预算法》第十四条",
    fix="已经晚了的不必改日期；以后批准、批复后 20 日内公开",
    bad="标题: 2026年部门预算\n类型: 预算\n年度: 2026\n批准日期: 2026-01-20\n发布日期: 2026-02-20",
    good="标题: 2026年部门预算\n类型: 预算\n年度: 2026\n批准日期: 2026-01-20\n发布日期: 2026-02-09",
)
def budget_late(document: Document) -> Found:
    """预算、决算在批准或批复后 20 日内公开（日历日）。"""
    if document.approved_on is not None:
        days = (document.date_published - document.approved_on).days
        if days > threshold("budget_days"):
            words = f"批准 {document.approved_on}，公开 {document.date_published}，相隔 {days} 天"
            yield f"{words}，超过 {threshold('budget_days')} 天", "date_published"
