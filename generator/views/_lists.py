"""Lists of documents: what a line shows, and pages that are numbered from the oldest.

The front page shows the newest `size` lines. Full pages are numbered from the oldest, so that a new document changes
the front page only, and now and then completes one more numbered page; older pages never change. No page shows a
total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from generator.model import Entry, Validity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of a document; `unit` names its owner in lists of several units."""

    title: str
    url: str
    date_published: date
    document_number: str = ""
    validity: Validity = Validity.IN_FORCE
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """The neighbours of a page in a list; `number` is 0 on the front page and 1 on the oldest, "" means none."""

    number: int = 0
    newest: str = ""
    newer: str = ""
    older: str = ""
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of documents, newest first."""

    lines: tuple[Line, ...] = ()
    pager: Pager = Pager()


def line(item: Entry, unit: str = "", url: str = "") -> Line:
    """The line of an entry, under another address where the list stands in another unit."""
    return Line(item.title, url or item.url, item.date_published, item.document_number, item.validity, unit)


def lines(items: Iterable[Entry]) -> tuple[Line, ...]:
    """The lines of entries."""
    return tuple(map(line, items))


def brief(items: Iterable[Entry]) -> tuple[Line, ...]:
    """The lines of a narrow list, without document numbers."""
    return tuple(Line(item.title, item.url, item.date_published, "", item.validity) for item in items)


def by_column(items: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of each column, in the order given."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for item in items:
        found[item.column].append(item)
    return found


def listings(items: Sequence[Entry], front: str, size: int) -> Iterator[tuple[str, Listing]]:
    """A list of entries (newest first) as pages; `front` is the front page's address."""
    for url, part, pager in sliced(items, front, size):
        yield url, Listing(lines(part), pager)


def sliced(items: Sequence[T], front: str, size: int) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """Any list (newest first) cut into pages: (address, share, neighbours), the front page first.

    `tongzhi/index.html` is followed by `tongzhi/1.html`, any other `mulu/y2026.html` by `mulu/y2026-1.html`. Numbered
    pages are full: what the last of them does not hold yet, the front page shows.
    """
    stem = front.removesuffix("index.html") if front.endswith("/index.html") else front.removesuffix(".html") + "-"
    full = len(items) // size if len(items) > size else 0
    names = [front, *(f"{stem}{number}.html" for number in range(1, full + 1))]
    oldest = names[1] if full else ""
    yield front, items[:size], Pager(older=names[full] if full else "", oldest=oldest)
    for number in range(1, full + 1):
        end = len(items) - (number - 1) * size
        newer = names[number + 1] if number < full else front
        older = names[number - 1] if number > 1 else ""
        yield names[number], items[end - size : end], Pager(number, front, newer, older, oldest if older else "")
