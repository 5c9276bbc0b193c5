"""What a unit has undertaken to disclose in a field (事项标准目录, 国办发〔2019〕54号): items of ten columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.model.findings import Mark


class Audience(StrEnum):
    """公开对象 of an item."""

    EVERYONE = "everyone"
    SPECIFIC = "specific"


class Manner(StrEnum):
    """公开方式 of an item: withheld is none of them."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"


class Level(StrEnum):
    """公开层级: who discloses an item."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in a column of an item, and where."""

    message: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class StandardItem:
    """A row of a catalogue. What could not be read is empty or None, and told in `faults`."""

    number: int  # 序号: part of its address, so that it stays when rows come and go
    heading: str  # 一级事项
    name: str  # 二级事项
    substance: str  # 公开内容（要素）
    basis: str
    term: str  # 公开时限, as written
    agency: str
    channels: tuple[str, ...]
    audience: Audience | None
    group: str  # whom it is for, where that is written
    manner: Manner | None
    levels: tuple[Level, ...]
    mark: Mark
    faults: tuple[CellFault, ...] = ()

    @property
    def title(self) -> str:
        """What it is called where other items stand beside it: several fields have a 办事指南 under each heading."""
        return f"{self.heading}：{self.name}" if self.heading and self.name else self.heading or self.name

    @property
    def complete(self) -> bool:
        """Every column says something that the form allows: only such rows are shown."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Standard:
    """The catalogue of one field: `field` is its key and the name of its file; a broken one has no items."""

    field: str
    name: str
    source: str
    items: tuple[StandardItem, ...] = ()

    @property
    def shown(self) -> tuple[StandardItem, ...]:
        """The rows that pages show."""
        return tuple(item for item in self.items if item.complete)

    @property
    def broken(self) -> bool:
        """There is nothing in it to be shown: its last good pages stay."""
        return not any(item.complete for item in self.items)

    def url(self, page: str = "index.html") -> str:
        """An address of its own, relative to the unit's base; `3.html` is the page of item 3."""
        return f"standard/{self.field}/{page}"
