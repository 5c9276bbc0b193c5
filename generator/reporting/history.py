"""The history of builds: one line for each that looked at anything, kept beside the report (`history.jsonl`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from generator import files
from generator.model import Finding, Severity

KEPT = 730  # builds: two years of nights


@dataclass(frozen=True, slots=True)
class Entry:
    """What a build came to, on a day (ISO date)."""

    day: str
    build: int
    units: int
    failed: int  # units with an error or a breach
    error: int
    breach: int
    warning: int


def path_of(output: Path) -> Path:
    """Where the history lies."""
    return output / "report" / "history.jsonl"


def entry(day: str, build: int, units: int, findings: Iterable[Finding]) -> Entry:
    """The entry of a build; what is waived does not count."""
    found = [each for each in findings if not each.waived]
    grave = {each.path.split("/")[1] for each in found if _is_grave(each)}
    count = {one: sum(each.severity is one for each in found) for one in Severity}
    return Entry(day, build, units, len(grave), count[Severity.ERROR], count[Severity.BREACH], count[Severity.WARNING])


def _is_grave(found: Finding) -> bool:
    return found.severity in (Severity.ERROR, Severity.BREACH) and found.path.startswith("content/")


def load(output: Path) -> tuple[Entry, ...]:
    """The builds, oldest first; a line that is none, such as half a line after a crash, is passed over."""
    try:
        lines = path_of(output).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(found for line in lines if (found := _read(line)) is not None)


def _read(line: str) -> Entry | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return Entry(**row) if isinstance(row, Mapping) and _fits(row) else None


def _fits(row: Mapping[object, object]) -> bool:
    kinds = {each.name: str if each.name == "day" else int for each in fields(Entry)}
    return row.keys() == kinds.keys() and all(type(row[name]) is kind for name, kind in kinds.items())


def record(output: Path, new: Entry) -> None:
    """Add a build; of two on one day the later counts."""
    before = [each for each in load(output) if each.day != new.day]
    lines = [json.dumps(asdict(each)) for each in (*before, new)][-KEPT:]
    path_of(output).parent.mkdir(parents=True, exist_ok=True)
    files.replace(path_of(output), "".join(f"{line}\n" for line in lines).encode())
