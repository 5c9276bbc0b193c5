"""Tables: as they stand in a document, as their editors describe them, and as sets of data that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from generator.model.findings import Mark


class Form(StrEnum):
    """What every cell of a column is."""

    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    YEAR = "year"
    STRING = "string"


class Registry(StrEnum):
    """What of a unit in the county's registry the cells of a column name."""

    USCC = "uscc"
    REGION_CODE = "region_code"
    NAME = "name"


class Frequency(StrEnum):
    """How often a table is renewed (更新周期)."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


@dataclass(frozen=True, slots=True)
class TableField:
    """A column for machines: `name` is its head in the published file; bounds are written as cells are."""

    name: str
    form: Form
    unit: str = ""  # 万元
    meaning: str = ""
    required: bool = False
    minimum: str = ""
    maximum: str = ""
    registry: Registry | None = None
    suffixed: bool = False  # its numbers are followed by % or ‰


@dataclass(frozen=True, slots=True)
class TableSchema:
    """What is known of a table beside its cells; a `key` names the columns that together tell its rows apart."""

    fields: tuple[TableField, ...] = ()
    key: tuple[str, ...] = ()
    title: str = ""
    meaning: str = ""
    frequency: Frequency | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What its editors wrote about it for everybody to read."""
        written = (self.title, self.meaning, *(field.meaning for field in self.fields))
        return tuple(text for text in written if text)

    @property
    def refers(self) -> bool:
        """Some column names units of the registry."""
        return any(field.registry for field in self.fields)


class Reference(NamedTuple):
    """A cell that names a unit of the registry, and where it stands."""

    registry: Registry
    value: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Table:
    """A data file as a table: a caption, a header row and rows, every cell as it was written."""

    source: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]  # a column, all of whose cells are numbers
    schema: TableSchema = TableSchema()
    references: tuple[Reference, ...] = ()
    url: str = ""  # of its published file, relative to the unit's base, once a page shows it


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published table where machines look for data; addresses are relative to the unit's base."""

    name: str  # ys2026: of its files, unique in its unit
    url: str
    package: str  # of its own description for machines
    title: str
    description: str
    keywords: tuple[str, ...]
    category: str
    issued: date
    modified: date
    documents: tuple[tuple[str, str], ...]  # index number and address of those that show it, the first before others
    schema: TableSchema
