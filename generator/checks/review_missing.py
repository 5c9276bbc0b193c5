"""A document was not released by a confidentiality review, or not before it was published."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "L101",
    "error",
    law="《政府信息公开条例》第十七条",
    fix="先审查、后公开：在“保密审查”里写明审查结果（同意公开）、审查人和不晚于发布日期的审查日期",
    bad="保密审查: {审查结果: 同意公开}",
    good="保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-05, 审查依据: 条例第十七条}",
)
def review_missing(document: Document) -> Found:
    """公开之前应当逐项进行保密审查，写明谁在什么时候同意公开。"""
    review = document.review
    if review.result and review.result != "同意公开":
        told = f"保密审查是“{review.result}”，不是“同意公开”"
        yield told, "review.result" if "review.result" in document.marks else "review"
    missing = [
        name
        for name, value in (("审查结果", review.result), ("审查人", review.reviewer), ("审查日期", review.date))
        if not value
    ]
    if missing:
        yield f"保密审查没有写{'、'.join(f'“{name}”' for name in missing)}", "review"
    if review.date is not None and review.date > document.date_published:
        yield f"审查日期 {review.date} 晚于发布日期 {document.date_published}", "review.date"
