"""A day of publication that is not the one that readers were told first, or not the day on which it was public."""

from datetime import date, timedelta

from generator.checks import Found, check
from generator.model import Before, Document
from generator.rulebook import threshold

LAW = "国办秘函〔2019〕19号 单项否决：弄虚作假（伪造发稿日期）"


@check(
    "I305",
    "warning",
    law=LAW,
    fix="改回原来的发布日期；原来的日期确实写错的，经批准写进 waivers.yaml",
    bad=("标题: 甲\n发布日期: 2026-01-16", "=== 上次公开\n发布日期: 2026-01-06\n"),
    good=("标题: 甲\n发布日期: 2026-01-06", "=== 上次公开\n发布日期: 2026-01-06\n"),
)
def published_day_changed(document: Document, before: Before) -> Found:
    """信息公开以后，发布日期不再改动。"""
    first = before.first.get(document.index_number)
    if first is not None and first.said != document.date_published.isoformat():
        yield f"发布日期 {document.date_published} 与首次发布时的 {first.said} 不同", "date_published"


@check(
    "I405",
    "warning",
    law=LAW,
    fix="发布日期写实际公开的日子；补录以前的信息，写“补录: 是”",
    bad=("标题: 甲\n发布日期: 2026-01-06", "=== 上次公开\n发布日期: 2026-01-06\n公开日: 2026-01-16\n"),
    good=("标题: 甲\n发布日期: 2026-01-06\n补录: 是", "=== 上次公开\n发布日期: 2026-01-06\n公开日: 2026-01-16\n"),
)
def published_day_too_early(document: Document, before: Before) -> Found:
    """发布日期不早于实际公开的日子；补录的要写明。"""
    first = before.first.get(document.index_number)
    if first is None or not first.done or document.backfilled:
        return
    if document.date_published + timedelta(days=threshold("publication_days_early")) < date.fromisoformat(first.done):
        yield f"发布日期是 {document.date_published}，实际到 {first.done} 才公开", "date_published"
