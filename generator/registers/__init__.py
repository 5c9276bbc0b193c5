"""The shelf of registers (台账): what a unit keeps in a folder of its own that is no document, such as letters or
meetings. One file declares one register, and says how its folder is read.

A register's value is a class of `generator.model`, which views and checks ask for (`content.register(Letters)`). What
the county's pages need of it is its digest, which they read again with `gather.told_by`. A file with a fault keeps back
itself and a row with a fault itself, never the unit. Files whose name begins with `_` are not registers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.faults import finding
from generator.frontmatter import decode
from generator.model import START, Finding, Site, Unit
from generator.shelf import collect
from generator.sources import Source, read_text_file


class Drawer(NamedTuple):
    """What there is to read a register from: the files of its folder, sorted, and the day the county is made on."""

    root: Path  # of the workspace, below which paths of sources lie
    site: Site
    unit: Unit
    files: tuple[Source, ...]
    today: date

    def text(self, path: str) -> tuple[str | None, tuple[Finding, ...]]:
        """The text of one of the files; None, and what is told of it, where it cannot be read. A byte-order mark is no
        fault here: spreadsheets want it."""
        try:
            text, faults = decode(read_text_file(self.root, path))
        except OSError as error:
            return None, (finding("F019", path, START, f"读不了：{error.strerror}"),)
        wrong = tuple(
            finding(each.code, path, (each.line, each.column), each.message) for each in faults if each.code != "F002"
        )
        return (None if wrong else text), wrong


class Opened(NamedTuple):
    """What was read, what is wrong in it, and the next day on which the same files mean something else."""

    value: Any
    findings: tuple[Finding, ...] = ()
    changes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """A register as its file declares it: `folder` ends in `/`; `value` is the class of what `read` gives; `digest`
    makes of it, as of a day, the value that the county's pages are to know (None: nothing). What lies in the folder and
    ends otherwise than in one of `endings` is told, since nobody reads it; with `deep`, what lies in folders below
    belongs to a file of the register and may be anything.

    `kept` is for what may not vanish once it was public: given the value (None: no files) and the digest that was
    published last, the value with what stays, and what is told of that; `files` are what the addresses of the files
    begin with that stay as they were.
    """

    folder: str
    value: type
    read: Callable[[Drawer], Opened]
    digest: Callable[[Any, date], Any] | None = None
    endings: tuple[str, ...] = (".csv",)
    deep: bool = False
    told: type | None = None  # the class of the digest, where there is `kept`
    kept: Callable[[Any | None, Any, Unit], Opened] | None = None
    files: Callable[[Any, Unit], tuple[str, ...]] | None = None

    def unread(self, drawer: Drawer) -> tuple[str, ...]:
        """The files of the folder that nobody reads."""
        names = ((each.path, each.path.partition(self.folder)[2]) for each in drawer.files)
        return tuple(
            path
            for path, name in names
            if not (name.endswith(self.endings) or name.startswith("~") or name.lower() == "readme.md")
            and not (self.deep and "/" in name)
        )


@cache
def registers() -> tuple[Register, ...]:
    """Every register, by its folder."""
    return tuple(sorted((module.REGISTER for module in collect(__name__)), key=lambda each: each.folder))
