"""Standard catalogues (事项标准目录) as other pages lead to them, and the place of their own pages in the unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import ColumnRole, Document, Link, Standard, Unit, UnitContent
from generator.standards import Named
from generator.views._head import ColumnTags, Head, standings

NAME = "基层政务公开标准目录"
INDEX = "standard/index.html"


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The catalogues of a unit, field by field."""

    name: str
    url: str
    fields: tuple[Link, ...]


def catalogues(content: UnitContent) -> Catalogues | None:
    """What leads to a unit's catalogues; None where it has none."""
    fields = tuple(Link(each.name, each.url()) for each in content.standards)
    return Catalogues(NAME, INDEX, fields) if fields else None


def items_of(document: Document, known: Mapping[str, Named]) -> tuple[Link, ...]:
    """The items that a document belongs to, as its page leads to them."""
    found = (known[name] for name in document.standard_items if name in known)
    return tuple(Link(f"{standard.name}　{item.title}", item_url(standard, item.number)) for standard, item in found)


def item_url(standard: Standard, number: int) -> str:
    """The page of an item."""
    return standard.url(f"{number}.html")


def head(unit: Unit, title: str, description: str, above: Iterable[Link] = ()) -> Head:
    """The head of a page below 法定主动公开内容; `above` are the pages between that and this one."""
    found = (each for each in standings(unit).values() if each.column.role is ColumnRole.STATUTORY)
    standing = next(found, None)
    tags = ColumnTags(NAME, f"{unit.name}{NAME}", f"{NAME};公开事项;{unit.short_name}", "信息公开目录")
    crumbs, section = (standing.crumbs, standing.section) if standing else ((), INDEX)
    return Head(title, description, (*crumbs, *above), section, tags)
