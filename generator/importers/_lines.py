"""Lines of pages as paragraphs, as Chinese is set: a line that could hold no more goes on, a shorter one ends.

What stands at the top or bottom of every page and is no part of the text (page numbers, running heads) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.blocks import Paragraph, Side, Span
from generator.extraction import DrawnLine, DrawnPage

MARGIN = 0.14  # of a page's height: what stands there may be a running head
REPEATED = 3  # pages on which a head must stand to be one that runs
SLACK = 0.6  # ems by which guessed widths may be wrong
INDENTED = 1.2  # ems from the margin: such a line begins a paragraph
INDENT = 2.7  # … and so much is its indentation: what is set in the middle stands further in
FILLED = 3  # lines that end at the margin, before they tell where it is
STEP = 1.15  # a size that differs more is of another paragraph
AWAY = 0.25  # of the width: so far from the left margin nothing is indented
_PAGE_NUMBER = re.compile(r"[-—–－·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共\s*\d{1,4}\s*页)?[-—–－·.\s]*")
_NUMERAL = "[一二三四五六七八九十百零]"
_NUMBERED = re.compile(
    rf"第(?:{_NUMERAL}|\d)+[章节条]|{_NUMERAL}+、|[（(](?:{_NUMERAL}|\d)+[）)]|\d{{1,2}}[.．、](?!\d)"
)
_TOKEN = re.compile(r"[!-~]+|.")
_CLOSING = "，。、；：？！）》〉」』】〕”’…%％"


@dataclass(frozen=True, slots=True)
class _Frame:
    """The margins of the text, and the size of most of it."""

    left: float
    right: float
    size: float

    def side(self, line: DrawnLine) -> Side:
        """Where a line stands between the margins."""
        before, after = line.left - self.left, self.right - line.right
        even = abs(before - after) <= 1.5 * max(line.size, self.size)
        least = 0.0 if line.size > STEP * self.size or line.red else INDENT * line.size
        if even and min(before, after) >= least:
            return Side.CENTER
        away = before > AWAY * (self.right - self.left) and before > after
        return Side.RIGHT if away else Side.LEFT


def paragraphs(pages: Sequence[DrawnPage]) -> tuple[tuple[Paragraph, ...], tuple[str, ...]]:
    """The paragraphs of all pages, and the running heads that were left out."""
    running = _running(pages)
    lines = [(page, line) for page in pages for line in page.lines if not _is_beside(page, line, running)]
    if not lines:
        return (), running
    frame = _frame([line for _, line in lines], pages[0].width)
    groups: list[list[DrawnLine]] = []
    for _, line in lines:
        if groups and _goes_on(frame, groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_paragraph(frame, group) for group in groups), running


# ── what is left out ────────────────────────────────────────────────────────────────────────────────────────────


def _edges(page: DrawnPage) -> Iterator[DrawnLine]:
    """The first and last line of a page, where they stand in its margins."""
    if page.lines and page.lines[0].height > (1 - MARGIN) * page.height:
        yield page.lines[0]
    if page.lines and page.lines[-1].height < MARGIN * page.height:
        yield page.lines[-1]


def _running(pages: Sequence[DrawnPage]) -> tuple[str, ...]:
    """Texts that stand in the margins of several pages."""
    counts = Counter(line.text for page in pages for line in _edges(page) if not _PAGE_NUMBER.fullmatch(line.text))
    return tuple(text for text, count in counts.items() if count >= REPEATED)


def _is_beside(page: DrawnPage, line: DrawnLine, running: tuple[str, ...]) -> bool:
    return line in _edges(page) and bool(line.text in running or _PAGE_NUMBER.fullmatch(line.text))


# ── what belongs together ───────────────────────────────────────────────────────────────────────────────────────


def _frame(lines: Sequence[DrawnLine], width: float) -> _Frame:
    """The margins, as far as lines that fill them tell; else the right one is taken to be as wide as the left."""
    weights = Counter[float]()
    for line in lines:
        weights[line.size] += len(line.text)
    size = weights.most_common(1)[0][0]
    left = min(line.left for line in lines if abs(line.size - size) < 1)
    ends = [line.right for line in lines if not line.red and not line.gaps]
    right = max(ends, default=width - left)
    filled = sum(right - end < size for end in ends) >= FILLED
    return _Frame(left, right if filled else max(right, width - left), size)


def _goes_on(frame: _Frame, group: list[DrawnLine], line: DrawnLine) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    before = group[-1]
    if max(line.size, before.size) > STEP * min(line.size, before.size) or line.red != before.red:
        return False
    if line.gaps or before.gaps or _NUMBERED.match(line.text):
        return False
    full = before.right + _first_width(line) > frame.right - SLACK * line.size
    if before.size > STEP * frame.size:  # a title over several lines
        return full and frame.side(line) is Side.CENTER
    return full and frame.side(group[0]) is Side.LEFT and line.left - frame.left < INDENTED * line.size


def _first_width(line: DrawnLine) -> float:
    """How much room the beginning of a line needs that cannot be parted: a word or number, what closes a phrase."""
    token = _TOKEN.match(line.text)
    end = token.end() if token else 0
    while end < len(line.text) and line.text[end] in _CLOSING:
        end += 1
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in line.text[:end]) * line.size


def _paragraph(frame: _Frame, lines: list[DrawnLine]) -> Paragraph:
    first, last = lines[0], lines[-1]
    text = lines[0].text
    for line in lines[1:]:
        worded = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalpha()
        text += (" " if worded else "") + line.text
    side = frame.side(last if last.size > STEP * frame.size else first)
    indent = max(0.0, (first.left - frame.left) / first.size) if side is Side.LEFT else 0.0
    return Paragraph((Span(text),), side=side, size=round(2 * first.size) / 2, red=first.red, indent=round(indent, 1))
