"""Texts in bytes of no known form: runs of UTF-16 at even and odd places, and 8-bit runs of ASCII and GB 2312."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.extraction._source import Source
from generator.extraction._values import Passage, Piece, Row

_CONTROLS = "\t\n\r\x07\x0b\x0c\x13-\x15\x1e"
_WIDE = re.compile(f"[{_CONTROLS} -~\xa0-\xff\u2010-\u203b\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]{{4,}}")
_BYTES = re.compile(rb"(?:[\t\n\r\x07\x0b\x0c\x13-\x15\x1e -~]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]){6,}")
_TIDY = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\r": "\n", "\x13": " ", "\x14": " ", "\x15": " ", "\x1e": "-"})
CELL = "\x07"  # Word's end of a cell, and of a row
PASSAGE = 1 << 14
WINDOW, OVERLAP = 8 << 20, 1 << 10


def swept(source: Source, data: bytes, place: str) -> Iterator[Piece]:
    """All runs of text; those with Word's marks of cells as rows."""
    waiting: list[str] = []
    length = 0
    for text in _texts(data):
        if CELL in text:
            yield from _cells(source, text, place)
            continue
        waiting.append(text.translate(_TIDY))
        length += len(text)
        if length > PASSAGE:
            yield Passage(source.at(place), "\n".join(waiting))
            waiting, length = [], 0
    if waiting:
        yield Passage(source.at(place), "\n".join(waiting))


def has_picture(data: bytes) -> bool:
    """Whether there is a JPEG or PNG among the bytes."""
    return b"\xff\xd8\xff" in data or b"\x89PNG" in data


def _texts(data: bytes) -> Iterator[str]:
    """The runs of text; of a long stream in windows that overlap, so that memory stays bounded."""
    for begin in range(0, max(1, len(data) - OVERLAP), WINDOW - OVERLAP):
        yield from _runs(data[begin : begin + WINDOW])


def _runs(data: bytes) -> Iterator[str]:
    for start in (0, 1):
        wide = data[start:].decode("utf-16-le", "replace")
        yield from (found[0] for found in _WIDE.finditer(wide) if not _is_noise(found[0]))
    for run in _BYTES.finditer(data):
        text = run[0].decode("gb18030", "replace")
        if not _is_noise(text):
            yield text


def _is_noise(text: str) -> bool:
    """Whether a run holds no word: fewer than two letters or digits, or the same one over and over."""
    return len({letter for letter in text if letter.isalnum()}) < 2


def _cells(source: Source, text: str, place: str) -> Iterator[Piece]:
    """Word's text with tables: every cell and every row ends with the same mark.

    An empty cell looks like the end of a row, so the first row of a table tells how many cells there are.
    """
    cells: list[str] = []
    width = number = table = 0
    for token in text.split(CELL):
        if not cells and "\r" in token:
            body, token = token.rsplit("\r", 1)
            yield Passage(source.at(place), body.translate(_TIDY))
            width = 0
        if token or 0 < len(cells) < width:
            cells.append(token.translate(_TIDY).strip())
        elif cells:
            table, number = (table, number + 1) if width else (table + 1, 1)
            width = len(cells)
            yield Row(source.at(f"{place}表 {table}"), number, tuple(cells))
            cells = []
    if any(cells):
        yield Passage(source.at(place), "\n".join(cells))
