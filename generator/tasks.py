"""What is asked of a worker and what it tells: small frozen values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.model import County, Finding, Site, UnitDigest


@dataclass(frozen=True, slots=True)
class Task:
    """What every job of one build has in common."""

    root: Path
    site: Site
    today: date
    code: str  # digest of the program and its libraries
    clean: bool
    sequence: int

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a unit told. `digest` is the last good one where the unit is broken, None where there is none."""

    slug: str
    name: str
    digest: UnitDigest | None
    findings: tuple[Finding, ...]
    broken: bool = False
    withheld: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    inputs: str = ""
    crash: str = ""  # the traceback of a mistake of this program


@dataclass(frozen=True, slots=True)
class MakeJob:
    """Make one unit's section as it sees the county."""

    task: Task
    reading: Reading
    county: County


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
