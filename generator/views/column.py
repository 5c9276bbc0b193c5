"""The page of a column: its documents, its parts, or the statement that its content is elsewhere or does not arise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import Column, ColumnRole, ColumnStatus, County, Entry, Link, Page, Unit, UnitContent
from generator.views._column import ColumnPage, Part, listed
from generator.views._head import Head, Standing, standings
from generator.views._lists import Line, Listing, brief, by_column

ROLES = (ColumnRole.LIST, ColumnRole.GROUP, ColumnRole.RULES)
NEWEST = 6


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A front page and numbered pages for every column that is a list, a group or the list of rules."""
    of_column = by_column(entries(content, today))
    for standing in standings(content.unit).values():
        if standing.column.role in ROLES:
            own = of_column.get(standing.column.key, ())
            listing, further = listed(standing, own, county.site.page_size)
            front = _front(standing, listing, of_column, content.unit, county)
            yield from (Page(standing.column.url, "column.html", front), *further)


def _front(
    standing: Standing, listing: Listing, of_column: dict[str, list[Entry]], unit: Unit, county: County
) -> ColumnPage:
    column = standing.column
    return ColumnPage(
        head=standing.head(),
        name=column.name,
        description=column.description,
        law=column.law,
        listing=listing,
        parts=tuple(_part(child, of_column, unit, county) for child in column.children),
        rules=column.role is ColumnRole.RULES,
        owner=_owner(column, unit, county),
        reason=column.reason if column.status is ColumnStatus.NOT_APPLICABLE else "",
    )


def _part(column: Column, of_column: dict[str, list[Entry]], unit: Unit, county: County) -> Part:
    if column.role is ColumnRole.LINK:
        goal = links.target(column.target, unit, county)
        return Part(column.name, goal.url, goal.owner)
    note = "本单位不适用" if column.status is ColumnStatus.NOT_APPLICABLE else ""
    return Part(column.name, column.url, note, brief(of_column.get(column.key, ())[:NEWEST]))


def _owner(column: Column, unit: Unit, county: County) -> Link | None:
    """Where a linked column's content is disclosed; an owner that the county does not know gets no dead link."""
    if column.status is not ColumnStatus.LINKED:
        return None
    goal = links.target(column.target, unit, county)
    return Link(goal.owner or column.target, goal.url)


SAMPLE = (
    Page(
        "tongzhi/index.html",
        "column.html",
        ColumnPage(
            head=Head("通知公告", "本单位的通知和公告", section="tongzhi/index.html"),
            name="通知公告",
            description="发布本单位的通知、公告和公示。",
            law="",
            listing=Listing(
                (
                    Line("关于春季动物防疫的通知", "info/2026-00002.html", date(2026, 3, 2), "样政发〔2026〕2号"),
                    Line("关于春节放假安排的公告", "info/2026-00001.html", date(2026, 1, 20)),
                )
            ),
            parts=(Part("公示", "tongzhi/gongshi/index.html"),),
        ),
    ),
)
