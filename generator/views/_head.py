"""The head of a page: title, breadcrumb, official META tags, tabs; and where each column of a unit stands."""

from __future__ import annotations

from dataclasses import dataclass

from generator import links
from generator.model import Column, ColumnRole, Link, Unit

UNDER_DISCLOSURE = (
    ColumnRole.GUIDE,
    ColumnRole.RULES,
    ColumnRole.STATUTORY,
    ColumnRole.ANNUAL,
    ColumnRole.REQUEST,
)
TYPES = {
    ColumnRole.GUIDE: "信息公开指南",
    ColumnRole.RULES: "政策文件",
    ColumnRole.STATUTORY: "信息公开目录",
    ColumnRole.ANNUAL: "信息公开年报",
    ColumnRole.REQUEST: "依申请公开",
    ColumnRole.MANDATE: "机构职能",
    ColumnRole.LEADERS: "负责人信息",
    ColumnRole.DISCLOSURE: "信息公开目录",
    ColumnRole.CATALOGUE: "信息公开目录",
}


@dataclass(frozen=True, slots=True)
class ColumnTags:
    """The four META tags of a column (国办发〔2017〕47号), none of them ever empty."""

    name: str
    description: str
    keywords: str
    column_type: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A column of the tree, and what stands below it."""

    name: str
    url: str
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tabs:
    """What stands beside a page of the disclosure section: its fixed pages, and the tree beside a leaf of it.

    国办公开办函〔2019〕61号 asks for one form: the fixed pages as tabs, 法定主动公开内容 as a tree.
    """

    fixed: tuple[Link, ...]
    lit: str  # the fixed page that is shown, or that the page belongs to
    leaves: tuple[Branch, ...] = ()  # on pages of a leaf only
    leaf: str = ""  # the leaf that is shown


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page and its breadcrumb show: `crumbs` lead from the unit's home to the page's parent."""

    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    section: str = ""  # the entry of the top navigation that is lit
    tags: ColumnTags | None = None
    indexable: bool = True
    tabs: Tabs | None = None  # on the pages of the disclosure section


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a column stands in its unit: the column, the crumbs to it and with it, its lit section, its tags."""

    column: Column
    parents: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    section: str
    tags: ColumnTags
    tabs: Tabs | None = None

    def head(self, title: str = "", note: str = "") -> Head:
        """The head of the column's own page, or of one of its further pages when a title and a note are given."""
        own = title == "" or title == self.column.name
        return Head(
            title=title or self.column.name,
            description=note or self.tags.description,
            crumbs=self.parents if own else self.crumbs,
            section=self.section,
            tags=self.tags,
            tabs=self.tabs,
        )


def standings(unit: Unit) -> dict[str, Standing]:
    """Where every column of a unit stands, by key; outward links stand nowhere."""
    found: dict[str, Standing] = {}
    disclosure = next((column for column in unit.columns if column.role is ColumnRole.DISCLOSURE), None)
    fixed = tuple(Link(each.name, each.url) for role in UNDER_DISCLOSURE for each in unit.walk() if each.role is role)
    for column in unit.columns:
        above = (disclosure,) if disclosure and column.role in UNDER_DISCLOSURE else ()
        _stand(found, unit, column, above, Tabs(fixed, ""))
    return found


def _stand(found: dict[str, Standing], unit: Unit, column: Column, above: tuple[Column, ...], beside: Tabs) -> None:
    if column.role is ColumnRole.LINK:
        return
    tabs = Tabs(beside.fixed, column.url) if column.role in UNDER_DISCLOSURE else beside
    parents = tuple(Link(parent.name, parent.url) for parent in above)
    crumbs = (*parents, Link(column.name, column.url))
    shown = tabs if tabs.lit else None
    found[column.key] = Standing(column, parents, crumbs, crumbs[0].url, _tags(unit, column), shown)
    leaves = tabs.leaves or _branches(column, column.url)
    for child in column.children:
        _stand(found, unit, child, (*above, column), Tabs(tabs.fixed, tabs.lit, leaves, child.url))


def _branches(column: Column, page: str) -> tuple[Branch, ...]:
    """The tree below a column; what another unit discloses is found on the tree's own page."""
    return tuple(Branch(child.name, _place(child, page), _branches(child, page)) for child in column.children)


def _place(column: Column, page: str) -> str:
    if column.role is not ColumnRole.LINK:
        return column.url
    return column.target if links.is_outside(column.target) else page


def _tags(unit: Unit, column: Column) -> ColumnTags:
    return ColumnTags(
        name=column.name,
        description=column.description or f"{unit.name}“{column.name}”栏目",
        keywords=column.keywords or f"{column.name},{unit.short_name}",
        column_type=column.column_type or TYPES.get(column.role, "政策文件"),
    )


def role_url(unit: Unit, role: ColumnRole) -> str:
    """The page of the unit's column with that role; empty where it has none."""
    return next((column.url for column in unit.walk() if column.role is role), "")
