"""From notes to the report: the account of every unit as it was read, and the county's sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator import unit_trace
from generator.build import unit_of
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
    from generator.reading import read_unit

    read_unit(ReadJob(task, slug))
    again: Account = unit_trace.load(Account, unit_trace.path_of(task.output, slug, "account"))
    return again


def county_sheet(
    task: Task, readings: Iterable[Reading], accounts: Mapping[str, Account], findings: tuple[Finding, ...]
) -> CountySheet:
    """The county's sheet on the day of the task; units to practise on have sheets apart, and count in no total."""
    names = {each.slug: each.name for each in readings}

    def drawn_up(slugs: tuple[str, ...], found: Iterable[Finding]) -> CountySheet:
        known = {slug: accounts[slug] for slug in slugs if slug in accounts}
        return draw_up(task.site.name, ((slug, names[slug]) for slug in slugs), known, tuple(found), task.today)

    members = task.site.members(names)
    apart = tuple(slug for slug in names if slug not in members)
    sheet = drawn_up(members, (each for each in findings if unit_of(each) not in apart))
    return replace(sheet, demonstrations=drawn_up(apart, (each for each in findings if unit_of(each) in apart)).units)
