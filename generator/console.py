"""What verbs share: the workspace they work in, the day they work on, and how they speak.

Here and in `cli` and `verbs/` is the only place that prints, asks the clock, or decides an exit status.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from generator.errors import GeneratorError, UsageError

if TYPE_CHECKING:
    from generator.model import Finding, Site
    from generator.tasks import Task
    from generator.workspace import Workspace

PATIENCE, STEP = 60, 0.25  # seconds that a verb waits for a running build, and between two looks
FAULTY = 1  # the exit status where something is wrong with the content
UNREACHED = 4  # where something could not be fetched, so that nobody knows (2 and 3 are in `chinese`)
WORKERS, WHERE, ELSE = "serial|N|dask:地址", "在本进程内、用 N 个进程或在 Dask 集群上", "；默认用满本机"
CHINA = timezone(timedelta(hours=8))


def workspace_of(root: Path | None) -> Workspace:
    """The workspace that a folder, or the one we are in, belongs to."""
    from generator.workspace import find_workspace

    return find_workspace((root or Path.cwd()).resolve())


def task_of(
    workspace: Workspace, today: date | None, clean: bool, say: Callable[[str], None] = click.echo
) -> tuple[Task, tuple[Finding, ...]]:
    """What all jobs have in common; a `site.yaml` that cannot be used ends the command, after it is said why."""
    from generator.epoch import epoch
    from generator.files import caches
    from generator.survey import site_of
    from generator.tasks import Task
    from generator.trees import next_sequence
    from generator.wording import told
    from generator.working_days import missing
    from generator.workspace import unit_slugs

    code = epoch(caches(workspace.output))
    site, findings = site_of(workspace, code)
    if site is None:
        for each in findings:
            say(told(each))
        raise UsageError("site.yaml 不能用", str(workspace.root / "site.yaml"), "按上面的提示改正")
    if lost := sorted(set(site.demonstrations) - set(unit_slugs(workspace))):
        raise UsageError(
            f"“演示单位”「{lost[0]}」没有这个文件夹", "site.yaml", "写 content/ 里的文件夹名，或者删去这一行"
        )
    code += _equipment(workspace, site) if site.pdf else ""
    day = today or site.example_day or datetime.now(CHINA).date()
    notes = (*findings, *(_unarranged(year) for year in missing(day)))
    return Task(workspace.root, site, day, code, clean, next_sequence(workspace.output)), notes


def _equipment(workspace: Workspace, site: Site) -> str:
    """What PDFs are made with, so that with other fonts every unit is made again; only a build needs to have it all."""
    from generator.papers import equipment

    try:
        return equipment(workspace.root, site)
    except GeneratorError:
        return ""


def _unarranged(year: int) -> Finding:
    """A year whose holidays are not known: periods in it are counted without them."""
    from generator.faults import finding

    message = f"没有 {year} 年的放假安排，按工作日计的期限只除去周六、周日，会算早"
    return finding("U116", "site.yaml", (1, 1), message)


def tell_day(task: Task, verb: str) -> None:
    """Say so where what is done holds for another day than this one."""
    actual = datetime.now(CHINA).date()
    if task.today != actual and task.today != task.site.example_day:
        click.echo(f"注意: 按 {task.today} 那一天的情形{verb}，今天是 {actual}", err=True)


def now() -> str:
    """The time, as the lock tells it."""
    return datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def turn(workspace: Workspace) -> Iterator[None]:
    """The lock for a verb that somebody waits for at a desk: where a build is running, wait for it, and say so.

    `Busy` after `PATIENCE` seconds. A second build does not wait: what it would do is being done.
    """
    from generator.lock import Busy, hold

    waited = 0.0
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(hold(workspace.output / ".lock", now()))
                break
            except Busy as busy:
                if waited >= PATIENCE:
                    raise
                if not waited:
                    click.echo(f"{busy.what}（{busy.where}），等它结束，最多 {PATIENCE} 秒", err=True)
            sleep(STEP)
            waited += STEP
        yield


def progress(verb: str, name: str, number: int, total: int) -> None:
    """One line that moves on a terminal; nothing in a log, which is for what came of it, nor in cron's mail."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{verb} {number}/{total} {name}", err=True, nl=number == total)


def tell(findings: tuple[Finding, ...] | list[Finding]) -> None:
    """Say what is wrong, one finding after the other."""
    from generator.wording import told

    for each in findings:
        click.echo(told(each))


def tell_holds(workspace: Workspace, today: date | None = None) -> int:
    """Say `hold_lines`; the exit status that they come to."""
    lines = list(hold_lines(workspace, today))
    for text, _ in lines:
        click.echo(text)
    return max((status for _, status in lines), default=0)


def hold_lines(workspace: Workspace, today: date | None) -> Iterator[tuple[str, int]]:
    """Which sections were put back to an earlier release and stay there; and what is public for that alone though it
    must not be, which is a fault: each with its exit status."""
    from generator import holds

    held = holds.load(workspace.output)
    if not held:
        return
    from generator.reappearance import lingering

    by_release: dict[int, list[str]] = {}
    for slug, hold in held.items():
        by_release.setdefault(hold.release, []).append(slug)
    for release, slugs in sorted(by_release.items()):
        yield f"保持在第 {release} 次生成的样子: {_few(slugs)}；放开用 gongkai rollback --forward", 0
    for each in lingering(task_of(workspace, today, clean=False)[0], held):
        told = f"不应公开，却因为单位保持在以前的样子还公开着: {each.title}（{each.address}）：{each.why}"
        yield f"{told}\n  改法: 马上运行 gongkai rollback --forward {each.address.partition('/')[0]}", FAULTY


def _few(slugs: list[str]) -> str:
    """The first of these units, and how many they are; the county's own pages by their name."""
    from generator.trees import OURS

    units = sorted(set(slugs).difference(OURS))
    named = "、".join(units[:3]) + (f" 等 {len(units)} 个单位" if len(units) > 3 else "")
    return "、".join(each for each in (named, "全县的公共页面" if len(units) < len(slugs) else "") if each)


def tally(findings: tuple[Finding, ...] | list[Finding]) -> tuple[int, int]:
    """How many errors and how many warnings there are."""
    from generator.model import Severity
    from generator.wording import count

    return count(findings, Severity.ERROR), count(findings, Severity.WARNING)
