"""A summary that is too long for the catalogue."""

from generator.checks import Found, check
from generator.model import Document
from generator.rulebook import threshold


@check(
    "L102",
    "warning",
    law="《政府信息公开条例》第十二条",
    fix="把内容概述压缩到 100 字以内；也可以不写，自动取正文开头",
    bad=f"内容概述: {'一二三四五六七八九十' * 11}",
    good="内容概述: 部署 2026 年春季农业生产工作。",
)
def summary_long(document: Document) -> Found:
    """公开目录里的内容概述一般不超过 100 字。"""
    limit = threshold("summary_length")
    if "summary" in document.marks and len(document.summary) > limit:
        yield f"内容概述有 {len(document.summary)} 字，超过 {limit} 字", "summary"
