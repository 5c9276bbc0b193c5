"""The folders of a unit that are registers (`registers/`) → their values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.faults import IN_SMALL, MOVED, SAVED_AS_CSV, finding
from generator.model import START, Finding, Site, Unit
from generator.registers import Drawer, Register, registers
from generator.sources import Listing

TABLES = (".xlsx", ".xls", ".xlsm", ".et", ".ods", ".txt", ".tsv", ".numbers")


class Kept(NamedTuple):
    """The registers that a unit keeps, what is wrong in them, and the next days on which they mean something else."""

    values: tuple[object, ...]
    findings: tuple[Finding, ...]
    turns: tuple[date, ...]


def folders() -> tuple[str, ...]:
    """The folders of a unit, relative to its own, in which there are no documents."""
    return tuple(each.folder for each in registers())


def load_registers(root: Path, site: Site, unit: Unit, listing: Listing, today: date) -> Kept:
    """Read every register of which the unit has files."""
    columns = {column.key.partition("/")[0] for column in unit.walk()}
    values, findings, turns = [], list[Finding](), list[date]()
    for register, drawer in _drawers(root, site, unit, listing, today):
        if register.folder.rstrip("/") in columns:
            findings.append(_taken(register, drawer))
            continue
        findings += (_unread(register, path) for path in register.unread(drawer))
        opened = register.read(drawer)
        values.append(opened.value)
        findings += opened.findings
        turns += [opened.changes_on] if opened.changes_on else []
    return Kept(tuple(values), tuple(findings), tuple(turns))


def _drawers(root: Path, site: Site, unit: Unit, listing: Listing, today: date) -> Iterator[tuple[Register, Drawer]]:
    for register in registers():
        folder = f"content/{unit.slug}/{register.folder}"
        if files := tuple(each for each in listing.files if each.path.startswith(folder)):
            yield register, Drawer(root, site, unit, files, today)


def _taken(register: Register, drawer: Drawer) -> Finding:
    name = register.folder.rstrip("/")
    message = f"本单位有文件夹名为「{name}」的栏目，与台账的文件夹重复"
    return finding("F205", drawer.files[0].path, START, message, "在 unit.yaml 里给这个栏目换一个文件夹名")


def _unread(register: Register, path: str) -> Finding:
    """A file that lies where only others are read: a table as its program keeps it, or one with a capital ending."""
    ending = posixpath.splitext(path)[1]
    wanted = "、".join(register.endings)
    message = f"这里只读 {wanted} 文件，{f'「{ending}」' if ending else '没有扩展名的'}文件没有读"
    if ending.lower() in register.endings:
        return finding("F230", path, START, message, f"{IN_SMALL} {ending.lower()}")
    if ".csv" in register.endings and ending.lower() in TABLES:
        return finding("F230", path, START, message, SAVED_AS_CSV)
    return finding("F230", path, START, message, MOVED)
