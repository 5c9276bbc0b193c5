"""依申请公开: how to ask and what to write (条例 第二十九条), how long it takes, and a form to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import ColumnRole, County, Link, Office, Page, RequestChannel, Unit, UnitContent
from generator.views._column import listed
from generator.views._head import Head, Standing, role_url, standings
from generator.views._lists import Listing, by_column


@dataclass(frozen=True, slots=True)
class RequestPage:
    """How to ask this unit."""

    head: Head
    name: str
    unit: str
    office: str
    phone: str
    channels: tuple[RequestChannel, ...]
    platform: Link  # the form on the provincial platform, the unit filled in
    form: str
    guide: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class RequestForm:
    """The form to print on one A4 page, filled in by hand: the three groups of 条例 第二十九条 and nothing else.

    No purpose is asked for: since 2019 the law wants none.
    """

    head: Head
    unit: str
    back: str
    office: Office  # where it goes
    channels: tuple[RequestChannel, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The page and the form."""
    own = by_column(entries(content, today))
    for standing in standings(content.unit).values():
        column = standing.column
        if column.role is not ColumnRole.REQUEST:
            continue
        form = f"{column.key}/form.html"
        listing, further = listed(standing, own.get(column.key, ()), county.site.page_size)
        payload = _payload(content.unit, county, standing, form, listing)
        yield from (Page(column.url, "request.html", payload), *further)
        head = standing.head("政府信息公开申请表", f"{content.unit.name}政府信息公开申请表，可打印填写")
        yield Page(form, "request_form.html", _form(content.unit, head, column.url))


def _form(unit: Unit, head: Head, back: str) -> RequestForm:
    return RequestForm(head, unit.name, back, unit.office, unit.channels)


def _payload(unit: Unit, county: County, standing: Standing, form: str, listing: Listing) -> RequestPage:
    platform = county.site.platform
    return RequestPage(
        head=standing.head(),
        name=standing.column.name,
        unit=unit.name,
        office=unit.office.name,
        phone=unit.office.phone,
        channels=unit.channels,
        platform=Link(platform.name, links.filled(platform.request, unit=unit.name, number="", title="")),
        form=form,
        guide=role_url(unit, ColumnRole.GUIDE),
        listing=listing,
    )


SAMPLE = (
    Page(
        "ysqgk/index.html",
        "request.html",
        RequestPage(
            head=Head("依申请公开", "怎样向样例镇人民政府申请公开政府信息", section="zfxxgk/index.html"),
            name="依申请公开",
            unit="样例镇人民政府",
            office="样例镇党政办公室",
            phone="0879-6200000",
            channels=(RequestChannel("邮寄", "样例镇人民路 1 号，邮编 676200", "信封注明“政府信息公开申请”"),),
            platform=Link("全省统一平台", "https://platform.example/request?unit=x"),
            form="ysqgk/form.html",
            guide="zn/index.html",
            listing=Listing(),
        ),
    ),
    Page(
        "ysqgk/form.html",
        "request_form.html",
        RequestForm(
            Head("政府信息公开申请表", "可打印填写"),
            "样例镇人民政府",
            "ysqgk/index.html",
            Office("", "", "", "样例镇党政办公室", "样例镇人民路 1 号", "工作日", "0879-6200000", "无", "", "676200"),
            (RequestChannel("当面提交", "样例镇人民路 1 号"),),
        ),
    ),
)
