"""The home of a unit's section: who the unit is, what is new, how to find and ask for information, whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from generator import links
from generator.entries import entries
from generator.model import ColumnRole, County, Entry, Letters, Link, Mount, Office, Page, Unit, UnitContent
from generator.views._entrances import Entrance, entrances
from generator.views._fronts import fronts
from generator.views._head import ColumnTags, Head, role_url
from generator.views._letters import ANSWERED, URL, answered
from generator.views._lists import Line, brief, by_column, lines
from generator.views._supervisor import Supervisor, supervisor_of

NEWEST = 8
BLOCK = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A column on the home page, with its newest documents."""

    name: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """A unit's home."""

    head: Head
    name: str
    introduction: str
    uscc: str
    office: Office
    latest: tuple[Line, ...]
    blocks: tuple[Block, ...]
    disclosure: str
    entrances: tuple[Entrance, ...]
    about: tuple[Link, ...]  # mandate, leaders, catalogue
    guide: str
    request: str
    parent: Link | None
    supervisor: Supervisor | None
    lower: tuple[Link, ...]  # units below this one
    catalog: str  # for machines
    fronts: tuple[Link, ...] = ()  # what there is beside columns


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The home of every unit but the portal, which has its own view."""
    unit = content.unit
    if unit.mount is Mount.ROOT:
        return
    items = entries(content, today)
    replies = answered(unit, content.register(Letters), BLOCK)
    blocks = (*_blocks(unit, by_column(items)), *_answered(unit, replies))
    payload = _payload(unit, county, lines(items[:NEWEST]), blocks)
    payload = replace(payload, fronts=tuple(fronts(content, county, today)))
    yield Page("index.html", "home.html", payload)


def _payload(unit: Unit, county: County, latest: tuple[Line, ...], blocks: tuple[Block, ...]) -> HomePage:
    description = unit.introduction or f"{unit.name}政府信息公开"
    tags = ColumnTags(unit.short_name, description, f"{unit.name},政府信息公开", "首页")
    parent = links.unit_named(county, unit.parent) if unit.parent else None
    return HomePage(
        head=Head(unit.name, description, section="index.html", tags=tags),
        name=unit.name,
        introduction=unit.introduction,
        uscc=unit.uscc,
        office=unit.office,
        latest=latest,
        blocks=blocks,
        disclosure=role_url(unit, ColumnRole.DISCLOSURE),
        entrances=entrances(unit),
        about=_about(unit),
        guide=role_url(unit, ColumnRole.GUIDE),
        request=role_url(unit, ColumnRole.REQUEST),
        parent=Link(parent.name, links.between(unit, parent, "index.html", county.site)) if parent else None,
        supervisor=supervisor_of(unit, county),
        lower=tuple(
            Link(below.name, links.between(unit, below, "index.html", county.site))
            for below in county.units
            if below.parent == unit.slug
        ),
        catalog=links.own_file(unit, "catalog.json"),
    )


def _about(unit: Unit) -> tuple[Link, ...]:
    wanted = (ColumnRole.MANDATE, ColumnRole.LEADERS, ColumnRole.CATALOGUE)
    return tuple(Link(column.name, column.url) for role in wanted for column in unit.walk() if column.role is role)


def _blocks(unit: Unit, items: dict[str, list[Entry]]) -> tuple[Block, ...]:
    """The unit's plain columns at the top level, such as 工作动态 and 通知公告, that hold anything."""
    return tuple(
        Block(column.name, column.url, brief(items[column.key][:BLOCK]))
        for column in unit.columns
        if column.role is ColumnRole.LIST and column.key in items
    )


def _answered(unit: Unit, replies: tuple[Line, ...]) -> tuple[Block, ...]:
    """What citizens wrote and what was replied, where the unit shows any."""
    return (Block(ANSWERED, links.own_file(unit, URL), replies),) if replies else ()


SAMPLE = (
    Page(
        "index.html",
        "home.html",
        HomePage(
            head=Head("样例镇人民政府", "样例镇人民政府政府信息公开", section="index.html"),
            name="样例镇人民政府",
            introduction="样例镇位于县境东北，辖 9 个村委会。",
            uscc="11530823000000000X",
            office=Office("", "", "", "党政办公室", "人民路 1 号", "工作日", "0879-6200000", "无", "a@example.example"),
            latest=(Line("关于春节放假安排的公告", "info/2026-00001.html", date(2026, 1, 20)),),
            blocks=(),
            disclosure="zfxxgk/index.html",
            entrances=(Entrance("政府信息公开指南", "zn/index.html", "怎样获取政府信息"),),
            about=(Link("机构职能", "jggk/jgzn/index.html"),),
            guide="zn/index.html",
            request="ysqgk/index.html",
            parent=Link("样例县人民政府", "../index.html"),
            supervisor=Supervisor("样例县人民政府办公室", "0879-6200002", "../index.html"),
            lower=(),
            catalog="catalog.json",
            fronts=(Link("视频会议", "meetings/index.html"),),
        ),
    ),
)
