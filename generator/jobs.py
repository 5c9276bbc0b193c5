"""The work on one unit, as a worker does it: read and check it; plan, render and write its section.

Jobs and reports are small frozen values; a unit's content never leaves the worker that read it, except as a spool file
for whichever worker makes the section.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from generator import files, section, spool, trees, unit_trace
from generator.accounting import account
from generator.check import check, codes, codes_of_the_county
from generator.errors import GeneratorError, TemplateFault
from generator.faults import finding
from generator.gather import needs
from generator.inspection import Inspections, Inspector
from generator.keeping import kept, with_kept
from generator.kept_standards import kept_pages, with_pages
from generator.layers import chain, stamp
from generator.load import LoadedUnit, load, without
from generator.manifest import Manifest, Published
from generator.model import Before, County, Dataset, Entry, Finding, Frame, Severity, UnitContent
from generator.plan import Plan, digest, plan, plan_county, with_assets
from generator.plan import papers as plan_papers
from generator.republication import before
from generator.resource_sync import Base
from generator.sources import Listing, scan
from generator.stopwatch import Stopwatch
from generator.survey import Made, as_read, made
from generator.tasks import MakeJob, Note, Reading, ReadJob, Task, UnitReport
from generator.theme import Theme, open_theme
from generator.waiving import judge_waivers, waived

if TYPE_CHECKING:
    from generator.papers import Papers


def read_unit(job: ReadJob) -> Reading:
    """The first map: load and check one unit; whatever goes wrong with its files or in this program stays its own."""
    try:
        return _read(job)
    except Exception as error:
        told, crash = _contained(job.task, job.slug, error)
        return _broken(job.task, job.slug, (told,), crash)


def _contained(task: Task, slug: str, error: Exception) -> tuple[Finding, str]:
    """The finding that a failure comes to, and the traceback of a mistake of ours.

    What the machine cannot do (no space, no permission to write) concerns everybody and goes on upward.
    """
    if isinstance(error, TemplateFault) and error.path.startswith(f"themes/units/{slug}/"):
        return finding("U112", error.path, (error.line, 1), error.what), ""
    if isinstance(error, GeneratorError):
        raise error
    if isinstance(error, OSError):
        path = os.path.relpath(str(error.filename or task.output), task.root)
        if not path.startswith("content"):
            raise error
        return finding("F019", path, (1, 1), f"读不了：{error.strerror}"), ""
    message = f"程序出错：{type(error).__name__}: {error}"
    return finding("U109", f"content/{slug}", (1, 1), message), traceback.format_exc()


def _read(job: ReadJob) -> Reading:
    """The unit as it is now; what came of it is noted, so that it need not be read again until something changes."""
    task, slug = job.task, job.slug
    watch = Stopwatch()
    now = unit_trace.file_clock(files.caches(task.output), slug)
    listing = scan(task.root, f"content/{slug}")
    inputs = unit_trace.inputs_of(listing, task.code, repr(task.site))
    watch.lap("scan")
    unit = loaded(task, slug, listing, unit_trace.is_settled(listing, now))
    watch.lap("load")
    if unit.content is None:
        return _broken(task, slug, unit.findings)
    content, findings, withheld, turn = _checked(task, unit, job.refused)
    watch.lap("check")
    found = unit_trace.Trace(
        inputs=inputs,
        since=task.today,
        until=min((day for day in (unit.changes_on, turn) if day), default=None),
        name=content.unit.name,
        told=unit_trace.tell(task.output, slug, digest(content, task.today)),
        findings=findings,
        withheld=withheld,
        needs=needs(content),
        refused=job.refused,
        theme=job.theme,
    )
    drawn_up = account(content, findings, len(withheld))
    unit_trace.save(unit_trace.path_of(task.output, slug, "account"), drawn_up)
    path = unit_trace.path_of(task.output, slug)
    if unit_trace.is_settled(listing, now):
        unit_trace.save(path, found)
    else:
        path.unlink(missing_ok=True)
    reading = as_read(slug, found)
    spool.save(spool.path_of(task.output, slug), reading.inputs, content)
    watch.lap("note")
    return replace(reading, spent=watch.spent())


def loaded(
    task: Task,
    slug: str,
    listing: Listing,
    settled: bool,
    drafts_too: bool = False,
    instead: Mapping[str, bytes] | None = None,
) -> LoadedUnit:
    """The unit as its files are, or as some would be `instead`; attachments that this program inspected before are not
    opened again."""
    path = unit_trace.path_of(task.output, slug, "inspected")
    noted: Inspections | None = None if task.clean else unit_trace.load(Inspections, path)
    known = {each.file.path: each for each in noted.files} if noted is not None and noted.code == task.code else {}
    inspector = Inspector(task.root, known)
    found = load(task.root, task.site, slug, listing, task.today, inspector, drafts_too, instead)
    if settled and inspector.seen != known:
        unit_trace.save(path, Inspections(task.code, tuple(each for _, each in sorted(inspector.seen.items()))))
    return found


def _broken(task: Task, slug: str, findings: tuple[Finding, ...], crash: str = "") -> Reading:
    """The reading of a unit that cannot be made now: what it was when it was made last, where it ever was."""
    previous = trees.latest(task.output, slug)
    kept = previous.digest if previous else None
    told = unit_trace.tell(task.output, slug, kept) if kept else ""
    unit_trace.path_of(task.output, slug).unlink(missing_ok=True)
    return Reading(slug, kept.name if kept else slug, told, findings, broken=True, crash=crash)


def judged(
    unit: LoadedUnit, content: UnitContent, refused: tuple[Finding, ...], today: date
) -> tuple[tuple[Finding, ...], date | None]:
    """All that is wrong in a unit as far as it knows itself; the next day on which checks may find something else."""
    told, turn = check(content, None, today)
    wrong = judge_waivers(told, content.waivers, today, codes(), codes_of_the_county())
    findings = (*unit.findings, *waived(told, content.waivers, today), *wrong, *refused)
    return tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key)), turn


def _checked(
    task: Task, unit: LoadedUnit, refused: tuple[Finding, ...]
) -> tuple[UnitContent, tuple[Finding, ...], tuple[str, ...], date | None]:
    """The content without what errors withhold, but with the entries of last good versions; all findings; the next day
    on which checks may find something else."""
    assert unit.content is not None
    findings, turn = judged(unit, unit.content, refused, task.today)
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    bad = {document.source for document in unit.content.documents if document.source in faulty}
    withheld = tuple(sorted({*unit.withheld, *bad}))
    return _without(task, unit.content, withheld), findings, withheld, turn


def _without(task: Task, content: UnitContent, withheld: tuple[str, ...]) -> UnitContent:
    """The content without what is withheld, but with what is known of its last good versions."""
    content = with_kept(task.output, task.site, without(content, withheld), withheld)
    return replace(
        content,
        standards=with_pages(content, partial(trees.latest, task.output)),
        kept_datasets=_kept_datasets(task, content.unit.slug, content.kept),
    )


def _kept_datasets(task: Task, slug: str, entries: tuple[Entry, ...]) -> tuple[Dataset, ...]:
    """The tables that were published with some pages that stay as they were."""
    previous = trees.latest(task.output, slug) if entries else None
    if previous is None or previous.digest is None:
        return ()
    urls = {entry.url for entry in entries}
    return tuple(each for each in previous.digest.datasets if each.documents[0][1] in urls)


def make_unit(job: MakeJob) -> UnitReport:
    """The second map: plan and render one unit's section; a failure of its own leaves its last tree."""
    try:
        return _make(job)
    except Exception as error:
        told, crash = _contained(job.task, job.reading.slug, error)
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
    content = _content(task, reading)
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
    stays = kept(task.output, content, reading.withheld)
    held = _before(task, content, made_plan, stays, previous)
    order = section.Order(
        root=task.root,
        output=task.output,
        slug=reading.slug,
        sequence=task.sequence,
        plan=made_plan,
        published=section.published(content.documents, made_plan, stays, task.today),
        digest=unit_trace.told(task.output, reading.slug, reading.told),
        kept=(*(url for each in stays.values() for url in each.urls), *kept_pages(content, previous)),
        code=task.code,
        clean=task.clean,
        today=task.today,
        harvested=_harvested(made_plan.frame),
        processes=task.processes,
        before=held,
    )
    watch.lap("plan")
    done = section.make(order, theme, previous, watch)
    if printed:
        done.findings += printed.findings
        printed.clear()
    across = waived(check(content, job.county, task.today, held).findings, content.waivers, task.today)
    watch.lap("check")
    if not (done.findings or done.refused):
        unit_trace.save(path, _noted(task, reading.slug, job.note, done, across))
    watch.lap("note")
    return _made_report(reading.slug, reading.name, done, (*reading.findings, *across), watch)


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
    content = _content(job.task, job.reading)
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


def _content(task: Task, reading: Reading) -> UnitContent | None:
    """The content as it was read a moment ago; read again where the unit itself had not changed."""
    found = spool.load(spool.path_of(task.output, reading.slug), reading.inputs)
    if found is not None:
        return found
    listing = scan(task.root, f"content/{reading.slug}")
    unit = loaded(task, reading.slug, listing, settled=False)
    return None if unit.content is None else _without(task, unit.content, reading.withheld)


def make_county(task: Task, county: County, note: Note) -> UnitReport:
    """The county's own pages, which lie at the root beside the portal's."""
    watch = Stopwatch()
    made_plan: Plan = plan_county(county, task.today)
    watch.lap("plan")
    order = section.Order(
        root=task.root,
        output=task.output,
        slug=trees.COUNTY,
        sequence=task.sequence,
        plan=made_plan,
        published={},
        digest=None,
        kept=(),
        code=task.code,
        clean=task.clean,
        today=task.today,
        harvested=None,
    )
    path = unit_trace.path_of(task.output, trees.COUNTY, "made")
    path.unlink(missing_ok=True)
    theme = theme_for(task, "")
    watch.lap("theme")
    done = section.make(order, theme, trees.latest(task.output, trees.COUNTY), watch)
    if not done.findings:
        unit_trace.save(path, _noted(task, trees.COUNTY, note, done, ()))
    return _made_report(trees.COUNTY, task.site.name, done, (), watch)
