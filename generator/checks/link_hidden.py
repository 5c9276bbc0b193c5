"""A link that nobody would see: what planted links look like."""

import re
from collections.abc import Iterator

from generator.checks import Found, check
from generator.checks._texts import body_of
from generator.checks._unseen import hiding
from generator.model import Document
from generator.references import TAG, addresses, attributes, masked

_VISIBLE = re.compile(r"[^\s\W_]|!\[|<img|<svg|background", re.IGNORECASE)

WECHAT = """标题: 从公众号粘贴
---
<section style="font-size:0px;line-height:0;"><section style="font-size:16px;line-height:1.75;">
<a href="https://www.gov.cn/" style="line-height:0;">中国政府网</a></section></section>
<section style="width:100%;height:1px;background:#ccc;"></section>
<section style="height:1px;overflow:hidden;"><br></section>
<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>
"""
WORD = """标题: 从文档粘贴
---
<p class="MsoNormal" style="margin-left:120.0pt;text-indent:-120.0pt;line-height:1px;mso-hyphenate:none">
见<a href="https://www.gov.cn/"><span lang="EN-US" style="text-decoration:none">www.gov.cn</span></a></p>
<p style="display:none;mso-hide:all">窗体底端</p>
<table><tr height="0"><th width="0" style="border:none"></th><th width="1" data-hidden="hidden">合计</th></tr></table>
"""


@check(
    "W205",
    "error",
    law="国办秘函〔2019〕19号 单项否决：安全、泄密事故等严重问题",
    fix="删去这段代码；不是自己写的，先查清文件是谁改的，全站查一遍",
    bad=(
        '标题: 甲\n---\n<div style="display:none"><a href="https://www.gov.cn/">彩票</a></div>',
        "标题: 乙\n---\n通知如下。[](https://www.gov.cn/)",
        '标题: 丙\n---\n<a href="https://www.gov.cn/" style="font-size:0">彩票</a>',
        '标题: 丁\n---\n通知如下。<a href="https://www.gov.cn/"><span> </span></a>',
    ),
    good=("标题: 甲\n---\n见[中国政府网](https://www.gov.cn/)。", WECHAT, WORD),
)
def link_hidden(document: Document) -> Found:
    """正文里没有看不见的链接（暗链）；从公众号、Word 粘贴来的空白格式不算。"""
    source = document.body.source
    if "](" not in source and "<" not in source:
        return
    text, body = masked(source), body_of(document)
    for start in hiding(text):
        yield "这段代码让里面的链接谁也看不见，是暗链的写法", body.place(start)
    for start, target in _without_words(text):
        yield f"链接「{target}」没有看得见的文字", body.place(start)


def _without_words(text: str) -> Iterator[tuple[int, str]]:
    """Where links stand that lead away and show nothing to be seen or clicked, and their targets."""
    for place in addresses(text):
        raw = text[place.start : place.start + 2].lower() == "<a"
        outward = not (place.image or raw) and "://" in place.target and place.text != place.target
        if outward and not _VISIBLE.search(place.text):
            yield place.start, place.target
    opened: tuple[int, int, str] | None = None  # an <a>: where it stands, where its text begins, its target
    for tag in TAG.finditer(text) if "<a" in text.lower() else ():
        if tag[2].lower() == "a":
            if opened is not None and not _shows(text[opened[1] : tag.start()]):
                yield opened[0], opened[2]
            target = "" if tag[1] else attributes(tag[3]).get("href", "")
            opened = (tag.start(), tag.end(), target) if "://" in target else None


def _shows(inner: str) -> bool:
    """The inside of a raw link holds a word or a picture."""
    pictures = re.search(r"<(?:img|svg|video|button|input)\b|background|!\[", inner, re.IGNORECASE)
    return pictures is not None or _VISIBLE.search(re.sub(r"<[^<>]*>", "", inner)) is not None
