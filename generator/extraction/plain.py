"""Plain text and tables in plain text: txt, csv, tsv, vtt; UTF-8, UTF-16 and GB18030."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import TextIO

from generator.extraction._decoding import encoding_of, lines
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, Row

KINDS = ("文本", "UTF-16 文本", "VTT", "脚本")
SAMPLE = 20
_ROUNDED = re.compile(r"\s*[-+]?\d(?:\.\d+)?[Ee]\+?(?:1\d|2\d)\s*")


def read(source: Source) -> Iterator[Piece]:
    """Rows where the lines are a table by name or by their looks, passages of a line each otherwise."""
    encoding = encoding_of(source.file, source.kind == "UTF-16 文本")
    if not encoding:
        yield source.fault(FaultKind.GARBLED, "文字编码认不出来，只检查了能认的部分；请另存为 UTF-8")
    source.file.seek(0)
    text = TextIOWrapper(source.file, encoding or "gb18030", errors="replace", newline="")
    try:
        mark = _delimiter(source, text)
        text.seek(0)
        yield from _rows(source, text, mark) if mark else _passages(source, text)
    finally:
        text.detach()


def _passages(source: Source, text: TextIO) -> Iterator[Piece]:
    for number, line in lines(text):
        if line.strip():
            yield Passage(source.at(f"第 {number} 行"), line)


def _delimiter(source: Source, text: TextIO) -> str:
    """What parts the cells: the mark that parts the first lines most evenly; empty where the file is no table."""
    sample = [line for _, line in islice(lines(text), SAMPLE) if line.strip()]
    if source.extension == "tsv":
        return "\t"
    counts: dict[str, list[int]] = {mark: [line.count(mark) for line in sample] for mark in ("\t", ",", ";", "|")}
    table = source.extension == "csv"
    even = [mark for mark, found in counts.items() if len(found) > 1 and len(set(found)) == 1 and found[0]]
    if even or not table:
        return even[0] if even else ""
    usual = max(counts, key=lambda mark: sum(counts[mark]))
    return usual if sum(counts[usual]) else ","


def _rows(source: Source, text: TextIO, mark: str) -> Iterator[Piece]:
    """Rows as the reader of csv parts them; where a quote is never closed, the rest is read line by line."""
    reader = csv.reader(text, delimiter=mark)
    rounded = 0
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cells):
                rounded += sum(1 for cell in cells if "E" in cell.upper() and _ROUNDED.fullmatch(cell))
                yield Row(source.at(), number, tuple(cells))
    except csv.Error:
        yield source.fault(FaultKind.BROKEN, f"第 {number + 1} 行起写法有误（引号没有成对），改为逐行检查；请重新另存")
        text.seek(0)
        for again, line in lines(text):
            yield Row(source.at(), again, tuple(line.split(mark)))
    if rounded:
        words = f"有 {rounded} 格长数字只剩科学计数（如 1.23E+17），原数已丢失；请从原表重新导出，该列先设为文本"
        yield source.fault(FaultKind.ROUNDED, words)
