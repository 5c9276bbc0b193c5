"""What every column page has in common: the list of its documents, and the numbered pages that carry it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Entry, Link, Page
from generator.views._head import Head, Standing
from generator.views._lists import Line, Listing, listings


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: its name and address, and its newest documents where it has any."""

    name: str
    url: str
    note: str = ""
    newest: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """A column's front page, or one of its numbered pages."""

    head: Head
    name: str
    description: str
    law: str
    listing: Listing
    parts: tuple[Part, ...] = ()
    rules: bool = False  # 政府信息公开制度: the rules of the State come before the unit's own
    owner: Link | None = None  # who discloses what this column is for, where the unit does not
    reason: str = ""  # why the column does not apply


def listed(standing: Standing, items: Sequence[Entry], size: int) -> tuple[Listing, tuple[Page, ...]]:
    """A column's documents: the list for its front page, and its numbered pages, on which nothing else is shown."""
    (_, front), *further = listings(items, standing.column.url, size)
    return front, tuple(Page(url, "column.html", _further(standing, listing)) for url, listing in further)


def _further(standing: Standing, listing: Listing) -> ColumnPage:
    title = f"{standing.column.name}（第 {listing.pager.number} 页）"
    return ColumnPage(standing.head(title), title, "", "", listing)
