"""The work on one unit, as a worker does it: read and check it; plan, render and write its section.

Jobs and reports are small frozen values; a unit's content never leaves the worker that read it, except as a spool file
for whichever worker makes the section.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from generator import files, section, spool, trees, unit_trace
from generator.check import check
from generator.codec import canonical
from generator.gather import needs
from generator.load import LoadedUnit, load, without
from generator.manifest import Published
from generator.model import County, Finding, Severity, Site, UnitContent, UnitDigest
from generator.plan import Plan, digest, plan, plan_county
from generator.sources import scan
from generator.theme import chain, open_theme, stamp


@dataclass(frozen=True, slots=True)
class Task:
    """What every job of one build has in common."""

    root: Path
    site: Site
    today: date
    code: str  # digest of the program and its libraries
    clean: bool
    sequence: int

    @property
    def output(self) -> Path:
        """Where everything is built."""
        return self.root / "output"


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Read one unit, leaving out documents that could not be rendered."""

    task: Task
    slug: str
    unrenderable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a unit told. `digest` is the last good one where the unit is broken, None where there is none."""

    slug: str
    name: str
    digest: UnitDigest | None
    findings: tuple[Finding, ...]
    broken: bool = False
    withheld: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    inputs: str = ""


@dataclass(frozen=True, slots=True)
class MakeJob:
    """Make one unit's section as it sees the county."""

    task: Task
    reading: Reading
    county: County


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What a build did to one section."""

    slug: str
    name: str
    pages: int = 0
    written: int = 0
    removed: int = 0
    sequence: int = 0
    broken: bool = False
    findings: tuple[Finding, ...] = ()
    failed: tuple[str, ...] = ()


def read_unit(job: ReadJob) -> Reading:
    """The first map: load and check one unit, or recognise that nothing has changed since it was read last."""
    task, slug = job.task, job.slug
    now = unit_trace.file_clock(task.output / "state", slug)
    listing = scan(task.root, f"content/{slug}")
    inputs = unit_trace.inputs_of(listing, task.code, repr(task.site), repr(job.unrenderable))
    path = unit_trace.path_of(task.output, slug)
    old = None if task.clean else unit_trace.load(path)
    if old is not None and old.holds(inputs, task.today):
        return _reading(slug, old, f"{inputs} {old.since}")
    loaded = load(task.root, task.site, slug, listing, task.today)
    if loaded.content is None:
        return _broken(task, slug, loaded)
    content, findings, withheld = _checked(task, loaded, job.unrenderable)
    fresh = unit_trace.Trace(
        inputs=inputs,
        since=task.today,
        until=loaded.changes_on,
        digest=digest(content, task.today),
        findings=findings,
        withheld=withheld,
        needs=needs(content),
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


def _broken(task: Task, slug: str, loaded: LoadedUnit) -> Reading:
    previous = trees.latest(task.output, slug)
    kept = previous.digest if previous else None
    return Reading(slug, kept.name if kept else slug, kept, loaded.findings, broken=True)


def _checked(
    task: Task, loaded: LoadedUnit, unrenderable: tuple[str, ...]
) -> tuple[UnitContent, tuple[Finding, ...], tuple[str, ...]]:
    """The content without what errors withhold, but with the entries of last good versions; all findings."""
    assert loaded.content is not None
    findings = (*loaded.findings, *check(loaded.content, None, task.today))
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    bad = {document.source for document in loaded.content.documents if document.source in faulty}
    withheld = tuple(sorted({*loaded.withheld, *bad, *unrenderable}))
    content = without(loaded.content, withheld)
    kept = tuple(each.entry for each in _kept(task, content, withheld).values())
    return replace(content, kept=kept), tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key)), withheld


def _kept(task: Task, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    """The last good versions of withheld documents, by source, unless another document has their address now."""
    if not withheld:
        return {}
    previous = trees.latest(task.output, content.unit.slug)
    taken = {document.url for document in content.documents}
    found = previous.published if previous else {}
    return {source: found[source] for source in withheld if source in found and found[source].entry.url not in taken}


def make_unit(job: MakeJob) -> UnitReport:
    """The second map: plan and render one unit's section, or recognise that it would come out the same."""
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
    if not made.findings:
        files.replace(mark, f"{key} {made.sequence} {made.pages}".encode())
    return _made_report(reading.slug, reading.name, made, (*reading.findings, *check(content, job.county, task.today)))


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
        failed=tuple(made.failed),
    )


def _unchanged(task: Task, reading: Reading, mark: Path, key: str) -> UnitReport | None:
    """The report of a section whose inputs are those of its last making, while its tree is still there."""
    try:
        made, sequence, pages = mark.read_text("utf-8").split(" ")
    except (OSError, ValueError):  # never made, or a damaged note: make it
        return None
    if made != key or not trees.is_complete(task.output, reading.slug, int(sequence)):
        return None
    return UnitReport(reading.slug, reading.name, pages=int(pages), sequence=int(sequence), findings=reading.findings)


def _content(task: Task, reading: Reading) -> UnitContent | None:
    """The content as it was read a moment ago; read again where the unit itself had not changed."""
    found = spool.load(spool.path_of(task.output, reading.slug), reading.inputs)
    if found is not None:
        return found
    listing = scan(task.root, f"content/{reading.slug}")
    loaded = load(task.root, task.site, reading.slug, listing, task.today)
    if loaded.content is None:
        return None
    content = without(loaded.content, reading.withheld)
    kept = _kept(task, content, reading.withheld)
    return replace(content, kept=tuple(each.entry for each in kept.values()))


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
