"""One unit laid out for its editor: everything that can be shown, drafts among it, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

from generator import trees, unit_trace
from generator.check import check
from generator.gather import needs
from generator.kept_registers import with_registers
from generator.load import LoadedUnit
from generator.model import Asset, County, Document, Finding, Frame, Mount, Openness, Page, Severity, Unit, UnitContent
from generator.plan import plan
from generator.reading import judged, loaded
from generator.sources import Listing
from generator.tasks import Task
from generator.waiving import waived

UNPUBLISHED = ("F207", "F210", "F211", "F213")  # no number yet, a day to come, a draft, not for everybody
CountyOf = Callable[[tuple[str, ...]], County]


class Held(NamedTuple):
    """Why the public does not see a document as it is here: a word for its title, and the reason."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit as it is laid out: `inputs` stands for its files, `county` for what it sees of others.

    `held` is by source. `lasting` are files of documents that cannot be shown as they are now: as they were last.
    """

    inputs: str
    needs: tuple[str, ...]
    county: County
    unit: Unit | None = None
    frame: Frame | None = None
    pages: Mapping[str, Page] = field(default_factory=dict)
    files: Mapping[str, Asset] = field(default_factory=dict)
    lasting: Mapping[str, str] = field(default_factory=dict)  # address → the document
    findings: tuple[Finding, ...] = ()
    held: Mapping[str, Held] = field(default_factory=dict)

    @property
    def at_root(self) -> bool:
        """The portal, whose pages lie at the root of the county's host."""
        return self.unit is not None and self.unit.mount is Mount.ROOT


def inputs_of(task: Task, listing: Listing) -> str:
    """What stands for a unit's files as they are now."""
    return unit_trace.inputs_of(listing, task.code, repr(task.site))


def lay_out(task: Task, slug: str, listing: Listing, county_of: CountyOf, before: Desk | None) -> Desk:
    """Read, check and plan a unit; what could be shown `before` and no longer can is shown as it was."""
    inputs = inputs_of(task, listing)
    found = loaded(task, slug, listing, settled=False, drafts_too=True)
    if found.content is None:
        county = county_of(())
        pages, files = (before.pages, before.files) if before else ({}, {})
        unit, frame = (before.unit, before.frame) if before else (None, None)
        return Desk(inputs, (), county, unit, frame, pages, files, findings=found.findings)
    content, stays = with_registers(task.output, found.content)
    whole = replace(content, documents=(*content.documents, *content.waiting), waiting=())
    wanted = needs(content)
    county = county_of(wanted)
    findings = _all_wrong(task, found, content, county, stays)
    held = _held(findings)
    shown = replace(whole, documents=_shown(whole, held, task))
    made = plan(shown, county, task.today)
    pages = {page.url: page for page in made.pages}
    missing = _missing(findings, listing, shown.documents)
    old = {url: page for url, page in (before.pages if before else {}).items() if page.source in missing}
    return Desk(
        inputs,
        wanted,
        county,
        content.unit,
        made.frame,
        {**old, **pages},
        {asset.url: asset for asset in made.assets},
        {**_lasting(task, slug, missing), **{url: page.source for url, page in old.items()}},
        findings,
        held,
    )


def findings_of(
    task: Task, slug: str, listing: Listing, county_of: CountyOf, instead: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """All that would be wrong in a unit, had some of its documents another text."""
    found = loaded(task, slug, listing, settled=False, drafts_too=True, instead=instead)
    if found.content is None:
        return found.findings
    return _all_wrong(task, found, found.content, county_of(needs(found.content)), ())


def _all_wrong(
    task: Task, found: LoadedUnit, content: UnitContent, county: County, more: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """What is wrong in a unit by itself, and as it is seen among the others."""
    findings, _ = judged(found, content, more, task.today)
    across = waived(check(content, county, task.today).findings, content.waivers, task.today)
    return tuple(sorted({*findings, *across}, key=Finding.sort_key))


def _shown(content: UnitContent, held: Mapping[str, Held], task: Task) -> tuple[Document, ...]:
    """The documents as a preview may show them: each with an address, as though its day had come, drafts marked."""
    proactive = (each for each in content.documents if each.openness is Openness.PROACTIVE)
    found = (_addressed(each, content.unit, held.get(each.source), task) for each in proactive)
    by_address: dict[str, Document] = {}
    for document in found:
        by_address.setdefault(document.url, document)
    return tuple(sorted(by_address.values(), key=lambda each: each.source))


def _addressed(document: Document, unit: Unit, held: Held | None, task: Task) -> Document:
    number = (
        document.index_number or f"{unit.uscc}/draft-{blake2b(document.source.encode(), digest_size=4).hexdigest()}"
    )
    title = f"〔{held.label}〕{document.title}" if held else document.title
    return replace(document, title=title, index_number=number, date_published=min(document.date_published, task.today))


def _missing(findings: Iterable[Finding], listing: Listing, shown: Iterable[Document]) -> frozenset[str]:
    """Sources that are there, are faulty, and cannot be shown at all."""
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    there = {each.path for each in listing.files}
    return frozenset((faulty & there) - {each.source for each in shown})


def _lasting(task: Task, slug: str, missing: frozenset[str]) -> dict[str, str]:
    """The public files of documents that cannot be shown as they are now."""
    previous = trees.latest(task.output, slug) if missing else None
    known = previous.published if previous else {}
    return {url: source for source in sorted(missing) if source in known for url in known[source].urls}


def _held(findings: Iterable[Finding]) -> dict[str, Held]:
    """Why the public does not see documents as they are here, by source: an error before anything else."""
    held: dict[str, Held] = {}
    for each in findings:
        if each.severity is Severity.ERROR:
            held[each.path] = Held("有错误", "改好以前不会发布")
        elif each.code in UNPUBLISHED:
            held.setdefault(each.path, Held("草稿", each.message))
    return held
