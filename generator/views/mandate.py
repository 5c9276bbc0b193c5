"""机构职能 and 领导信息: pages made from the unit's own data (条例 第二十条第二项)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator.entries import entries
from generator.model import ColumnRole, County, InternalOffice, Leader, Page, Unit, UnitContent
from generator.views._column import listed
from generator.views._head import Head, Standing, standings
from generator.views._lists import Listing, by_column


@dataclass(frozen=True, slots=True)
class MandatePage:
    """What a unit is for, where it is, and its inner offices."""

    head: Head
    name: str
    unit: str
    duties: tuple[str, ...]
    offices: tuple[InternalOffice, ...]
    basis: str
    address: str
    hours: str
    phone: str
    fax: str
    postcode: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class LeadersPage:
    """Who leads a unit, in the order of `unit.yaml`."""

    head: Head
    name: str
    unit: str
    leaders: tuple[Leader, ...]
    listing: Listing


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """One page for each column made from data; documents that stand in the column are listed below."""
    own = by_column(entries(content, today))
    for standing in standings(content.unit).values():
        column = standing.column
        if column.role not in (ColumnRole.MANDATE, ColumnRole.LEADERS):
            continue
        listing, further = listed(standing, own.get(column.key, ()), county.site.page_size)
        if column.role is ColumnRole.LEADERS:
            yield Page(column.url, "leaders.html", _leaders(content.unit, standing, listing, today))
        else:
            yield Page(column.url, "mandate.html", _mandate(content.unit, standing, listing))
        yield from further


def _leaders(unit: Unit, standing: Standing, listing: Listing, today: date) -> LeadersPage:
    """Who is in office today; the last day in office need not be public before it comes."""
    held = tuple(replace(each, until=None) for each in unit.leaders if each.holds(today))
    return LeadersPage(standing.head(), standing.column.name, unit.name, held, listing)


def _mandate(unit: Unit, standing: Standing, listing: Listing) -> MandatePage:
    mandate, office = unit.mandate, unit.office
    return MandatePage(
        head=standing.head(),
        name=standing.column.name,
        unit=unit.name,
        duties=mandate.duties,
        offices=mandate.offices,
        basis=mandate.basis,
        address=office.address,
        hours=office.hours,
        phone=office.phone,
        fax=office.fax,
        postcode=office.postcode,
        listing=listing,
    )


SAMPLE = (
    Page(
        "jggk/jgzn/index.html",
        "mandate.html",
        MandatePage(
            head=Head("机构职能", "样例镇人民政府机构职能", section="jggk/index.html"),
            name="机构职能",
            unit="样例镇人民政府",
            duties=("贯彻执行法律法规和上级决定。", "办理本行政区域内的经济、教育、卫生等行政工作。"),
            offices=(InternalOffice("党政办公室", "综合协调", "0879-6200000", "刀样例"),),
            basis="样例县机构编制文件",
            address="样例镇人民路 1 号",
            hours="工作日 8:30—17:30",
            phone="0879-6200000",
            fax="无",
            postcode="676200",
            listing=Listing(),
        ),
    ),
    Page(
        "jggk/ldxx/index.html",
        "leaders.html",
        LeadersPage(
            head=Head("领导信息", "样例镇人民政府领导信息", section="jggk/index.html"),
            name="领导信息",
            unit="样例镇人民政府",
            leaders=(Leader("刀样例", "镇长", "主持镇人民政府全面工作。", "", "0879-6200000", date(2024, 3, 1)),),
            listing=Listing(),
        ),
    ),
)
