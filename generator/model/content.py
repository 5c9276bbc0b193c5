"""What a unit discloses: its documents, and what is kept beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from generator.model.annual_reports import AnnualReport
from generator.model.documents import Document, Entry, Openness
from generator.model.findings import START, Mark
from generator.model.records import Described
from generator.model.standards import Standard
from generator.model.tables import Dataset
from generator.model.units import Unit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Undisclosed:
    """What is told of an information item that is not proactively disclosed: its name and when that was judged last.

    Nothing of its content is here, so that it reaches neither a page nor a cache.
    """

    source: str
    title: str
    openness: Openness
    judged: date  # 保密审查 of it; where none is written, the day it was written
    mark: Mark  # of that day, else of its 公开属性


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A number that was given out once: the ledger's memory of it."""

    index_number: str
    source: str
    title: str
    path: str = field(default="", compare=False)  # of the ledger file that it stands in
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for until a day: of a code, in a file, and with a `digest` of one place in it."""

    code: str
    path: str  # of the file that it concerns
    digest: str
    reason: str
    approver: str
    expires: date  # the last day on which it holds
    source: str = ""  # where it is written
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Paper:
    """The PDF of the document at `source`: its address relative to the unit's base, its size in bytes."""

    source: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class UnitContent:
    """Everything that one unit discloses, as loaded: `withheld` names sources that an error keeps back."""

    unit: Unit
    documents: tuple[Document, ...]
    ledger: tuple[LedgerEntry, ...] = ()
    waiting: tuple[Document, ...] = ()  # lack an index number, or something is wrong: checked, not shown
    undisclosed: tuple[Undisclosed, ...] = ()  # not proactively disclosed: names only
    kept: tuple[Entry, ...] = ()  # entries of withheld documents whose last good page stays
    described: tuple[Described, ...] = ()  # the same documents as their last good records describe them
    kept_texts: tuple[tuple[str, str], ...] = ()  # their pages, and what there is to read on them
    kept_datasets: tuple[Dataset, ...] = ()  # tables that those pages show
    papers: tuple[Paper, ...] = ()  # PDFs of its documents that were made
    entries: tuple[Entry, ...] | None = None  # all of them, newest first, once a plan has made them
    waivers: tuple[Waiver, ...] = ()
    index_pattern: str = ""  # of the site: {org}/{year}-{serial:05d}
    allowed_hosts: tuple[str, ...] = ()  # of the site: domains that pages may link to
    standards: tuple[Standard, ...] = ()  # 事项标准目录, by field
    registers: tuple[object, ...] = ()  # 台账: what the unit keeps in folders of their own, one value a folder

    def register(self, kind: type[T]) -> T | None:
        """The register whose value is of a class, None where the unit keeps none."""
        return next((each for each in self.registers if isinstance(each, kind)), None)

    @property
    def annual_reports(self) -> tuple[tuple[AnnualReport, Document], ...]:
        """The yearly reports with their documents, oldest first."""
        found = [(each.annual_report, each) for each in self.documents if each.annual_report is not None]
        return tuple(sorted(found, key=lambda pair: pair[0].year))
