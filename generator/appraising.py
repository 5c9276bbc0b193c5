"""The report as verbs draw it up: everything checked, judged, and written; whoever calls holds the lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.console import progress

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.reporting.sheets import CountySheet
    from generator.tasks import Task
    from generator.workers import Executor
    from generator.workspace import Workspace


class Appraisal(NamedTuple):
    """What was judged, and the page to open."""

    sheet: CountySheet
    page: Path


def appraised(workspace: Workspace, task: Task, notes: tuple[Finding, ...], executor: Executor) -> Appraisal:
    """Judge the county as it is on the task's day, and write it down."""
    from generator.build import checkup, unit_of
    from generator.compliance import accounts_of, county_sheet
    from generator.nights import load, standing
    from generator.reporting import history
    from generator.reporting.writing import write
    from generator.wording import shown
    from generator.workspace import unit_slugs

    found = checkup(task, executor, unit_slugs(workspace), progress, demonstrations=True)
    findings = tuple(map(shown, (*notes, *found.findings)))
    sheet = county_sheet(task, found.readings, accounts_of(task, found.readings), findings)
    counted = tuple(each for each in findings if unit_of(each) not in task.site.demonstrations)
    nights = standing(load(workspace.output), task.today)
    page = write(workspace.output / "report", sheet, counted, history.load(workspace.output), nights)
    return Appraisal(sheet, page)
