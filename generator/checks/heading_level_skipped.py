"""Headings that jump over a level."""

import re

from generator.checks import Found, check
from generator.checks._texts import body_of
from generator.model import Document
from generator.references import masked

_HEADING = re.compile(r"^(?:(#{2,6})(?!#)|(#)(?=\s)|<h([1-6])\b)", re.MULTILINE | re.IGNORECASE)


@check(
    "C301",
    "warning",
    law="GB/T 37668-2019；国办公开办函〔2021〕28号",
    fix="小标题一级一级往下写：“一、”用 ##，“（一）”用 ###，“1．”用 ####",
    bad=(
        "标题: 甲\n---\n## 一、范围\n\n#### 1．乡镇\n\n文。\n\n### （一）时间\n\n文。",
        "标题: 乙\n---\n### （一）时间\n\n文。\n\n## 一、范围\n\n文。",
    ),
    good="标题: 甲\n---\n## 一、范围\n\n### （一）乡镇\n\n文。\n\n## 二、时间\n\n文。",
)
def heading_level_skipped(document: Document) -> Found:
    """小标题不跳级：读屏软件按级别报读，跳了级就听不出谁在谁下面。整篇都没有用到的级别不算，程序会补齐。"""
    source = document.body.source
    if _is_flat(source):
        return
    headings = [(_level(found), found.start()) for found in _HEADING.finditer(masked(source))]
    ranks = {level: rank for rank, level in enumerate(sorted({level for level, _ in headings}), 1)}
    before = 0
    for level, start in headings:
        if ranks[level] > before + 1:
            words = source[start:].partition("\n")[0].strip("# ")
            yield f"小标题「{words[:30]}」跳过了上一级", body_of(document).place(start)
        before = ranks[level]


def _is_flat(source: str) -> bool:
    """Nothing but `##` in it, as in most bodies: told without going through the lines."""
    return "###" not in source and "\n# " not in source and not source.startswith("# ") and "<" not in source


def _level(found: re.Match[str]) -> int:
    return int(found[3]) if found[3] else len(found[1] or found[2])
