"""Rows out of positions: where the words of a page stand, made into lines of cells that share their columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

GAP = 0.9  # of the letter size: a wider gap parts two cells
SLACK = 0.4  # … words that stand higher or lower than this are on another line
STRAY = 0.2  # so many of the lines may run over the gap between two columns
SMALL_GAP = 0.25  # … where the text itself has a blank
DIGITS = (0.64, 0.5)  # the width of a digit, at most and at least; of a Chinese character it is 1


@dataclass(frozen=True, slots=True)
class Word:
    """Words set at one place: left end and base line, and the size of their letters, all in the page's units; whether
    they are red.
    """

    text: str
    x: float
    y: float
    size: float
    red: bool = False


@dataclass(slots=True)
class _Cell:
    text: str
    start: float
    end: float  # at most
    least: float  # … and at least


def rows(words: Iterable[Word]) -> tuple[tuple[str, ...], ...]:
    """The lines of several cells as rows that share their columns; empty where fewer than two lines have several."""
    lines = [line for line in map(_cells, lines_of(words)) if len(line) > 1]
    columns = _columns(lines) if len(lines) > 1 else []
    if len(columns) < 2:
        return tuple(tuple(cell.text for cell in line) for line in lines) if len(lines) > 1 else ()
    return tuple(_placed(line, columns) for line in lines)


def _columns(lines: list[list[_Cell]]) -> list[tuple[float, float]]:
    """Where the columns are: between two of them hardly a line has a cell."""
    cells_of = [cell for line in lines for cell in line]
    edges = sorted([*((cell.start, 1) for cell in cells_of), *((cell.end, -1) for cell in cells_of)])
    few = int(len(lines) * STRAY)
    found: list[tuple[float, float]] = []
    start, cells = 0.0, 0
    for place, step in edges:
        if cells == few and step == 1:
            start = place
        cells += step
        if cells == few and step == -1:
            found.append((start, place))
    return found


def _placed(line: list[_Cell], columns: list[tuple[float, float]]) -> tuple[str, ...]:
    """The cells of a line, each in the column that it covers most, or else in the nearest."""
    texts = [""] * len(columns)
    for cell in line:
        shared = [min(cell.end, end) - max(cell.start, start) for start, end in columns]
        index = max(range(len(columns)), key=shared.__getitem__)
        texts[index] = f"{texts[index]} {cell.text}".strip()
    return tuple(texts)


def spaced(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words in their own order, with a line end before one on another base line, a blank before one after a gap."""
    found: list[Word] = []
    end = 0.0
    for word in words:
        before = found[-1] if found else word
        gap = abs(word.x - end) > SMALL_GAP * word.size
        mark = "\n" if abs(before.y - word.y) > SLACK * word.size else " " if gap and found else ""
        end = word.x + sum(width(letter, DIGITS[1]) for letter in word.text) * word.size
        found.append(replace(word, text=mark + word.text))
    return tuple(found)


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words line by line, from the top and from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: -each.y):
        if lines and lines[-1][0].y - word.y <= SLACK * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda each: each.x) for line in lines]


def _cells(line: list[Word]) -> list[_Cell]:
    cells: list[_Cell] = []
    for word in line:
        text = word.text.strip()
        wide, narrow = (sum(width(letter, digit) for letter in text) * word.size for digit in DIGITS)
        if cells and not _apart(cells[-1], word):
            cells[-1].text += text
            start = max(cells[-1].end, word.x)
            cells[-1].end, cells[-1].least = start + wide, max(cells[-1].least, word.x) + narrow
        else:
            cells.append(_Cell(text, word.x, word.x + wide, word.x + narrow))
    return cells


def _apart(cell: _Cell, word: Word) -> bool:
    """Whether a word starts a cell. The widths of letters are a guess, but where the reader of the page, who knows
    the font, put a blank before the word, a small gap is enough, and two numbers are never made one.
    """
    if word.x - cell.end > GAP * word.size:
        return True
    if not word.text[0].isspace() or unicodedata.category(word.text.strip()[0]).startswith("P"):
        return False
    return word.x - cell.least > SMALL_GAP * word.size


def width(letter: str, digit: float) -> float:
    """How wide a letter is in its size, where one that is not Chinese is `digit` wide."""
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else digit
