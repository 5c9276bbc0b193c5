"""What calls itself a public notice is kept as another kind, so it has no end."""

import re

from generator.checks import Found, check
from generator.model import Document

_TITLE = re.compile(r"公示(?:公告|表|名单)?(?:[（(][^（）()]*[）)])?")
KINDS = ("notice", "general", "official_document")


@check(
    "X202",
    "warning",
    law="《个人信息保护法》第十九条",
    fix="把“类型”改为“公示”并写明“公示截止”；长期公开的信息请改标题",
    bad="标题: 关于拟享受临时救助人员名单的公示\n类型: 通知公告",
    good="标题: 关于拟享受临时救助人员名单的公示\n类型: 公示\n公示截止: 2026-01-13",
)
def notice_of_other_kind(document: Document) -> Found:
    """标题是公示的信息，应当有截止日期。"""
    named = _TITLE.search(document.title)
    if document.kind in KINDS and document.public_until is None and named and named.end() == len(document.title):
        yield "标题是公示，却没有“公示截止”", "title"
