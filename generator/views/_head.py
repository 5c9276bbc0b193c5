"""The head of a page: title, breadcrumb, official META tags; and where each column of a unit stands."""

from __future__ import annotations

from dataclasses import dataclass

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
class Head:
    """What the head of a page and its breadcrumb show: `crumbs` lead from the unit's home to the page's parent."""

    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    section: str = ""  # the entry of the top navigation that is lit
    tags: ColumnTags | None = None
    indexable: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a column stands in its unit: the column, the crumbs to it and with it, its lit section, its tags."""

    column: Column
    parents: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    section: str
    tags: ColumnTags

    def head(self, title: str = "", note: str = "") -> Head:
        """The head of the column's own page, or of one of its further pages when a title and a note are given."""
        own = title == "" or title == self.column.name
        return Head(
            title=title or self.column.name,
            description=note or self.tags.description,
            crumbs=self.parents if own else self.crumbs,
            section=self.section,
            tags=self.tags,
        )


def standings(unit: Unit) -> dict[str, Standing]:
    """Where every column of a unit stands, by key; outward links stand nowhere."""
    found: dict[str, Standing] = {}
    disclosure = next((column for column in unit.columns if column.role is ColumnRole.DISCLOSURE), None)
    for column in unit.columns:
        above = (disclosure,) if disclosure and column.role in UNDER_DISCLOSURE else ()
        _stand(found, unit, column, above)
    return found


def _stand(found: dict[str, Standing], unit: Unit, column: Column, above: tuple[Column, ...]) -> None:
    if column.role is ColumnRole.LINK:
        return
    parents = tuple(Link(parent.name, parent.url) for parent in above)
    crumbs = (*parents, Link(column.name, column.url))
    found[column.key] = Standing(column, parents, crumbs, crumbs[0].url, _tags(unit, column))
    for child in column.children:
        _stand(found, unit, child, (*above, column))


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
