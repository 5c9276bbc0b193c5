"""The name of the state, or of an organ of it, with a wrong character in it."""

import re
from collections.abc import Iterator
from functools import cache

from generator.checks import Found, check
from generator.checks._texts import texts
from generator.model import Document
from generator.rulebook import rules


@cache
def _signs() -> tuple[str, ...]:
    """A text with none of these has no such name: wrong forms, and halves of names: a slip leaves one whole."""
    found = rules("state_names")
    halves = {half for name in found["names"] for half in (name[: len(name) // 2], name[len(name) // 2 :])}
    return tuple(sorted({*found["wrong"], *halves}))


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a wrong name looks like, and what is meant: another character anywhere but at the ends of a name."""
    found = rules("state_names")
    known = [(re.compile(re.escape(wrong)), right) for wrong, right in found["wrong"].items()]
    for name in found["names"]:
        slips = "|".join(
            f"{name[:place]}(?!{name[place]})[一-龥]{name[place + 1 :]}" for place in range(1, len(name) - 1)
        )
        known.append((re.compile(slips), name))
    return tuple(known)


def _slips(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a wrong name stands, the name as written, and as it should be; each place once."""
    seen: set[int] = set()
    for form, right in _forms():
        for found in form.finditer(text):
            if found.start() not in seen:
                seen.add(found.start())
                yield found.start(), found[0], right


@check(
    "I106",
    "error",
    law="国办秘函〔2019〕19号 单项否决：严重表述错误",
    fix="改正这个名称；原文确实如此（例如引用）的，按批准程序豁免这一处",
    bad=("标题: 关于学习宪法的通知\n---\n《中华人民大和国宪法》。", "标题: 锦屏镇人民攻府关于值班的通知"),
    good="标题: 关于学习宪法的通知\n---\n《中华人民共和国宪法》，各级人民政府和中华全国总工会。",
)
def state_name_wrong(document: Document) -> Found:
    """国家名称、党和国家机关名称一个字也不能错。"""
    passages = tuple(texts(document))
    whole = "\n".join([each.text for each in passages])
    if any(sign in whole for sign in _signs()):
        for passage in passages:
            for start, written, right in _slips(passage.text):
                yield passage.sight(f"「{written}」应当是「{right}」", start)
