"""The prose of a yearly report: the numbers that it says beside the tables, and how like another prose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from zlib import crc32

from generator.model import AnnualReport
from generator.report_arithmetic import dispute_rows, normative_row, request_rows
from generator.rulebook import rules

SKETCH = 128  # shingles kept of a prose that others are compared with
LENGTH = 5  # characters of a shingle
BLANK = "〔待填"  # begins what a draft leaves to its editor


class Said(NamedTuple):
    """A number in the prose that is not the table's: where it stands in the text, both numbers, and the cell."""

    offset: int
    said: int
    counted: int
    cell: str


def contradictions(report: AnnualReport, text: str) -> Iterator[Said]:
    """Numbers of the prose that the tables have otherwise (R7), from the first on.

    A half sentence that speaks of another year, or of a part of the whole, is passed over.
    """
    found = []
    for cell, says in _sayings():
        counted = _counted(report, cell)
        for match in says.finditer(text):
            if int(match[1]) != counted and not _aside(report.year, _clause(text, match.start(), match.end())):
                found.append(Said(match.start(1), int(match[1]), counted, cell))
    yield from sorted(found)


@cache
def _sayings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each["cell"], re.compile(each["says"])) for each in rules("annual_report")["prose"])


@cache
def _passed_over() -> re.Pattern[str]:
    return re.compile(rules("annual_report")["passed_over"])


def _clause(text: str, start: int, end: int) -> str:
    """The half sentence up to where the number ends."""
    return text[max(text.rfind(stop, 0, start) for stop in "\n。；，、：") + 1 : end]


def _aside(year: int, clause: str) -> bool:
    other = any(int(named) != year for named in re.findall(r"(20[0-9]{2}) *年", clause))
    return other or _passed_over().search(clause) is not None


def _counted(report: AnnualReport, cell: str) -> int:
    """The number of the tables that a saying speaks of: a cell of table two, the total of a row of the others."""
    table, _, place = cell.partition(".")
    if table == "主动公开":
        label, _, head = place.partition(".")
        return int(normative_row(report, label)[head])
    if table == "申请":
        return request_rows(report)[place].values[-1]
    return dispute_rows(report)[place][-1]


def shingles(text: str) -> frozenset[int]:
    """The runs of five characters of a text without numbers, marks and spaces, as numbers of 32 bits."""
    bare = re.sub(r"[\W\d_]+", "", text).encode("utf-32-le", "replace")
    width = 4 * LENGTH
    return frozenset(crc32(bare[start : start + width]) for start in range(0, len(bare) - width + 1, 4))


def compared_parts(report: AnnualReport) -> Iterator[tuple[str, frozenset[int]]]:
    """The parts whose likeness is looked at, those that say enough to be compared (R12)."""
    shape = rules("annual_report")["likeness"]
    for title, text in report.prose:
        if title in shape["parts"] and len(found := shingles(text)) >= int(shape["least"]):
            yield title, found


def likeness(ours: frozenset[int], theirs: frozenset[int]) -> int:
    """Per cent of the shingles of both that are in both."""
    return 100 * len(ours & theirs) // max(1, len(ours | theirs))


def sketch(report: AnnualReport) -> tuple[int, ...]:
    """The least shingles of all compared parts, by which two reports are compared without their texts."""
    return tuple(sorted(frozenset().union(*(found for _, found in compared_parts(report))))[:SKETCH])


def sketched_likeness(ours: tuple[int, ...], theirs: tuple[int, ...]) -> int:
    """Per cent of likeness as two sketches tell it: exact for short texts, else within some five per cent."""
    least = set(sorted({*ours, *theirs})[:SKETCH])
    return 100 * len(least & set(ours) & set(theirs)) // max(1, len(least))


def too_like() -> int:
    """Per cent of likeness from which on two proses count as one (内容雷同)."""
    return int(rules("annual_report")["likeness"]["percent"])
