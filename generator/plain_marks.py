"""Characters that are text in our dialect and marks in others: `138****1234`, `张*伟`, `____`, `<单位名称>`.

An editor of formatted text that knows the usual Markdown is given them escaped; what it gives back is written plainly
again, wherever the dialect reads that the same.
"""

from __future__ import annotations

import re

from generator.dialect import convert
from generator.grammar import ELEMENTS, STARS, emphasis

LONGEST = 1_000  # characters of a line
_FENCE = re.compile(r"\s*(?:```|~~~)")
# What is left alone: what is escaped already, code, addresses, marks of notes, of lists and of rules.
_LEFT = re.compile(r"\\.|`+[^`]*`+|\]\([^)\s]*\)|\[\^[^\]]*\]|^\s*[*+-]\s+|^\s*(?:\*\s*){3,}$")
_MARK = re.compile(rf"\*|_|<(?!/?(?:{'|'.join(sorted(ELEMENTS, key=lambda name: (-len(name), name)))})[\s/>])(?!!--)")
_ESCAPED = re.compile(r"\\([*_])")
_ANGLE = re.compile(r"\\<")  # no escape in the dialect


def escaped(text: str) -> str:
    """A body for an editor that reads the usual Markdown."""
    fenced = False
    made = []
    for line in text.split("\n"):
        fence = bool(_FENCE.match(line))
        made.append(line if fence or fenced else _escaped(line))
        fenced ^= fence
    return "\n".join(made)


def plainly(text: str) -> str:
    """What such an editor gave back, without the escapes that the dialect does not need."""
    return "\n".join(map(_plainly, text.split("\n")))


def _plainly(line: str) -> str:
    line = _ANGLE.sub(lambda found: "<" if _MARK.match(line, found.end() - 1) else "&lt;", line)
    bare = _ESCAPED.sub(r"\1", line)
    return bare if _same(bare, line) else line


def _same(one: str, other: str) -> bool:
    """Two lines that the converter reads the same; what is long enough to cost something is taken for different."""
    return one == other or (max(len(one), len(other)) <= LONGEST and convert(one) == convert(other))


def _escaped(line: str) -> str:
    if not _MARK.search(line):
        return line
    left = [found.span() for found in _LEFT.finditer(line)]
    meant = {place for span in _emphasis(line) for place in range(*span)}
    free = [
        found.start()
        for found in _MARK.finditer(line)
        if found.start() not in meant and not any(start <= found.start() < end for start, end in left)
    ]
    stars, angles = ([place for place in free if (line[place] == "<") is angle] for angle in (False, True))
    return _with_backslashes(line, free if _same(_with_backslashes(line, stars), line) else angles)


def _with_backslashes(line: str, places: list[int]) -> str:
    wanted = set(places)
    return "".join(f"\\{each}" if place in wanted else each for place, each in enumerate(line))


def _emphasis(line: str) -> list[tuple[int, int]]:
    """Where the stars stand that make text strong or emphasised, as the converter finds them: the longer ones first."""
    spans: list[tuple[int, int]] = []
    for lengths in ((2, 3), (1,)):
        place = 0
        while found := STARS.search(line, place):
            size = len(found[1])
            if size in lengths and emphasis(found):
                spans += [(found.start(), found.start() + size), (found.end() - size, found.end())]
                place = found.end()
            else:
                place = found.end(1)
    return spans
