"""Characters that are text in our dialect and marks in others: `138****1234`, `张*伟`, `____`, `<单位名称>`.

An editor of formatted text that knows the usual Markdown is given them escaped; what it gives back is written plainly
again, wherever the dialect reads that the same.
"""

from __future__ import annotations

import re

from generator.grammar import ELEMENTS, STARS, emphasis

_FENCE = re.compile(r"\s*(?:```|~~~)")
# What is left alone: what is escaped already, code, addresses, marks of notes, of lists and of rules.
_LEFT = re.compile(r"\\.|`+[^`]*`+|\]\([^)\s]*\)|\[\^[^\]]*\]|^\s*[*+-]\s+|^\s*(?:\*\s*){3,}$")
_MARK = re.compile(rf"\*|_|<(?!/?(?:{'|'.join(sorted(ELEMENTS, key=lambda name: (-len(name), name)))})[\s/>])(?!!--)")
_ESCAPED = re.compile(r"\\([*_<])")


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
    bare = _ESCAPED.sub(r"\1", line)
    same = bare != line and _ESCAPED.sub(r"\1", _escaped(bare)) == bare and _emphasised(bare) == _emphasised(line)
    return bare if same else line


def _escaped(line: str) -> str:
    if not _MARK.search(line):
        return line
    left = [found.span() for found in _LEFT.finditer(line)]
    meant = {place for span in _emphasis(line) for place in range(*span)}
    free = (
        found.start()
        for found in _MARK.finditer(line)
        if found.start() not in meant and not any(start <= found.start() < end for start, end in left)
    )
    made, kept = [], 0
    for place in free:
        made += [line[kept:place], "\\"]
        kept = place
    return "".join([*made, line[kept:]])


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


def _emphasised(line: str) -> list[str]:
    """The texts that a line makes strong or emphasised."""
    spans = _emphasis(line)
    return [_ESCAPED.sub(r"\1", line[first[1] : last[0]]) for first, last in zip(spans[::2], spans[1::2], strict=True)]
