"""The first map's work on one unit, as a worker does it: load and check it, and note what came of that.

A unit's content never leaves the worker that read it, except as a spool file for whichever worker makes the section.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from generator import files, spool, trees, unit_trace
from generator.accounting import account
from generator.check import check, codes, codes_of_the_county
from generator.errors import GeneratorError, TemplateFault
from generator.faults import finding
from generator.gather import needs
from generator.inspection import Inspections, Inspector
from generator.keeping import with_kept
from generator.kept_registers import with_registers
from generator.kept_standards import with_pages
from generator.load import LoadedUnit, load, without
from generator.model import Dataset, Entry, Finding, Severity, UnitContent
from generator.plan import digest
from generator.sources import Listing, scan
from generator.stopwatch import Stopwatch
from generator.survey import as_read
from generator.tasks import Reading, ReadJob, Task
from generator.waiving import judge_waivers, waived

if TYPE_CHECKING:
    pass


def read_unit(job: ReadJob) -> Reading:
    """The first map: load and check one unit; whatever goes wrong with its files or in this program stays its own."""
    try:
        return _read(job)
    except Exception as error:
        told, crash = contained(job.task, job.slug, error)
        return _broken(job.task, job.slug, (told,), crash)


def contained(task: Task, slug: str, error: Exception) -> tuple[Finding, str]:
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
    content, stays = with_registers(task.output, unit.content)
    findings, turn = judged(unit, content, (*refused, *stays), task.today)
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    bad = {document.source for document in content.documents if document.source in faulty}
    withheld = tuple(sorted({*unit.withheld, *bad}))
    return _without(task, content, withheld), findings, withheld, turn


def content_of(task: Task, reading: Reading) -> UnitContent | None:
    """The content as it was read a moment ago; read again where the unit itself had not changed."""
    found = spool.load(spool.path_of(task.output, reading.slug), reading.inputs)
    if found is not None:
        return found
    listing = scan(task.root, f"content/{reading.slug}")
    unit = loaded(task, reading.slug, listing, settled=False)
    if unit.content is None:
        return None
    return _without(task, with_registers(task.output, unit.content)[0], reading.withheld)


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
