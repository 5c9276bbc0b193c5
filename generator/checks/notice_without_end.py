"""A public notice that never ends, or ends before it begins."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "X102",
    "error",
    law="《个人信息保护法》第十九条",
    fix="写明“公示截止”，不早于发布日期；次日起自动撤下正文，只留标题和索引号",
    bad="类型: 公示\n发布日期: 2026-01-06\n公示截止: 2026-01-01",
    good="类型: 公示\n发布日期: 2026-01-06\n公示截止: 2026-01-13",
)
def notice_without_end(document: Document) -> Found:
    """公示要有截止日期，名单不能无限期挂在网上。"""
    end = document.public_until
    if end is None and document.kind == "public_notice":
        yield "公示没有写“公示截止”", "kind"
    elif end is not None and end < document.date_published:
        yield f"公示截止 {end} 早于发布日期 {document.date_published}，公众一天也看不到", "public_until"
