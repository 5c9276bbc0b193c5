"""From notes to the report: the account of every unit as it was read, and the county's sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator import unit_trace
from generator.model import Account, Finding
from generator.reporting.sheets import CountySheet, draw_up
from generator.tasks import Reading, ReadJob, Task


def accounts_of(task: Task, readings: Iterable[Reading]) -> Mapping[str, Account]:
    """The accounts of units that could be read, by unit; drawn up again where a note was lost."""
    found: dict[str, Account] = {}
    for reading in readings:
        if not reading.broken:
            noted: Account | None = unit_trace.load(Account, unit_trace.path_of(task.output, reading.slug, "account"))
            found[reading.slug] = noted or _again(task, reading.slug)
    return found


def _again(task: Task, slug: str) -> Account:
    from generator.jobs import read_unit

    read_unit(ReadJob(task, slug))
    again: Account = unit_trace.load(Account, unit_trace.path_of(task.output, slug, "account"))
    return again


def county_sheet(
    task: Task, readings: Iterable[Reading], accounts: Mapping[str, Account], findings: tuple[Finding, ...]
) -> CountySheet:
    """The county's sheet on the day of the task."""
    return draw_up(task.site.name, ((each.slug, each.name) for each in readings), accounts, findings, task.today)
