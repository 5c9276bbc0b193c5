"""How the inboxes are kept up to date in a terminal: one pass, or a pass whenever something has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from os import sched_getaffinity
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep, time_ns
from typing import TYPE_CHECKING

import click

from generator import dispatch_store
from generator.console import CHINA, now, task_of
from generator.dispatching.crossing import Crossed, cross, waiting
from generator.dispatching.passing import Passed, passed
from generator.dispatching.settings import Settings, settings_of
from generator.drop_folder import Listing, hands_on, listed, settled, youngest
from generator.errors import GeneratorError
from generator.inside import home
from generator.lock import Busy, hold
from generator.wording import told
from generator.workspace import unit_slugs

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.tasks import Task
    from generator.workspace import Workspace

LOOK = 0.1  # seconds between two looks into the folder while something is being written
IDLE = 0.25  # and while nothing is
RENEW = 60  # after which deadlines are judged anew though nothing came


@dataclass(frozen=True, slots=True)
class Came:
    """What one pass came to, on both sides."""

    passed: Passed
    crossed: tuple[Crossed, ...]
    findings: tuple[Finding, ...]


def moment_of(task: Task) -> str:
    """This moment, on the day for which the county is made."""
    return datetime.combine(task.today, datetime.now(CHINA).time()).isoformat(timespec="minutes")


def once(workspace: Workspace, today: date | None, clean: bool = False, locked: bool = False) -> Came:
    """One pass over what lies in the folder; what was written this very moment is waited for.

    `locked`: whoever calls holds the lock of builds.
    """
    task, settings = _asked(workspace, today, clean)
    before = listed(settings.folder)
    quiet = hands_on(settings.folder, before).quiet
    if time_ns() - youngest(before) < 2 * quiet * 1e9:
        sleep(quiet)
    with hold(home(workspace.output) / ".lock", now()):
        there = listed(settings.folder)
        whole = settled(before, there) - hands_on(settings.folder, there).writing
        return _pass(workspace, task, settings, there, whole, locked)


def _asked(workspace: Workspace, today: date | None, clean: bool = False) -> tuple[Task, Settings]:
    task = task_of(workspace, today, clean)[0]
    return task, settings_of(workspace.root, task.site, task.site.members(unit_slugs(workspace)))


def _pass(
    workspace: Workspace,
    task: Task,
    settings: Settings,
    there: Listing,
    whole: frozenset[str],
    locked: bool = False,
    processes: int = 0,
) -> Came:
    found = passed(task, settings, there, whole, moment_of(task), processes or len(sched_getaffinity(0)))
    try:
        with nullcontext() if locked else hold(workspace.output / ".lock", now()):
            crossed, findings = _crossed(workspace.root, task)
    except Busy:  # a build is running: the next pass hands them on
        crossed, findings = (), ()
    return Came(found, crossed, (*found.findings, *findings))


def _crossed(root: Path, task: Task) -> tuple[tuple[Crossed, ...], tuple[Finding, ...]]:
    """Hand on what is to be public."""
    results = [cross(root, task.site, each) for each in waiting(dispatch_store.load(root))]
    crossed = tuple(each for each in results if isinstance(each, Crossed))
    return crossed, tuple(each for each in results if not isinstance(each, Crossed))


def lines(came: Came) -> Iterator[str]:
    """What a pass came to: what is wrong, what was done with each document, the sums."""
    found = came.passed
    yield from map(told, came.findings)
    for each in found.registered:
        to = len(each.addressees)
        yield f"登记 {each.serial} {each.document_number or '（无文号）'} → {to} 个单位"
    for each in found.recalled:
        yield f"撤回 {each.serial} {each.document_number}"
    for crossed in came.crossed:
        yield f"公开 {crossed.dispatch.serial} → {crossed.path}{'（草稿，待保密审查）' if crossed.draft else ''}"
    done = f"登记 {len(found.registered)} 件，撤回 {len(found.recalled)} 件，共 {found.documents} 件"
    yield f"{done}；待签收 {found.pending} 份，逾期 {found.overdue} 份"


def report(came: Came) -> None:
    """Say what a pass came to."""
    for line in lines(came):
        click.echo(line)


@dataclass(slots=True)
class Watch:
    """Looks into the folder again and again, and passes when what came has settled.

    A pass that fails changes nothing for readers; it is told once, and tried again with the next look that matters.
    """

    workspace: Workspace
    today: date | None
    tell: Callable[[Came], None]
    processes: int = 0  # 0: as many as the machine has processors
    ended: Event = field(default_factory=Event)
    _folder: Path | None = None
    _seen: Listing = field(default_factory=dict)
    _since: float = 0.0
    _judged: Listing | None = None  # the folder as the last pass left it
    _signed: str = ""
    _renewed: float = 0.0
    _failed: str = ""

    def run(self) -> None:
        """Until it is told to end."""
        while not self.ended.is_set():
            self.ended.wait(LOOK if self._look() else IDLE)

    def _look(self) -> bool:
        """One look; whether something is being written."""
        there, at = listed(self._folder) if self._folder else {}, monotonic()
        if there != self._seen:
            self._seen, self._since = there, at
            return True
        judged = self._judged or {}
        fresh = frozenset(name for name, state in there.items() if judged.get(name) != state)
        writing, quiet = hands_on(self._folder, fresh) if self._folder else (frozenset[str](), 0.0)
        if fresh and at - self._since < quiet:
            return True
        changed = self._judged is None or fresh - writing or judged.keys() - there.keys()
        if changed or _stamps(self.workspace) != self._signed or at - self._renewed > RENEW:
            self._signed, self._renewed = _stamps(self.workspace), at
            self._pass(there, writing)
        return bool(writing)

    def _pass(self, there: Listing, writing: frozenset[str]) -> None:
        try:
            task, settings = _asked(self.workspace, self.today)
            whole = frozenset(there) - writing if settings.folder == self._folder else frozenset()
            with hold(home(self.workspace.output) / ".lock", now()):
                came = _pass(self.workspace, task, settings, there, whole, processes=self.processes)
        except GeneratorError as error:
            if str(error) != self._failed:
                click.echo(f"{error}", err=True)
            self._failed, self._judged = str(error), _without(there, writing)
            return
        first, self._folder = self._folder is None, settings.folder
        now_there = listed(settings.folder)  # what came meanwhile was not judged yet
        left = {name: state for name, state in _without(there, writing).items() if now_there.get(name) == state}
        self._failed, self._judged = "", None if first else left
        if came.passed.registered or came.passed.recalled or came.crossed or came.findings:
            self.tell(came)


def _without(there: Listing, names: frozenset[str]) -> Listing:
    return {name: state for name, state in there.items() if name not in names}


@contextmanager
def beside(workspace: Workspace, today: date | None) -> Iterator[None]:
    """Watch the folder in a thread while the block runs; settings that cannot be used end the command at once."""
    _asked(workspace, today)
    watch = Watch(workspace, today, report, processes=1)  # a process that serves cannot be forked safely
    thread = Thread(target=watch.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.ended.set()
        thread.join()


def _stamps(workspace: Workspace) -> str:
    """What changes when a receipt is added."""
    folder: Path = workspace.root / "receipts"
    found = sorted(folder.glob("*.csv")) if folder.is_dir() else ()
    return repr([(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in found])
