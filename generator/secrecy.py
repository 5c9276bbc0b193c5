"""The marks of secret and internal papers in a text; the words are data (`rules/secrecy_marks.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.rulebook import rules

_BLANKS = "[ \t\u3000]*"
STOP = "停止发布并报本单位保密工作机构；确属误写的，删去这个标志"  # never: only delete the mark


def marks(text: str) -> Iterator[re.Match[str]]:
    """Every mark: a grade before a star, a copy number, an internal paper before an order to keep it."""
    if any(sign in text for sign in _signs()):
        yield from _marks().finditer(text)


@cache
def _marks() -> re.Pattern[str]:
    words = {name: "|".join(each) for name, each in rules("secrecy_marks").items() if isinstance(each, list)}
    grades = "|".join(_BLANKS.join(grade) for grade in rules("secrecy_marks")["grades"])  # papers print 「秘　密」
    return re.compile(
        rf"(?:{grades}){_BLANKS}[{rules('secrecy_marks')['stars']}]"
        rf"|(?:{words['copies']}){_BLANKS}[:：]?{_BLANKS}[0-9０-９]{{4,8}}(?![0-9０-９])"
        rf"|(?:{words['papers']})[ \t\u3000，,、：:—-]*"
        rf"(?:{words['orders']}|(?:{words['forbidding']})(?:{words['forbidden']}))"
    )


@cache
def _signs() -> tuple[str, ...]:
    """A text with none of these has no mark: the stars, copy numbers, and what all internal papers begin with."""
    found = rules("secrecy_marks")
    return (*found["stars"], *found["copies"], *sorted({paper[:2] for paper in found["papers"]}))
