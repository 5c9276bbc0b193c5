"""What has changed since the last build: told by listing files and reading notes, before any content is opened.

Three nested answers, each a digest of inputs beside what came of them: nothing in the county has changed; a unit reads
as it did; a section would come out as it did. Each is only a shorter way to the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from generator import holds, layers, trees, unit_trace
from generator.model import Finding, Site
from generator.sources import scan
from generator.stopwatch import NOTHING
from generator.tasks import BuildReport, Note, Reading, Task, UnitReport
from generator.unit_trace import Trace
from generator.workspace import Workspace

WHOLE = "_whole"  # the county's own note among those of its units
SITE = "_site"


@dataclass(frozen=True, slots=True)
class Made:
    """A section as it was made last: from what, which tree, how many pages, what checks said that see the county."""

    note: Note
    sequence: int
    pages: int
    findings: tuple[Finding, ...] = ()
    manifest: str = ""  # the stamp of its tree's manifest: one that was touched since is looked at


@dataclass(frozen=True, slots=True)
class Whole:
    """The last build of the county, and everything that it was built from."""

    inputs: str
    release: str
    since: date
    until: date | None
    report: BuildReport


@dataclass(frozen=True, slots=True)
class SiteRead:
    """`site.yaml` as it was read last; `inputs` stands for its bytes and the program."""

    inputs: str
    site: Site
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The state of every unit's files and of all themes, as digests; `theme_of` gives that of a unit's own chain."""

    units: Mapping[str, str]
    themes: str
    theme_of: Callable[[str], str]

    def inputs(self, task: Task) -> str:
        """The digest of everything that the county is built from."""
        whole = (tuple(self.units.items()), self.themes, task.code, repr(task.site))
        return blake2b(repr(whole).encode(), digest_size=20).hexdigest()


def site_of(workspace: Workspace, code: str) -> tuple[Site | None, tuple[Finding, ...]]:
    """The county's settings; None when they cannot be used."""
    inputs = unit_trace.name_of((workspace.root / "site.yaml").read_bytes() + code.encode())
    path = unit_trace.path_of(workspace.output, SITE)
    last: SiteRead | None = unit_trace.load(SiteRead, path)
    if last is not None and last.inputs == inputs and _as_read(workspace, last.site):
        return last.site, last.findings
    from generator.site import load_site

    site, findings = load_site(workspace)
    if site is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unit_trace.save(path, SiteRead(inputs, site, findings))
    return site, findings


def _as_read(workspace: Workspace, site: Site) -> bool:
    """The files that `site.yaml` names, the common ribbon and the emblem, still are what they were."""
    from generator.emblem import is_unchanged
    from generator.ribbon import is_as_pinned

    ribbon, emblem = site.ribbon, site.emblem
    return (ribbon is None or is_as_pinned(workspace.root, ribbon)) and (
        emblem is None or is_unchanged(workspace.root, emblem)
    )


def survey(task: Task, slugs: tuple[str, ...]) -> Survey:
    """List every file of the county once."""
    site = repr(task.site)
    units = {slug: unit_trace.inputs_of(scan(task.root, f"content/{slug}"), task.code, site) for slug in slugs}
    themes = task.root / "themes"
    theme_of = layers.stamps(themes, task.site.theme, task.site.colors)
    return Survey(units, layers.stamp_all(themes), theme_of)


def recall(task: Task, found: Survey) -> BuildReport | None:
    """The report of the last build, where one now would come to the same."""
    last: Whole | None = None if task.clean else unit_trace.load(Whole, unit_trace.path_of(task.output, WHOLE, "made"))
    if last is None or last.inputs != found.inputs(task) or last.release != _release(task):
        return None
    if task.today < last.since or (last.until is not None and last.until <= task.today):
        return None
    sections = (*last.report.units, last.report.county)
    if not all(unit_trace.has_account(task.output, each.slug) for each in last.report.units):
        return None
    return last.report if all(trees.is_complete(task.output, each.slug, each.sequence) for each in sections) else None


def _release(task: Task) -> str:
    """What is public, and what is to stay as it is whatever is built."""
    manifests = [trees.stamp_of_manifest(task.output, *each) for each in sorted(trees.in_force(task.output).items())]
    return f"{trees.release_stamp(task.output)}{holds.load(task.output)}{manifests}"


def remember(task: Task, found: Survey, readings: tuple[Reading, ...], report: BuildReport) -> None:
    """Note a build of the whole county, unless something in it must be looked at again the next time."""
    path = unit_trace.path_of(task.output, WHOLE, "made")
    sections = (*(each.slug for each in report.units), trees.COUNTY)
    noted = (unit_trace.path_of(task.output, slug, "made").exists() for slug in sections)
    read = (unit_trace.path_of(task.output, slug).exists() for slug in found.units)
    if any(each.broken for each in readings) or not (all(noted) and all(read)):
        path.unlink(missing_ok=True)
        return
    days = [each.until for each in readings if each.until is not None]
    settled = replace(
        report,
        units=tuple(replace(each, written=0, removed=0, spent=NOTHING) for each in report.units),
        county=replace(report.county, written=0, removed=0, spent=NOTHING),
        released=False,
        read=(),
        spent=NOTHING,
    )
    whole = Whole(found.inputs(task), _release(task), task.today, min(days, default=None), settled)
    with suppress(OSError):  # the county is public: a disk with no room for this note costs the next build some time
        unit_trace.save(path, whole)


def known(task: Task, found: Survey, slug: str) -> Reading | None:
    """The unit as it was read last, while reading it now would tell the same.

    Documents that could not be rendered are given back once the theme is another: it may have been the template.
    """
    old: Trace | None = None if task.clean else unit_trace.load(Trace, unit_trace.path_of(task.output, slug))
    if old is None or not old.holds(found.units[slug], task.today) or not unit_trace.has_account(task.output, slug):
        return None
    return as_read(slug, old) if not old.refused or old.theme == found.theme_of(slug) else None


def as_read(slug: str, found: Trace) -> Reading:
    """What a trace says of its unit."""
    inputs = f"{found.inputs} {found.since} {unit_trace.name_of(repr(found.refused).encode())}"
    return Reading(
        slug,
        found.name,
        found.told,
        found.findings,
        withheld=found.withheld,
        needs=found.needs,
        inputs=inputs,
        until=found.until,
    )


def made(task: Task, slug: str) -> Made | None:
    """What is noted of a section's last making, while its tree is there with the manifest that it had."""
    found: Made | None = unit_trace.load(Made, unit_trace.path_of(task.output, slug, "made"))
    if found is None or not trees.is_complete(task.output, slug, found.sequence):
        return None
    return found if trees.stamp_of_manifest(task.output, slug, found.sequence) == found.manifest else None


def report_of(reading: Reading, found: Made) -> UnitReport:
    """The report of a section that is as it was."""
    return UnitReport(
        reading.slug,
        reading.name,
        pages=found.pages,
        sequence=found.sequence,
        findings=(*reading.findings, *found.findings),
    )
