"""法定主动公开内容: the tree of what 条例 第二十条 and 第二十一条 ask for, each leaf with its state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import Column, ColumnRole, ColumnStatus, County, Page, Unit, UnitContent
from generator.views._column import listed
from generator.views._head import Head, standings
from generator.views._lists import Listing, by_column
from generator.views._standards import Catalogues, catalogues


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of the tree: where its content is, whose it is when linked, why there is none when it does not apply."""

    name: str
    law: str
    status: ColumnStatus
    url: str
    owner: str = ""
    reason: str = ""
    children: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class StatutoryPage:
    """The tree of a unit."""

    head: Head
    name: str
    description: str
    unit: str
    leaves: tuple[Leaf, ...]
    listing: Listing
    standards: Catalogues | None = None


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The page of the tree; documents that stand at its root are listed below it."""
    unit = content.unit
    own = by_column(entries(content, today))
    for standing in standings(unit).values():
        column = standing.column
        if column.role is not ColumnRole.STATUTORY:
            continue
        listing, further = listed(standing, own.get(column.key, ()), county.site.page_size)
        leaves = tuple(_leaf(child, unit, county) for child in column.children)
        more = catalogues(content)
        tree = StatutoryPage(standing.head(), column.name, column.description, unit.name, leaves, listing, more)
        yield from (Page(column.url, "statutory.html", tree), *further)


def _leaf(column: Column, unit: Unit, county: County) -> Leaf:
    children = tuple(_leaf(child, unit, county) for child in column.children)
    if column.status is ColumnStatus.LINKED or column.role is ColumnRole.LINK:
        goal = links.target(column.target, unit, county)
        return Leaf(column.name, column.law, ColumnStatus.LINKED, goal.url, goal.owner, "", children)
    reason = column.reason if column.status is ColumnStatus.NOT_APPLICABLE else ""
    return Leaf(column.name, column.law, column.status, column.url, "", reason, children)


SAMPLE = (
    Page(
        "fdzdgknr/index.html",
        "statutory.html",
        StatutoryPage(
            head=Head("法定主动公开内容", "样例镇人民政府法定主动公开内容", section="zfxxgk/index.html"),
            name="法定主动公开内容",
            description="",
            unit="样例镇人民政府",
            leaves=(
                Leaf("财政预算、决算", "条例第二十条第（七）项", ColumnStatus.FILLED, "fdzdgknr/yusuan/index.html"),
                Leaf("政府集中采购", "条例第二十条第（九）项", ColumnStatus.LINKED, "../czj/index.html", "县财政局"),
                Leaf("公务员招考", "", ColumnStatus.NOT_APPLICABLE, "x/index.html", "", "由县统一组织"),
            ),
            listing=Listing(),
        ),
    ),
)
