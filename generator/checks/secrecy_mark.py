"""The marks of secret and internal papers in something that is to be public."""

import re
from functools import cache

from generator.checks import Found, check
from generator.checks._texts import texts
from generator.model import Document
from generator.rulebook import rules


@cache
def _marks() -> re.Pattern[str]:
    """A grade before a star, or an internal paper before an order to keep it; the words are data."""
    words = {name: "|".join(each) for name, each in rules("secrecy_marks").items() if isinstance(each, list)}
    return re.compile(
        rf"(?:{words['grades']})[ \t\u3000]*[{rules('secrecy_marks')['stars']}]"
        rf"|(?:{words['papers']})[ \t\u3000，,、：:—-]*"
        rf"(?:{words['orders']}|(?:{words['forbidding']})(?:{words['forbidden']}))"
    )


@cache
def _signs() -> tuple[str, ...]:
    """A text with none of these has no mark: the stars, and what all internal papers begin with."""
    papers: list[str] = rules("secrecy_marks")["papers"]
    return (*rules("secrecy_marks")["stars"], *sorted({paper[:2] for paper in papers}))


@check(
    "L108",
    "error",
    law="《保守国家秘密法》；《政府信息公开条例》第十四条",
    fix="停止发布并报本单位保密工作机构；确属误写的，删去这个标志",
    bad="标题: 关于某项工作的通知\n---\n机密★1年\n\n正文。",
    good="标题: 关于开展保密宣传月活动的通知\n---\n国家秘密分为绝密、机密、秘密三级。",
)
def secrecy_mark(document: Document) -> Found:
    """带密级标志、内部资料标志的文件不得上网。"""
    signs = _signs()
    for passage in texts(document):
        if any(sign in passage.text for sign in signs):
            for found in _marks().finditer(passage.text):
                yield passage.sight(f"出现密级或内部资料标志「{found[0]}」", found.start())
