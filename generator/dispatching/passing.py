"""One pass: take what lies in the folder, bring every inbox up to date, switch, clear the folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import dispatch_store, files, receipts
from generator.dispatching.deliveries import delivered, inboxes, overview
from generator.dispatching.receiving import clear, receive
from generator.dispatching.sections import make
from generator.dispatching.settings import Settings
from generator.drop_folder import Listing
from generator.model import Finding
from generator.model.routing import Dispatch, Standing
from generator.tasks import Task


@dataclass(frozen=True, slots=True)
class Passed:
    """What a pass came to."""

    registered: tuple[Dispatch, ...]
    recalled: tuple[Dispatch, ...]
    findings: tuple[Finding, ...]
    switched: bool
    documents: int
    pending: int
    overdue: int


def passed(
    task: Task, settings: Settings, there: Listing, settled: frozenset[str], moment: str, processes: int = 1
) -> Passed:
    """One pass as of a moment (Beijing time, 2026-11-24T09:12); `there` is the folder as it was listed."""
    received = receive(task.root, settings, there, settled, moment, task.site.attachment_limit)
    task.output.mkdir(exist_ok=True)
    if (received.registered or received.recalled) and not _on_one_disk(task.root, task.output):
        files.settle(task.root)  # what is shown must not be lost with the power; on one disk the switch sees to it
    store = dispatch_store.load(task.root)
    signed = receipts.read(task.root, settings.registry, store.dispatches)
    found = delivered(store, signed.signed, settings, moment)
    switched = make(task, inboxes(found, settings, task.site), overview(store, found, settings, task.site), processes)
    clear(settings, there, received.done)
    standings = [each.standing for units in found.values() for each in units.values()]
    return Passed(
        tuple(received.registered),
        tuple(received.recalled),
        _sorted((*received.findings, *signed.findings)),
        switched,
        len(store.dispatches),
        sum(each in (Standing.UNREAD, Standing.OVERDUE) for each in standings),
        standings.count(Standing.OVERDUE),
    )


def _on_one_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(found), key=Finding.sort_key))
