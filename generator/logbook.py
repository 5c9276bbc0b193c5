"""The log of publications: who put which edition where, what changed, and who took the responsibility for what was odd.

One line of JSON an event in `output/editions/log.jsonl`; lines are only ever added. Each names the digest of the line
before it and its own, and is signed where a key is at hand: an edited, removed or exchanged line is found. A line that
a crash tore stays as it is, as evidence, and the next line says so. Only the end can be cut off unseen; therefore the
log is held against the edition that is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST = 256  # bytes from the end in which a line break is looked for at a time


class Count(NamedTuple):
    """How many files of a unit were added, changed, removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """What is recorded: `what` is publish, rollback, forward or restore; `edition` is its number and digest.

    `changes` counts files by section; `accepted` are the guards that were overruled and by whom (`reviewer`).
    """

    what: str
    when: str
    who: str
    edition: int
    digest: str
    targets: tuple[str, ...] = ()
    changes: Mapping[str, Count] = ()  # type: ignore[assignment]
    accepted: tuple[str, ...] = ()
    reviewer: str = ""


class Log(NamedTuple):
    """The events of a log, and what is wrong with it: line, 1-based, and a sentence."""

    events: tuple[Event, ...]
    faults: tuple[tuple[int, str], ...]
    torn: tuple[int, ...]  # lines that a crash left unfinished: no fault, but told
