"""THE LOOP: two maps and one reduce over units. Read this first.

map: every unit is read and checked, and tells the little that others need (`read_unit`);
reduce: the county is gathered from what they tell;
map: every unit is planned and rendered into its tree as it sees the county (`make_unit`);
then the county's own pages, and one switch that makes it all public.

A unit that would be read, or made, as it was last time is passed over in the maps: its note stands for it (`survey`).
The work itself (`reading`, `making`) is imported only when there is some: a night with nothing new needs no template
and no schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from generator import holds, ownership, trees, unit_trace
from generator.blame import stop_county
from generator.faults import finding
from generator.gathering import Gathering, same
from generator.looking import looked
from generator.model import Finding, Mount, UnitDigest
from generator.pruning import prune
from generator.retelling import own_pages, told_by
from generator.searching import county_search
from generator.stopwatch import Stopwatch
from generator.survey import Made, Survey, known, made, recall, remember, report_of, survey
from generator.tasks import BuildReport, MakeJob, Note, Reading, ReadJob, Task, UnitReport
from generator.uniqueness import owned
from generator.workers import Executor

Progress = Callable[[str, str, int, int], None]
Refused = dict[str, tuple[Finding, ...]]
Told = TypeVar("Told", Reading, UnitReport)


def build(
    task: Task, executor: Executor, slugs: tuple[str, ...], only: frozenset[str], progress: Progress
) -> BuildReport:
    """Build the units `only` (all when empty) of all `slugs`, then the county's own pages, and make them public.

    Units to practise on are no part of the county, whoever asks.
    """
    watch = Stopwatch()
    ownership.claim(task.output, task.site)
    slugs = task.site.members(slugs)
    found = survey(task, slugs)
    watch.lap("survey")
    if not only and (report := recall(task, found)) is not None:
        return replace(report, spent=watch.spent())
    refused: Refused = {}
    failed: dict[str, Reading] = {}
    while True:
        readings = tuple(failed.get(each.slug, each) for each in read(task, executor, found, refused, progress))
        watch.lap("read")
        county = _gathering(task, readings, only)
        sections = _make(task, executor, found, county, readings, only, progress)
        watch.lap("make")
        stop_county({slug: report.blamed for slug, report in sections.items()})
        more = {slug: report.refused for slug, report in sections.items() if report.refused}
        wrecked = {each.slug: _wrecked(each, why) for each in readings if (why := _failure(each, sections))}
        if not (more or wrecked):
            break
        # A body that cannot be rendered is known only now: take its document out everywhere, and go round once more; a
        # section that could not be made stays as it was, and the others must tell of it so.
        failed |= wrecked
        for slug, findings in more.items():
            refused[slug] = (*refused.get(slug, ()), *findings)
        task = replace(task, sequence=task.sequence + 1, clean=False)
    placed = _placed(county, readings)
    reports = tuple(sections.get(each.slug) or _not_made(task, each, county, placed) for each in readings)
    own = own_pages(task, county, found.theme_of(""))
    watch.lap("county")
    gone = tuple(_gone(task, slug) for slug in sorted(set(trees.published_units(task.output)) - set(slugs)))
    released = _make_public(task, county, (*reports, own))
    across = (*county.outline.findings, *looked(task, found, _portal(county)))
    if not only:
        remember(task, found, readings, BuildReport(reports, own, released, across))
    watch.lap("publish")
    read_in = tuple((each.slug, each.spent) for each in readings)
    return BuildReport((*reports, *gone), own, released, across, read_in, watch.spent())


def read(task: Task, executor: Executor, found: Survey, refused: Refused, progress: Progress) -> tuple[Reading, ...]:
    """The first map: every unit read and checked, which is all that `gongkai check` needs."""
    readings = {slug: reading for slug in found.units if slug not in refused and (reading := known(task, found, slug))}
    jobs = [
        ReadJob(task, slug, refused[slug], found.theme_of(slug)) if slug in refused else ReadJob(task, slug)
        for slug in found.units
        if slug not in readings
    ]
    if jobs:
        from generator.reading import read_unit

        for each in _telling(executor.map(read_unit, jobs), "读取", len(jobs), progress):
            readings[each.slug] = each
    return tuple(readings[slug] for slug in found.units)


def _gathering(task: Task, readings: tuple[Reading, ...], only: Collection[str]) -> Gathering:
    """The county as it will be shown: of what is held, was not asked for or could not be made, as its tree tells."""
    held = {slug: hold.tree for slug, hold in holds.load(task.output).items() if slug not in trees.OURS}
    left = (each.slug for each in readings if each.broken or (only and each.slug not in only and _differs(task, each)))
    stays = {**{slug: trees.newest(task.output, slug) for slug in left}, **held}
    told, find = told_by(task, stays), digest_of(task)
    seen = {each.slug: each for each in readings if each.slug not in held} | dict(told.readings)
    return Gathering(
        task, tuple(seen[slug] for slug in sorted(seen)), lambda each: told.digests.get(each.slug) or find(each)
    )


def _differs(task: Task, reading: Reading) -> bool:
    """The unit's tree was not made of what was read now."""
    last = made(task, reading.slug)
    return last is None or not last.note.inputs.startswith(f"{reading.inputs} ")


def _placed(county: Gathering, readings: Iterable[Reading]) -> set[str]:
    """The units that have a place in the county, those among them that somebody has put back to before they were."""
    unseen = {each.slug for each in readings} - {each.slug for each in county.readings}
    return {unit.slug for unit in county.outline.roster.units} | unseen


def _make(
    task: Task,
    executor: Executor,
    found: Survey,
    county: Gathering,
    readings: tuple[Reading, ...],
    only: Collection[str],
    progress: Progress,
) -> dict[str, UnitReport]:
    """The second map: the sections of all units that have a place in the county and were asked for."""
    placed = _placed(county, readings) - set(county.outline.barred)
    wanted = [each for each in readings if not each.broken and each.slug in placed]
    reports: dict[str, UnitReport] = {}
    jobs: list[MakeJob] = []
    for reading in wanted:
        if only and reading.slug not in only:
            continue
        last = None if task.clean else made(task, reading.slug)
        note = county.note(reading, found.theme_of(reading.slug), last)
        if last is not None and same(last, note):
            reports[reading.slug] = report_of(reading, last)
            _renew(task, reading.slug, last, note)
        else:
            jobs.append(MakeJob(task, reading, county.seen_by(note.seen), note))
    if jobs:
        from generator.making import make_unit

        for report in _telling(executor.map(make_unit, jobs), "生成", len(jobs), progress):
            reports[report.slug] = report
    return reports


def _renew(task: Task, slug: str, last: Made, note: Note) -> None:
    """Others told something new that this unit does not see: note that, so that it is not compared again."""
    if last.note != note:
        unit_trace.save(unit_trace.path_of(task.output, slug, "made"), replace(last, note=note))


def _failure(reading: Reading, sections: Mapping[str, UnitReport]) -> UnitReport | None:
    """The report of a section that was to be made, and could not be."""
    report = sections.get(reading.slug)
    return report if report is not None and report.broken else None


def _wrecked(reading: Reading, report: UnitReport) -> Reading:
    """The reading of a unit whose section could not be made."""
    return replace(reading, broken=True, told="", findings=report.findings, crash=report.crash)


def digest_of(task: Task) -> Callable[[Reading], UnitDigest | None]:
    """What finds a unit's digest: where it was left, or in the unit itself when that was lost."""

    def find(reading: Reading) -> UnitDigest | None:
        digest = unit_trace.told(task.output, reading.slug, reading.told)
        if digest is None:
            from generator.reading import read_unit

            again = read_unit(ReadJob(task, reading.slug))
            digest = unit_trace.told(task.output, again.slug, again.told)
        return digest

    return find


class Checkup(NamedTuple):
    """The units as they were read, and what is wrong, file by file."""

    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]

    def of(self, slugs: Collection[str]) -> tuple[Finding, ...]:
        """The findings of some units; of all, and those that stand in none, where none is named."""
        return tuple(each for each in self.findings if not slugs or unit_of(each) in slugs)


def unit_of(found: Finding) -> str:
    """The unit that a finding stands in, or whose own theme it stands in; "" where it stands in none."""
    place = re.match(r"(?:content|themes/units)/([^/]+)", found.path)
    return place[1] if place else ""


def checkup(
    task: Task, executor: Executor, slugs: tuple[str, ...], progress: Progress, demonstrations: bool = False
) -> Checkup:
    """What is wrong, without building anything: the first map, the reduce, and the checks that see the county; these
    are not asked again of a section that would be made as it is. Units to practise on are passed over, if not asked
    for."""
    surveyed = survey(task, slugs if demonstrations else task.site.members(slugs))
    readings = read(task, executor, surveyed, {}, progress)
    county = Gathering(task, readings, digest_of(task))
    found = [*county.outline.findings, *looked(task, surveyed, _portal(county))]
    found += [each for reading in readings for each in reading.findings]
    jobs: list[MakeJob] = []
    for reading in readings:
        last = made(task, reading.slug)
        note = county.note(reading, surveyed.theme_of(reading.slug), last)
        if last is not None and same(last, note):
            found += last.findings
        elif not reading.broken:
            jobs.append(MakeJob(task, reading, county.seen_by(note.seen), note))
    if jobs:
        from generator.making import check_unit

        found += [each for told in executor.map(check_unit, jobs) for each in told]
    units = county.outline.roster.units
    return Checkup(readings, tuple(sorted({owned(each, units) for each in found}, key=Finding.sort_key)))


def _portal(county: Gathering) -> str:
    """The folder of the county's portal; "" where it has none."""
    return next((unit.slug for unit in county.outline.roster.units if unit.mount is Mount.ROOT), "")


def _telling(results: Iterable[Told], verb: str, total: int, progress: Progress) -> Iterator[Told]:
    for number, each in enumerate(results, 1):
        progress(verb, each.name, number, total)
        yield each


def _not_made(task: Task, reading: Reading, county: Gathering, placed: Collection[str]) -> UnitReport:
    """A unit that was not made keeps its last tree, but for one that has no place in the county: it has none."""
    if reading.slug in county.outline.barred:
        reading = replace(reading, broken=True)
    elif reading.told and reading.slug not in placed:
        return UnitReport(reading.slug, reading.name, broken=True, findings=reading.findings)
    from generator.making import left_alone

    return left_alone(task, reading)


def _gone(task: Task, slug: str) -> UnitReport:
    """The report of a unit whose folder is no longer there: its pages go, and that is told."""
    previous = trees.latest(task.output, slug)
    name = previous.digest.name if previous and previous.digest else slug
    pages = previous.page_count() if previous else 0
    told = finding("U110", f"content/{slug}", (1, 1), f"单位「{name}」的文件夹不见了，撤下 {pages} 页")
    return UnitReport(slug, name, removed=len(previous.files) if previous else 0, findings=(told,))


def _make_public(task: Task, county: Gathering, reports: Iterable[UnitReport]) -> bool:
    """Switch to the trees of this build, and remove what nobody can be reading any more; what is held stays.

    A county none of whose units was ever made is not shown: it would be a list of nothing.
    """
    reports = tuple(reports)
    if len(reports) > 1 and not any(report.sequence for report in reports if report.slug != trees.COUNTY):
        return False
    root = (
        *(unit.slug for unit in county.outline.roster.units if unit.mount is Mount.ROOT),
        trees.COUNTY,
        trees.SEARCH,
    )
    made = {report.slug: report.sequence for report in reports if report.sequence}
    chosen = holds.applied(holds.noticed(task.output, made), made)
    if found := county_search(task.output, chosen, task.sequence, task.code, task.clean):
        chosen[trees.SEARCH] = found
    released = trees.publish(task.output, task.sequence, chosen, root)
    if released:
        prune(task.output)
    return released
