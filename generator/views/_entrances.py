"""The five fixed pages of the disclosure section, as the section's home and the unit's home lead to them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Column, ColumnRole, Link, Unit
from generator.views._head import UNDER_DISCLOSURE


@dataclass(frozen=True, slots=True)
class Entrance:
    """One of the fixed pages of the section: what it is called, where it is, what is found there."""

    name: str
    url: str
    description: str
    children: tuple[Link, ...] = ()


def entrances(unit: Unit) -> tuple[Entrance, ...]:
    """The five fixed pages of the section, in the order that 国办公开办函〔2019〕61号 gives them."""
    found = (column for role in UNDER_DISCLOSURE for column in unit.walk() if column.role is role)
    return tuple(Entrance(column.name, column.url, column.description, _children(column)) for column in found)


def _children(column: Column) -> tuple[Link, ...]:
    return tuple(Link(child.name, child.url) for child in column.children if child.role is not ColumnRole.LINK)
