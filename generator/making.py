"""The second map's work on one unit, as a worker does it: plan, render and write its section. So too the county's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import files, section, trees, unit_trace
from generator.check import check
from generator.keeping import kept, published
from generator.kept_registers import register_files
from generator.kept_standards import kept_pages
from generator.layers import chain, stamp
from generator.manifest import Manifest, Published
from generator.model import Before, County, Finding, Frame, UnitContent
from generator.plan import Plan, plan, plan_county, with_assets
from generator.plan import papers as plan_papers
from generator.reading import contained, content_of
from generator.republication import before
from generator.resource_sync import Base
from generator.stopwatch import Stopwatch
from generator.survey import Made, made
from generator.tasks import MakeJob, Note, Reading, Task, UnitReport
from generator.theme import Theme, open_theme
from generator.waiving import waived

if TYPE_CHECKING:
    from generator.papers import Papers


def make_unit(job: MakeJob) -> UnitReport:
    """The second map: plan and render one unit's section; a failure of its own leaves its last tree."""
    try:
        return _make(job)
    except Exception as error:
        told, crash = contained(job.task, job.reading.slug, error)
        findings = (*job.reading.findings, told)
        return left_alone(job.task, replace(job.reading, broken=True, findings=findings, crash=crash))


def left_alone(task: Task, reading: Reading) -> UnitReport:
    """The report of a unit that is not made, because it is broken or was not asked for: its last tree stays."""
    noted = made(task, reading.slug)
    previous = trees.latest(task.output, reading.slug) if noted is None else None
    return UnitReport(
        reading.slug,
        reading.name,
        pages=noted.pages if noted else previous.page_count() if previous else 0,
        sequence=noted.sequence if noted else previous.sequence if previous else 0,
        broken=reading.broken,
        findings=reading.findings,
        crash=reading.crash,
    )


def _make(job: MakeJob) -> UnitReport:
    """The section as planned now; what it was made from is noted, once it is made."""
    task, reading = job.task, job.reading
    path = unit_trace.path_of(task.output, reading.slug, "made")
    path.unlink(missing_ok=True)
    watch = Stopwatch()
    previous = trees.latest(task.output, reading.slug)
    content = content_of(task, reading)
    watch.lap("note")
    if content is None:  # the unit changed between reading and making: the next build sees it whole
        return UnitReport(reading.slug, reading.name, sequence=previous.sequence if previous else 0)
    theme = theme_for(task, reading.slug)
    watch.lap("theme")
    printed = _printed(task, content, job.county, theme, previous)
    if printed:
        watch.lap("papers")
    content = replace(content, papers=printed.known if printed else ())
    made_plan = plan(content, job.county, task.today)
    if printed:
        made_plan = with_assets(made_plan, printed.assets)
    order = _order(job, content, made_plan, previous)
    watch.lap("plan")
    done = section.make(order, theme, previous, watch)
    if printed:
        done.findings += printed.findings
        printed.clear()
    across = waived(check(content, job.county, task.today, order.before).findings, content.waivers, task.today)
    watch.lap("check")
    if not (done.findings or done.refused):
        unit_trace.save(path, _noted(task, reading.slug, job.note, done, across))
    watch.lap("note")
    return _made_report(reading.slug, reading.name, done, (*reading.findings, *across), watch)


def _order(job: MakeJob, content: UnitContent, planned: Plan, previous: Manifest | None) -> section.Order:
    """What is to be made: the plan, what stays of documents that are withheld, what is remembered of before."""
    task, reading = job.task, job.reading
    stays = kept(task.output, content, reading.withheld)
    return section.Order(
        root=task.root,
        output=task.output,
        slug=reading.slug,
        sequence=task.sequence,
        plan=planned,
        code=task.code,
        clean=task.clean,
        today=task.today,
        published=published(content.documents, planned.pages, planned.assets, stays, task.today),
        digest=unit_trace.told(task.output, reading.slug, reading.told),
        kept=(
            *(url for each in stays.values() for url in each.urls),
            *kept_pages(content, previous),
            *register_files(content, previous),
        ),
        harvested=_harvested(planned.frame),
        processes=task.processes,
        before=_before(task, content, planned, stays, previous),
    )


def _printed(
    task: Task, content: UnitContent, county: County, theme: Theme, previous: Manifest | None
) -> Papers | None:
    """The unit's PDFs, where the county wants any."""
    if not task.site.pdf:
        return None
    from generator import papers  # which starts processes

    slug = content.unit.slug
    faces = papers.faces_of(task.root, task.site, slug)
    workshop = papers.Workshop(task.root, task.output, slug, faces, task.clean, task.processes)
    return papers.made(workshop, content.documents, plan_papers(content, county, task.today), theme, previous)


def _noted(task: Task, slug: str, note: Note, done: section.Made, across: tuple[Finding, ...]) -> Made:
    stamp = trees.stamp_of_manifest(task.output, slug, done.sequence)
    return Made(note, done.sequence, done.pages, across, stamp)


def _harvested(frame: Frame) -> Base:
    """Where a unit's files lie for harvesters."""
    return Base(frame.base_url, f"{frame.unit_slug}/" if frame.portal else "")


def _before(
    task: Task, content: UnitContent, planned: Plan, stays: dict[str, Published], previous: Manifest | None
) -> Before:
    """What this publication is held against."""
    urls = {page.url for page in planned.pages} | {asset.url for asset in planned.assets}
    urls.update(url for each in stays.values() for url in each.urls)
    return before(previous, content.documents, urls, task.today, task.site.example_day is not None)


def theme_for(task: Task, slug: str) -> Theme:
    """The theme as a unit sees it; "" is the county."""
    layers = chain(task.root / "themes", task.site.theme, slug, task.site.colors)
    return open_theme(layers, stamp(layers), files.caches(task.output) / f"templates-{task.code[:16]}")


def check_unit(job: MakeJob) -> tuple[Finding, ...]:
    """The checks of one unit that need to see the county."""
    content = content_of(job.task, job.reading)
    if content is None:
        return ()
    task, previous = job.task, trees.latest(job.task.output, content.unit.slug)
    stays = kept(task.output, content, job.reading.withheld)
    held = _before(task, content, plan(content, job.county, task.today), stays, previous) if previous else Before()
    return waived(check(content, job.county, task.today, held).findings, content.waivers, task.today)


def _made_report(
    slug: str, name: str, done: section.Made, findings: tuple[Finding, ...], watch: Stopwatch
) -> UnitReport:
    return UnitReport(
        slug,
        name,
        done.pages,
        done.written,
        done.removed,
        done.sequence,
        findings=(*findings, *done.findings),
        refused=tuple(done.refused),
        spent=watch.spent(),
        blamed=tuple(done.blamed),
    )


def make_county(task: Task, county: County, note: Note) -> UnitReport:
    """The county's own pages, which lie at the root beside the portal's."""
    watch = Stopwatch()
    order = section.Order(
        root=task.root,
        output=task.output,
        slug=trees.COUNTY,
        sequence=task.sequence,
        plan=plan_county(county, task.today),
        code=task.code,
        clean=task.clean,
        today=task.today,
    )
    watch.lap("plan")
    path = unit_trace.path_of(task.output, trees.COUNTY, "made")
    path.unlink(missing_ok=True)
    theme = theme_for(task, "")
    watch.lap("theme")
    done = section.make(order, theme, trees.latest(task.output, trees.COUNTY), watch)
    if not done.findings:
        unit_trace.save(path, _noted(task, trees.COUNTY, note, done, ()))
    return _made_report(trees.COUNTY, task.site.name, done, (), watch)
