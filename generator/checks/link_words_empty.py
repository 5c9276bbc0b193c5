"""A link whose words do not say where it leads."""

import re
from functools import cache

from generator.checks import Found, check
from generator.model import Document, Mark
from generator.references import find
from generator.rulebook import rules


@check(
    "C501",
    "warning",
    law="GB/T 37668-2019；国办公开办函〔2021〕28号",
    fix="用指向的内容作链接文字，例如“2026 年部门预算”，不用“点击查看”",
    bad="标题: 甲\n---\n详细情况请[点击这里](https://www.gov.cn/zhengce/)。",
    good="标题: 甲\n---\n详细情况见[中国政府网政策库](https://www.gov.cn/zhengce/)。",
)
def link_words_empty(document: Document) -> Found:
    """链接文字要说明指向什么：读屏软件可以只读链接，“点击查看”听不出是什么。"""
    source = document.body.source
    if ("](" not in source and "<" not in source) or _likely().search(source) is None:
        return
    for found in find(source):
        words = re.sub(r"[\W_]+", "", found.text)
        if not found.image and words in rules("link_words")["words"]:
            place = Mark(document.body_line + found.line, found.column)
            yield f"链接文字「{found.text.strip()}」没有说明指向什么", place


@cache
def _likely() -> re.Pattern[str]:
    """What stands in every body that such a link stands in; quick, since most bodies have none."""
    words = "|".join(map(re.escape, rules("link_words")["words"]))
    return re.compile(rf"[\[>]\W{{0,20}}(?:{words})\W{{0,20}}[\]<]")
