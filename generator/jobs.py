"""The work on one unit, as a worker does it: read and check it; plan, render and write its section.

Jobs and reports are small frozen values; a unit's content never leaves the worker that read it, except as a spool file
for whichever worker makes the section.
"""

from __future__ import annotations

import os
import traceback
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from generator import files, section, spool, trees, unit_trace
from generator.check import check
from generator.codec import canonical, dumps, loads
from generator.errors import GeneratorError
from generator.faults import finding
from generator.gather import needs
from generator.load import LoadedUnit, load, without
from generator.manifest import Published
from generator.model import County, Finding, Severity, UnitContent
from generator.plan import Plan, digest, plan, plan_county
from generator.sources import scan
from generator.tasks import MakeJob, Reading, ReadJob, Task, UnitReport
from generator.theme import chain, open_theme, stamp


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
    """The unit as it is now, or as it was read last when nothing has changed since."""
    task, slug = job.task, job.slug
    now = unit_trace.file_clock(task.output / "state", slug)
    listing = scan(task.root, f"content/{slug}")
    path = unit_trace.path_of(task.output, slug)
    old = None if task.clean else unit_trace.load(path)
    if old is not None and not job.refused:
        inputs = unit_trace.inputs_of(listing, task.code, repr(task.site), repr(old.refused))
        if old.holds(inputs, task.today):
            return _reading(slug, old, f"{inputs} {old.since}")
    inputs = unit_trace.inputs_of(listing, task.code, repr(task.site), repr(job.refused))
    loaded = load(task.root, task.site, slug, listing, task.today)
    if loaded.content is None:
        return _broken(task, slug, loaded.findings)
    content, findings, withheld = _checked(task, loaded, job.refused)
    fresh = unit_trace.Trace(
        inputs=inputs,
        since=task.today,
        until=loaded.changes_on,
        digest=digest(content, task.today),
        findings=findings,
        withheld=withheld,
        needs=needs(content),
        refused=job.refused,
    )
    if unit_trace.is_settled(listing, now):
        unit_trace.save(path, fresh)
    else:
        path.unlink(missing_ok=True)
    reading = _reading(slug, fresh, f"{inputs} {task.today}")
    spool.save(spool.path_of(task.output, slug), reading.inputs, content)
    return reading


def _reading(slug: str, found: unit_trace.Trace, inputs: str) -> Reading:
    return Reading(slug, found.digest.name, found.digest, found.findings, False, found.withheld, found.needs, inputs)


def _broken(task: Task, slug: str, findings: tuple[Finding, ...], crash: str = "") -> Reading:
    """The reading of a unit that cannot be made now: what it was when it was made last, where it ever was."""
    previous = trees.latest(task.output, slug)
    kept = previous.digest if previous else None
    return Reading(slug, kept.name if kept else slug, kept, findings, broken=True, crash=crash)


def _checked(
    task: Task, loaded: LoadedUnit, refused: tuple[Finding, ...]
) -> tuple[UnitContent, tuple[Finding, ...], tuple[str, ...]]:
    """The content without what errors withhold, but with the entries of last good versions; all findings."""
    assert loaded.content is not None
    findings = (*loaded.findings, *check(loaded.content, None, task.today), *refused)
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    bad = {document.source for document in loaded.content.documents if document.source in faulty}
    withheld = tuple(sorted({*loaded.withheld, *bad}))
    content = _without(task, loaded.content, withheld)
    return content, tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key)), withheld


def _without(task: Task, content: UnitContent, withheld: tuple[str, ...]) -> UnitContent:
    """The content without what is withheld, but with the entries of its last good versions."""
    content = without(content, withheld)
    return replace(content, kept=tuple(each.entry for each in _kept(task, content, withheld).values()))


def _kept(task: Task, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    """The last good versions of withheld documents, by source, unless another document has their address now."""
    if not withheld:
        return {}
    previous = trees.latest(task.output, content.unit.slug)
    taken = {document.url for document in content.documents}
    found = previous.published if previous else {}
    return {source: found[source] for source in withheld if source in found and found[source].entry.url not in taken}


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
    previous = trees.latest(task.output, reading.slug)
    return UnitReport(
        reading.slug,
        reading.name,
        pages=previous.page_count() if previous else 0,
        sequence=previous.sequence if previous else 0,
        broken=reading.broken,
        findings=reading.findings,
        crash=reading.crash,
    )


def _make(job: MakeJob) -> UnitReport:
    """The section as planned now, or as it is when it would come out the same."""
    task, reading = job.task, job.reading
    assert reading.digest is not None
    layers = chain(task.root / "themes", task.site.theme, reading.slug, task.site.colors)
    stamped = stamp(layers)
    key = blake2b(f"{reading.inputs}|{stamped}|{task.code}|".encode() + canonical(job.county)).hexdigest()
    mark = task.output / "state" / f"{reading.slug}.made"
    if not task.clean and (same := _unchanged(task, reading, mark, key)):
        return same
    previous = trees.latest(task.output, reading.slug)
    content = _content(task, reading)
    if content is None:  # the unit changed between reading and making: the next build sees it whole
        return UnitReport(reading.slug, reading.name, sequence=previous.sequence if previous else 0)
    made_plan = plan(content, job.county, task.today)
    kept = _kept(task, content, reading.withheld)
    order = section.Order(
        root=task.root,
        output=task.output,
        slug=reading.slug,
        sequence=task.sequence,
        plan=made_plan,
        published=section.published(content.documents, made_plan, kept, task.today),
        digest=reading.digest,
        kept=tuple(url for each in kept.values() for url in each.urls),
        code=task.code,
        clean=task.clean,
    )
    made = section.make(order, open_theme(layers, stamped), previous)
    across = check(content, job.county, task.today)
    if not (made.findings or made.refused):
        _save_mark(mark, f"{key} {made.sequence} {made.pages}", across)
    return _made_report(reading.slug, reading.name, made, (*reading.findings, *across))


def check_unit(job: MakeJob) -> tuple[Finding, ...]:
    """The checks of one unit that need to see the county."""
    content = _content(job.task, job.reading)
    return check(content, job.county, job.task.today) if content is not None else ()


def _made_report(slug: str, name: str, made: section.Made, findings: tuple[Finding, ...]) -> UnitReport:
    return UnitReport(
        slug,
        name,
        made.pages,
        made.written,
        made.removed,
        made.sequence,
        findings=(*findings, *made.findings),
        refused=tuple(made.refused),
    )


def _save_mark(mark: Path, head: str, across: tuple[Finding, ...]) -> None:
    files.replace(mark, head.encode() + b"\n" + dumps(across))


def _unchanged(task: Task, reading: Reading, mark: Path, key: str) -> UnitReport | None:
    """The report of a section whose inputs are those of its last making, while its tree is still there."""
    try:
        head, _, body = mark.read_text("utf-8").partition("\n")
        made, sequence, pages = head.split(" ")
        across = loads(tuple[Finding, ...], body)
    except (OSError, ValueError, KeyError, TypeError):  # never made, or a damaged note: make it
        return None
    if made != key or not trees.is_complete(task.output, reading.slug, int(sequence)):
        return None
    return UnitReport(
        reading.slug,
        reading.name,
        pages=int(pages),
        sequence=int(sequence),
        findings=(*reading.findings, *across),
    )


def _content(task: Task, reading: Reading) -> UnitContent | None:
    """The content as it was read a moment ago; read again where the unit itself had not changed."""
    found = spool.load(spool.path_of(task.output, reading.slug), reading.inputs)
    if found is not None:
        return found
    listing = scan(task.root, f"content/{reading.slug}")
    loaded = load(task.root, task.site, reading.slug, listing, task.today)
    if loaded.content is None:
        return None
    return _without(task, loaded.content, reading.withheld)


def make_county(task: Task, county: County) -> UnitReport:
    """The county's own pages, which lie at the root beside the portal's."""
    made_plan: Plan = plan_county(county, task.today)
    layers = chain(task.root / "themes", task.site.theme, "", task.site.colors)
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
    made = section.make(order, open_theme(layers, stamp(layers)), trees.latest(task.output, trees.COUNTY))
    return _made_report(trees.COUNTY, task.site.name, made, ())
