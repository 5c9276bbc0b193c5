"""The pages of a PDF as they are drawn: lines with their places, size and colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from generator.extraction._columns import DIGITS, Word, lines_of
from generator.extraction._columns import width as letter_width
from generator.extraction._pdf_faults import Told, unmapped
from generator.extraction._pdf_page import page_pictures
from generator.extraction._source import Source
from generator.extraction._values import Fault, FaultKind, TooMuch
from generator.extraction.pdf import drawn, opened

if TYPE_CHECKING:
    from pypdf import PageObject

_GUESSED = re.compile(r"[A-Za-z]")
APART = 0.5  # of the letter size: such a gap is a blank
UNSURE = 0.1  # … for each letter before it whose width is a guess
PARTED = 0.15  # … and such a one in a line that has a wide gap besides: it is a row of a table
WIDE = 1.5  # … such a gap parts cells, or a number from a name on the same line


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line: its text, where it begins, ends and stands from the bottom (in points, the end being a guess), the
    size that most of its letters have, whether most are red, and how many wide gaps it has.
    """

    text: str
    left: float
    right: float
    height: float
    size: float
    red: bool
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page: its width and height, its lines from the top; whether it shows something without words (`scanned`),
    whether it has pictures beside them, and whether its letters cannot be told.
    """

    number: int
    width: float
    height: float
    lines: tuple[DrawnLine, ...]
    scanned: bool = False
    pictured: bool = False
    garbled: bool = False


def drawn_pages(source: Source) -> Iterator[DrawnPage | Fault]:
    """Page by page; where one cannot be read, none is after it, so that no text has a hole that nobody sees."""
    with Told() as told:
        reader = opened(source)
        if reader is None:
            raise TooMuch(FaultKind.ENCRYPTED, "加了密码（限制打印、编辑也算）；请另存为不加密的 PDF 后再导入")
        limit = source.budget.limits.pages
        if len(reader.pages) > limit:
            raise TooMuch(FaultKind.TOO_LARGE, f"超过 {limit} 页；请拆分后再导入")
        for number, page in enumerate(islice(reader.pages, limit), 1):
            found = list(source.guarded(_page(source, page, number), f"第 {number} 页"))
            yield from found
            if any(isinstance(each, Fault) for each in found):
                return
    if told.count:
        yield source.fault(FaultKind.PARTIAL, f"PDF 有 {told.count} 处写法读不了，可能漏掉了文字；请对照原文")


def _page(source: Source, page: PageObject, number: int) -> Iterator[DrawnPage]:
    text, visitor, blank = drawn(source, page)
    source.budget.parse(visitor.count)
    source.budget.hold(len(text))
    pictures = page_pictures(page) or visitor.inline
    painted = pictures or visitor.painted or (not blank and not visitor.count)
    lines = tuple(_line(words) for words in lines_of(visitor.words))
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    yield DrawnPage(number, width, height, lines, not lines and painted, bool(lines and pictures), unmapped(page, text))


def _line(words: list[Word]) -> DrawnLine:
    """The words of a line as one text, a blank where there is a gap between two."""
    start = words[0].x + sum(map(_width, _blanks(words[0].text))) * words[0].size
    gaps = [_gap(before, word) for before, word in pairwise(words)]
    wide = sum(gap > WIDE for gap in gaps)
    text = " ".join(words[0].text.split())
    for gap, word in zip(gaps, words[1:], strict=True):
        said = " ".join(word.text.split())
        wordy = text[-1].isascii() and said[0].isascii() and said[0].isalnum()
        text += (" " if gap > (APART if wordy else PARTED if wide else WIDE) else "") + said
    letters = dict.fromkeys((word.size for word in words), 0)
    for word in words:
        letters[word.size] += len(word.text.strip())
    red = sum(len(word.text) * (1 if word.red else -1) for word in words) > 0
    return DrawnLine(text, start, _end(words[-1]), words[0].y, max(letters, key=letters.__getitem__), red, wide)


def _gap(before: Word, word: Word) -> float:
    """The room between two words, in ems, at least: widths are a guess."""
    return (word.x - _end(before)) / word.size - UNSURE * len(_GUESSED.findall(before.text[-20:]))


def _end(word: Word) -> float:
    return word.x + sum(map(_width, word.text.rstrip())) * word.size


def _blanks(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _width(letter: str) -> float:
    return 0.25 if letter == " " else letter_width(letter, sum(DIGITS) / 2)
