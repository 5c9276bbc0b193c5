"""What is asked of a worker and what it tells: small frozen values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.blame import Blame
from generator.gather import Seen
from generator.model import County, Finding, Site
from generator.stopwatch import NOTHING, Spent


@dataclass(frozen=True, slots=True)
class Task:
    """What every job of one build has in common."""

    root: Path
    site: Site
    today: date
    code: str  # digest of the program and its libraries
    clean: bool
    sequence: int
    processes: int = 1  # that may work on one section, where it is very large

    @property
    def output(self) -> Path:
        """Where everything is built."""
        return self.root / "output"


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Read one unit, leaving out documents that could not be rendered."""

    task: Task
    slug: str
    refused: tuple[Finding, ...] = ()  # why documents could not be rendered a moment ago
    theme: str = ""  # the stamp of the theme with which they could not


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a unit told, now or when it was read last.

    `told` stands for its digest, which lies in a file until something needs it; of a broken unit that is the digest of
    its last tree, "" where there is none. What is said here holds until the day `until`.
    """

    slug: str
    name: str
    told: str
    findings: tuple[Finding, ...]
    broken: bool = False
    withheld: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    inputs: str = ""
    until: date | None = None
    crash: str = ""  # the traceback of a mistake of this program
    spent: Spent = NOTHING


@dataclass(frozen=True, slots=True)
class MakeJob:
    """Make one unit's section as it sees the county; `note` is what will be remembered of its inputs."""

    task: Task
    reading: Reading
    county: County
    note: Note

    @property
    def slug(self) -> str:
        """The unit."""
        return self.reading.slug


@dataclass(frozen=True, slots=True)
class Note:
    """What a section is made from: its unit's files, theme and program; all that units tell; what it asks of them,
    and what it sees for that (None for the portal, which sees everything)."""

    inputs: str
    county: str
    needs: str
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What a build did to one section."""

    slug: str
    name: str
    pages: int = 0
    written: int = 0
    removed: int = 0
    sequence: int = 0
    broken: bool = False
    findings: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()  # why documents could not be rendered
    crash: str = ""  # the traceback of a mistake of this program
    spent: Spent = NOTHING
    blamed: tuple[Blame, ...] = ()  # what a template brought onto pages that were refused


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: to each unit, to the county's own pages, and the findings that stand in no unit."""

    units: tuple[UnitReport, ...]
    county: UnitReport
    released: bool
    across: tuple[Finding, ...] = ()
    read: tuple[tuple[str, Spent], ...] = ()  # what reading took, by unit
    spent: Spent = NOTHING  # by the steps of the loop, waiting for workers included

    def findings(self) -> tuple[Finding, ...]:
        """Every finding, file by file, each once."""
        found = [*self.across, *self.county.findings, *(each for unit in self.units for each in unit.findings)]
        return tuple(sorted(dict.fromkeys(found), key=Finding.sort_key))

    def crashes(self) -> tuple[str, ...]:
        """The tracebacks of mistakes of this program, one per unit that met one."""
        return tuple(unit.crash for unit in self.units if unit.crash)

    def total(self, name: str) -> int:
        """The sum of a count (`pages`, `written`, `removed`) over all sections."""
        return sum(getattr(unit, name) for unit in (*self.units, self.county))
