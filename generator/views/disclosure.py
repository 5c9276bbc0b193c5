"""The home of the disclosure section (政府信息公开): its five pages, its catalogue, the platforms above and below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.entries import entries
from generator.model import Column, ColumnRole, County, Link, Page, UnitContent
from generator.views._column import listed
from generator.views._entrances import Entrance, entrances
from generator.views._head import Head, role_url, standings
from generator.views._lists import Listing, by_column
from generator.views._standards import Catalogues, catalogues


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """The section's home."""

    head: Head
    name: str
    description: str
    unit: str
    entrances: tuple[Entrance, ...]
    catalogue: str
    office: str
    phone: str
    listing: Listing
    standards: Catalogues | None = None


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The home of the section, and numbered pages where documents stand in the section's own folder."""
    unit = content.unit
    own = by_column(entries(content, today))
    for standing in standings(unit).values():
        if standing.column.role is not ColumnRole.DISCLOSURE:
            continue
        column = standing.column
        listing, further = listed(standing, own.get(column.key, ()), county.site.page_size)
        payload = _payload(content, column, standing.head(), listing)
        yield from (Page(column.url, "disclosure.html", payload), *further)


def _payload(content: UnitContent, column: Column, head: Head, listing: Listing) -> DisclosurePage:
    unit = content.unit
    return DisclosurePage(
        head=head,
        name=column.name,
        description=column.description,
        unit=unit.name,
        entrances=entrances(unit),
        catalogue=role_url(unit, ColumnRole.CATALOGUE),
        office=unit.office.name,
        phone=unit.office.phone,
        listing=listing,
        standards=catalogues(content),
    )


SAMPLE = (
    Page(
        "zfxxgk/index.html",
        "disclosure.html",
        DisclosurePage(
            head=Head("政府信息公开", "样例镇人民政府政府信息公开", section="zfxxgk/index.html"),
            name="政府信息公开",
            description="",
            unit="样例镇人民政府",
            entrances=(
                Entrance("政府信息公开指南", "zn/index.html", "怎样获取本机关的政府信息"),
                Entrance("政府信息公开制度", "zd/index.html", "政府信息公开的规定"),
                Entrance("法定主动公开内容", "fdzdgknr/index.html", "依法主动公开", (Link("预算", "zn/index.html"),)),
                Entrance("政府信息公开年报", "nb/index.html", "历年的工作报告"),
                Entrance("依申请公开", "ysqgk/index.html", "怎样提出申请"),
            ),
            catalogue="mulu/index.html",
            office="样例镇党政办公室",
            phone="0879-6200000",
            listing=Listing(),
        ),
    ),
)
