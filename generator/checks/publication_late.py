"""A document was published later after it was made than the law allows, or nearly so."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from generator.checks import Found, check
from generator.model import Document
from generator.rulebook import rules, threshold
from generator.working_days import between

LAW = "《政府信息公开条例》第二十六条"
OTHER_CLOCKS = frozenset(("annual_report", "budget", "final_accounts", "disclosure_rules", "guide"))


@cache
def _since() -> date:
    return date.fromisoformat(rules("thresholds")["publication_since"])


def _days(document: Document) -> Iterator[tuple[int, str]]:
    """Working days from making to publishing, where they count: own documents that have no clock of their own."""
    made, published = document.date_written, document.date_published
    if made is None or (published - made).days <= threshold("publication_working_days_near"):
        return
    if made >= _since() and document.kind not in OTHER_CLOCKS and not document.origin_url:
        days = between(made, published)
        yield days, f"成文 {made}，公开 {published}，相隔 {days} 个工作日"


@check(
    "L204",
    "breach",
    law=LAW,
    fix="已经晚了的不必改日期，以后自成文之日起 20 个工作日内公开；法律、法规另有期限的，按批准程序豁免",
    bad="成文日期: 2026-03-02\n发布日期: 2026-04-20",
    good="成文日期: 2026-03-02\n发布日期: 2026-03-10",
)
def publication_overdue(document: Document) -> Found:
    """政府信息自形成之日起 20 个工作日内公开（节假日按国务院办公厅的安排）。"""
    for days, words in _days(document):
        if days > threshold("publication_working_days"):
            yield f"{words}，超过 {threshold('publication_working_days')} 个工作日", "date_published"


@check(
    "L104",
    "warning",
    law=LAW,
    fix="离期限很近了，以后早些公开",
    bad="成文日期: 2026-03-02\n发布日期: 2026-03-26",
    good="成文日期: 2026-03-02\n发布日期: 2026-03-10",
)
def publication_nearly_overdue(document: Document) -> Found:
    """临近 20 个工作日才公开，容易逾期。"""
    for days, words in _days(document):
        if threshold("publication_working_days_near") < days <= threshold("publication_working_days"):
            yield f"{words}，临近期限", "date_published"
