"""The columns (栏目) of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnRole(StrEnum):
    """What a column's page is: a list of documents, one of the fixed disclosure pages, or a page made from data."""

    LIST = "list"
    GROUP = "group"  # shows its children
    GUIDE = "guide"
    RULES = "rules"
    STATUTORY = "statutory"
    ANNUAL = "annual"
    REQUEST = "request"
    MANDATE = "mandate"
    LEADERS = "leaders"
    DISCLOSURE = "disclosure"  # the disclosure section's own home
    CATALOGUE = "catalogue"
    LINK = "link"  # an outward channel: only an address


class ColumnStatus(StrEnum):
    """A legal leaf is filled, linked to its owner, or declared not applicable with a reason."""

    FILLED = "filled"
    LINKED = "linked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a unit: `key` is its folder and its address, parents joined by `/`."""

    key: str
    name: str
    role: ColumnRole = ColumnRole.LIST
    column_type: str = ""  # META ColumnType, from the list of 国办发〔2017〕47号
    description: str = ""
    keywords: str = ""
    law: str = ""  # 条例第二十条第(七)项
    article: str = ""  # art20.7
    freshness: int = 0  # days after which it counts as stale; 0 = no clock
    kinds: tuple[str, ...] = ()  # kinds that may stand in it; empty = any but news
    status: ColumnStatus = ColumnStatus.FILLED
    target: str = ""  # of LINK role or LINKED status: an absolute address, or unit:column
    reason: str = ""  # of NOT_APPLICABLE
    channel: bool = False  # stands in the top navigation
    children: tuple[Column, ...] = ()

    @property
    def url(self) -> str:
        """The column's page, relative to the unit's base."""
        return f"{self.key}/index.html"


def walk(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns and all below them, parents before children."""
    found: list[Column] = []
    waiting = list(reversed(columns))
    while waiting:
        column = waiting.pop()
        found.append(column)
        waiting.extend(reversed(column.children))
    return tuple(found)
