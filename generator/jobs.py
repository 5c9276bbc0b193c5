"""The work on one unit, as a worker does it: read and check it; plan, render and write its section.

Jobs and reports are small frozen values; a unit's content never leaves the worker that read it, except as a spool file
for whichever worker makes the section.
"""

from __future__ import annotations

import os
import traceback
from dataclasses import replace
from datetime import date

from generator import section, spool, trees, unit_trace
from generator.accounting import account
from generator.check import check, codes, codes_of_the_county
from generator.errors import GeneratorError, TemplateFault
from generator.faults import finding
from generator.gather import needs
from generator.inspection import Inspections, Inspector
from generator.keeping import kept, with_kept
from generator.layers import chain, stamp
from generator.load import LoadedUnit, load, without
from generator.model import County, Finding, Severity, UnitContent
from generator.plan import Plan, digest, plan, plan_county
from generator.sources import Listing, scan
from generator.stopwatch import Stopwatch
from generator.survey import Made, as_read, made
from generator.tasks import MakeJob, Note, Reading, ReadJob, Task, UnitReport
from generator.theme import Theme, open_theme
from generator.waiving import judge_waivers, waived


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
    now = unit_trace.file_clock(task.output / "state", slug)
    listing = scan(task.root, f"content/{slug}")
    inputs = unit_trace.inputs_of(listing, task.code, repr(task.site))
    watch.lap("scan")
    loaded = _loaded(task, slug, listing, unit_trace.is_settled(listing, now))
    watch.lap("load")
    if loaded.content is None:
        return _broken(task, slug, loaded.findings)
    content, findings, withheld, turn = _checked(task, loaded, job.refused)
    watch.lap("check")
    found = unit_trace.Trace(
        inputs=inputs,
        since=task.today,
        until=min((day for day in (loaded.changes_on, turn) if day), default=None),
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


def _loaded(task: Task, slug: str, listing: Listing, settled: bool) -> LoadedUnit:
    """The unit as its files are; attachments that were inspected before, by this program, are not opened again."""
    path = unit_trace.path_of(task.output, slug, "inspected")
    noted: Inspections | None = None if task.clean else unit_trace.load(Inspections, path)
    known = {each.file.path: each for each in noted.files} if noted is not None and noted.code == task.code else {}
    inspector = Inspector(task.root, known)
    loaded = load(task.root, task.site, slug, listing, task.today, inspector)
    if settled and inspector.seen != known:
        unit_trace.save(path, Inspections(task.code, tuple(each for _, each in sorted(inspector.seen.items()))))
    return loaded


def _broken(task: Task, slug: str, findings: tuple[Finding, ...], crash: str = "") -> Reading:
    """The reading of a unit that cannot be made now: what it was when it was made last, where it ever was."""
    previous = trees.latest(task.output, slug)
    kept = previous.digest if previous else None
    told = unit_trace.tell(task.output, slug, kept) if kept else ""
    unit_trace.path_of(task.output, slug).unlink(missing_ok=True)
    return Reading(slug, kept.name if kept else slug, told, findings, broken=True, crash=crash)


def _checked(
    task: Task, loaded: LoadedUnit, refused: tuple[Finding, ...]
) -> tuple[UnitContent, tuple[Finding, ...], tuple[str, ...], date | None]:
    """The content without what errors withhold, but with the entries of last good versions; all findings; the next day
    on which checks may find something else."""
    assert loaded.content is not None
    waivers = loaded.content.waivers
    told, turn = check(loaded.content, None, task.today)
    wrong = judge_waivers(told, waivers, task.today, codes(), codes_of_the_county())
    findings = (*loaded.findings, *waived(told, waivers, task.today), *wrong, *refused)
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    bad = {document.source for document in loaded.content.documents if document.source in faulty}
    withheld = tuple(sorted({*loaded.withheld, *bad}))
    content = _without(task, loaded.content, withheld)
    return content, tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key)), withheld, turn


def _without(task: Task, content: UnitContent, withheld: tuple[str, ...]) -> UnitContent:
    """The content without what is withheld, but with what is known of its last good versions."""
    return with_kept(task.output, task.site, without(content, withheld), withheld)


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
    made_plan = plan(content, job.county, task.today)
    stays = kept(task.output, content, reading.withheld)
    order = section.Order(
        root=task.root,
        output=task.output,
        slug=reading.slug,
        sequence=task.sequence,
        plan=made_plan,
        published=section.published(content.documents, made_plan, stays, task.today),
        digest=unit_trace.told(task.output, reading.slug, reading.told),
        kept=tuple(url for each in stays.values() for url in each.urls),
        code=task.code,
        clean=task.clean,
        processes=task.processes,
    )
    watch.lap("plan")
    theme = _theme(task, reading.slug)
    watch.lap("theme")
    done = section.make(order, theme, previous, watch)
    across = waived(check(content, job.county, task.today).findings, content.waivers, task.today)
    watch.lap("check")
    if not (done.findings or done.refused):
        unit_trace.save(path, Made(job.note, done.sequence, done.pages, across))
    watch.lap("note")
    return _made_report(reading.slug, reading.name, done, (*reading.findings, *across), watch)


def _theme(task: Task, slug: str) -> Theme:
    layers = chain(task.root / "themes", task.site.theme, slug, task.site.colors)
    return open_theme(layers, stamp(layers), task.output / "state" / f"templates-{task.code[:16]}")


def check_unit(job: MakeJob) -> tuple[Finding, ...]:
    """The checks of one unit that need to see the county."""
    content = _content(job.task, job.reading)
    if content is None:
        return ()
    return waived(check(content, job.county, job.task.today).findings, content.waivers, job.task.today)


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
    loaded = _loaded(task, reading.slug, listing, settled=False)
    if loaded.content is None:
        return None
    return _without(task, loaded.content, reading.withheld)


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
    )
    path = unit_trace.path_of(task.output, trees.COUNTY, "made")
    path.unlink(missing_ok=True)
    theme = _theme(task, "")
    watch.lap("theme")
    done = section.make(order, theme, trees.latest(task.output, trees.COUNTY), watch)
    if not done.findings:
        unit_trace.save(path, Made(note, done.sequence, done.pages))
    return _made_report(trees.COUNTY, task.site.name, done, (), watch)
