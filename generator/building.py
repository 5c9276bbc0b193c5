"""A build as verbs make it: the county as its files are now, a line in the report's history, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.console import FAULTY, progress, tally, task_of, tell, tell_day
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.tasks import BuildReport, Task, UnitReport
    from generator.workers import Executor
    from generator.workspace import Workspace


class Built(NamedTuple):
    """What a build came to: its report, all that is wrong, how many units were asked for, the county's name."""

    report: BuildReport
    findings: tuple[Finding, ...]
    units: int
    county: str = ""

    def of(self, slugs: frozenset[str]) -> Built:
        """What it came to for some of the units, and for what stands in none; for all where none is named."""
        from generator.build import unit_of

        if not slugs:
            return self
        report = replace(self.report, units=tuple(unit for unit in self.report.units if unit.slug in slugs))
        found = tuple(each for each in self.findings if unit_of(each) in slugs)
        return Built(report, found, len(slugs), self.county)


def built(
    workspace: Workspace, only: frozenset[str], executor: Executor, today: date | None, clean: bool = False
) -> Built:
    """Build the county, or `only` some units of it; whoever calls holds the lock."""
    from generator.build import build
    from generator.workspace import unit_slugs

    task, notes = task_of(workspace, today, clean)
    if practised := sorted(only & set(task.site.demonstrations)):
        raise UsageError(
            f"「{practised[0]}」是演示单位，不发布", "site.yaml", f"看它的问题：gongkai check {practised[0]}"
        )
    if task.site.pdf:
        from generator.papers import equipment

        equipment(workspace.root, task.site)  # that nothing is missing is known before anything is begun
    slugs = task.site.members(unit_slugs(workspace))
    tell_day(task, "发布")
    report = build(replace(task, processes=executor.processes), executor, slugs, only, progress)
    findings = (*notes, *report.findings())
    if report.read and not only and today is None:
        _remember(task, findings, len(slugs))
    return Built(report, findings, len(only) or len(slugs), task.site.name)


def _remember(task: Task, findings: tuple[Finding, ...], units: int) -> None:
    """Note the build for the report's history; one that looked at nothing has nothing new to say."""
    from generator.reporting import history

    history.record(task.output, history.entry(task.today.isoformat(), task.sequence, units, findings))


def concluded(
    made: Built, seconds: float, as_json: bool = False, profile: bool = False, held: Sequence[str] = ()
) -> int:
    """Say how a build ended, and what is held at an earlier state; the exit status tells whether anything was
    withheld."""
    for crash in made.report.crashes():
        click.echo(crash, err=True)
    errors, warnings = tally(made.findings)
    broken = tuple(unit for unit in made.report.units if unit.broken)
    counts = {"units": made.units, **{name: made.report.total(name) for name in ("pages", "written", "removed")}}
    if as_json:
        rest = {"errors": errors, "warnings": warnings, "seconds": round(seconds, 3), "held": list(held)}
        click.echo(json.dumps({**counts, **rest, **_values(made, profile)}, ensure_ascii=False))
    else:
        for each in held:
            click.echo(each)
        _tell(made, broken, profile)
        from generator.wording import last_line

        click.echo(last_line(**counts, problems=errors + warnings, seconds=seconds))
    return FAULTY if errors or broken else 0


def _values(made: Built, profile: bool) -> dict[str, object]:
    from generator.machine_formats import as_values
    from generator.wording import shown

    findings: dict[str, object] = {"findings": as_values(map(shown, made.findings))}
    if not profile:
        return findings
    from generator.profiling import as_values as profile_values

    return {"profile": profile_values(made.report), **findings}


def _tell(made: Built, broken: tuple[UnitReport, ...], profile: bool) -> None:
    from generator.wording import first_ones, one_line

    if profile:
        from generator.profiling import as_text

        click.echo(as_text(made.report))
    few, left = first_ones(made.findings)
    tell(few)
    if left:
        click.echo(f"另有 {left} 条与上面同一文件、同一代码的问题没有列出：gongkai check 列出全部")
    for unit in broken:
        kept = "保留上一次生成的内容" if unit.sequence else "还没有公开过，改好以前不会出现"
        click.echo(f"单位「{one_line(unit.name)}」没有生成，{_why(unit, made)}；{kept}")


def _why(unit: UnitReport, made: Built) -> str:
    """Why a unit could not be made at all, as the findings above, or the traceback, say it."""
    from generator.model import Severity
    from generator.wording import shown

    if unit.crash:
        return "程序出错，出错信息在上面"
    start = f"content/{unit.slug}/"
    grave = (each for each in made.findings if each.severity is Severity.ERROR and each.path.startswith(start))
    first = next(map(shown, grave), None)
    return f"因为 {first.path}:{first.line} {first.message}" if first else f"原因用 gongkai check {unit.slug} 看"
