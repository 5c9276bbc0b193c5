"""A link that nobody would see: what planted links look like."""

import re

from generator.checks import Found, check
from generator.checks._texts import body_of
from generator.model import Document, Mark
from generator.references import find

_UNSEEN = re.compile(
    r"""<[a-z][^>]{0,500}?(?:\bhidden\b|(?:width|height)\s*=\s*["']?[01](?:px)?["'\s>]|style\s*=\s*(?:"[^"]{0,500}?|'[^']{0,500}?)"""
    r"""(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:[;"']|$)"""
    r"""|(?:font-size|width|height|line-height)\s*:\s*[01](?:px|em|pt|%)?\s*(?:[;"']|$)"""
    r"""|(?:text-indent|left|top|margin-left)\s*:\s*-\s*\d{3,}))""",
    re.IGNORECASE | re.MULTILINE,
)
_VISIBLE = re.compile(r"[^\s\W_]|!\[|<img", re.IGNORECASE)


@check(
    "W205",
    "error",
    law="国办秘函〔2019〕19号 单项否决：安全、泄密事故等严重问题",
    fix="删去这段代码；不是自己写的，先查清文件是谁改的，全站查一遍",
    bad=(
        '标题: 甲\n---\n<div style="display:none"><a href="https://www.gov.cn/">彩票</a></div>',
        "标题: 乙\n---\n通知如下。[](https://www.gov.cn/)",
        '标题: 丙\n---\n<a href="https://www.gov.cn/" style="font-size:0">彩票</a>',
    ),
    good="标题: 甲\n---\n见[中国政府网](https://www.gov.cn/)。",
)
def link_hidden(document: Document) -> Found:
    """正文里没有看不见的链接（暗链）。"""
    source = document.body.source
    if "](" not in source and "<" not in source:
        return
    for hidden in _UNSEEN.finditer(source):
        yield "这段代码让内容看不见，是暗链的写法", body_of(document).place(hidden.start())
    for found in find(source):
        if not found.image and "://" in found.target and found.text != found.target and not _VISIBLE.search(found.text):
            yield f"链接「{found.target}」没有看得见的文字", Mark(document.body_line + found.line, found.column)
