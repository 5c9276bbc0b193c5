"""THE LOOP: two maps and one reduce over units. Read this first.

map: every unit is read and checked, and tells the little that others need (`read_unit`);
reduce: the county is gathered from these digests;
map: every unit is planned and rendered into its tree as it sees the county (`make_unit`);
then the county's own pages, and one switch that makes it all public.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from generator import trees
from generator.check import check_county
from generator.faults import finding
from generator.gather import Sight, gather
from generator.jobs import check_unit, left_alone, make_county, make_unit, read_unit
from generator.model import County, Finding, Mount
from generator.tasks import MakeJob, Reading, ReadJob, Task, UnitReport
from generator.workers import Executor

Progress = Callable[[str, str, int, int], None]
Told = TypeVar("Told", Reading, UnitReport)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: to each unit, to the county's own pages, and the findings that stand in no unit."""

    units: tuple[UnitReport, ...]
    county: UnitReport
    released: bool
    across: tuple[Finding, ...] = ()

    def findings(self) -> tuple[Finding, ...]:
        """Every finding, file by file, each once."""
        found = [*self.across, *self.county.findings, *(each for unit in self.units for each in unit.findings)]
        return tuple(sorted(dict.fromkeys(found), key=Finding.sort_key))

    def crashes(self) -> tuple[str, ...]:
        """The tracebacks of mistakes of this program, one per unit that met one."""
        return tuple(unit.crash for unit in self.units if unit.crash)

    def total(self, name: str) -> int:
        """The sum of a count (`pages`, `written`, `removed`) over all sections."""
        return sum(getattr(unit, name) for unit in (*self.units, self.county))


def build(
    task: Task, executor: Executor, slugs: tuple[str, ...], only: frozenset[str], progress: Progress
) -> BuildReport:
    """Build the units `only` (all when empty) of all `slugs`, then the county's own pages, and make them public."""
    refused: dict[str, tuple[Finding, ...]] = {}
    while True:
        readings = read(task, executor, slugs, refused, progress)
        county, clashes = gather(task.site, (each.digest for each in readings if each.digest))
        placed = {unit.slug for unit in county.units}
        wanted = [each for each in readings if _is_wanted(each, placed, only)]
        sight = Sight(county)
        jobs = (MakeJob(task, each, sight.of(each.slug, each.needs)) for each in wanted)
        made = {each.slug: each for each in _telling(executor.map(make_unit, jobs), "生成", len(wanted), progress)}
        more = {slug: report.refused for slug, report in made.items() if report.refused}
        if not more:
            break
        # A body that cannot be rendered is known only now: take its document out everywhere, and go round once more.
        for slug, findings in more.items():
            refused[slug] = (*refused.get(slug, ()), *findings)
        task = replace(task, sequence=task.sequence + 1, clean=False)
    reports = tuple(made.get(each.slug) or _not_made(task, each, placed) for each in readings)
    own = make_county(task, county)
    gone = tuple(_gone(task, slug) for slug in sorted(set(trees.published_units(task.output)) - set(slugs)))
    released = _make_public(task, county, (*reports, own))
    return BuildReport((*reports, *gone), own, released, (*clashes, *check_county(county, task.today)))


def _is_wanted(reading: Reading, placed: Collection[str], only: Collection[str]) -> bool:
    return not reading.broken and reading.slug in placed and (not only or reading.slug in only)


def findings_of(
    task: Task, executor: Executor, slugs: tuple[str, ...], only: frozenset[str], progress: Progress
) -> tuple[Finding, ...]:
    """What is wrong, without building anything: the first map, the reduce, and the checks that see the county."""
    readings = read(task, executor, slugs, {}, progress)
    county, clashes = gather(task.site, (each.digest for each in readings if each.digest))
    sight = Sight(county)
    jobs = (MakeJob(task, each, sight.of(each.slug, each.needs)) for each in readings if not each.broken)
    found = [
        *clashes,
        *check_county(county, task.today),
        *(each for told in executor.map(check_unit, jobs) for each in told),
    ]
    found += [each for reading in readings for each in reading.findings]
    wanted = [each for each in found if not only or (each.path.split("/")[1:2] and each.path.split("/")[1] in only)]
    return tuple(sorted(dict.fromkeys(wanted), key=Finding.sort_key))


def read(
    task: Task,
    executor: Executor,
    slugs: tuple[str, ...],
    refused: dict[str, tuple[Finding, ...]],
    progress: Progress,
) -> tuple[Reading, ...]:
    """Read and check every unit: the first map, which is all that `gongkai check` needs."""
    jobs = (ReadJob(task, slug, refused.get(slug, ())) for slug in slugs)
    return tuple(_telling(executor.map(read_unit, jobs), "读取", len(slugs), progress))


def _telling(results: Iterable[Told], verb: str, total: int, progress: Progress) -> Iterator[Told]:
    for number, each in enumerate(results, 1):
        progress(verb, each.name, number, total)
        yield each


def _not_made(task: Task, reading: Reading, placed: Collection[str]) -> UnitReport:
    """A unit that was not made keeps its last tree, but for one that has no place in the county: it has none."""
    if reading.digest is None or reading.slug in placed:
        return left_alone(task, reading)
    return UnitReport(reading.slug, reading.name, broken=True, findings=reading.findings)


def _gone(task: Task, slug: str) -> UnitReport:
    """The report of a unit whose folder is no longer there: its pages go, and that is told."""
    previous = trees.latest(task.output, slug)
    name = previous.digest.name if previous and previous.digest else slug
    pages = previous.page_count() if previous else 0
    told = finding("U110", f"content/{slug}", (1, 1), f"单位「{name}」的文件夹不见了，撤下 {pages} 页")
    return UnitReport(slug, name, removed=len(previous.files) if previous else 0, findings=(told,))


def _make_public(task: Task, county: County, reports: Iterable[UnitReport]) -> bool:
    """Switch to the trees of this build, and remove what nobody can be reading any more."""
    root = (*(unit.slug for unit in county.units if unit.mount is Mount.ROOT), trees.COUNTY)
    chosen = {report.slug: report.sequence for report in reports if report.sequence}
    released = trees.publish(task.output, task.sequence, chosen, root)
    if released:
        trees.prune(task.output)
    return released
