"""Load a unit: the files of its folder → `UnitContent`. Content never raises; every mistake is a finding.

A document with an error or without a number is left out of the content and named in `withheld`, so that its last good
page can stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from generator import frontmatter, validation
from generator.document_fields import DocumentFields
from generator.entries import told_until
from generator.faults import finding
from generator.inspection import Inspector
from generator.judgement import judge_absent
from generator.kinds import spellings
from generator.ledger import read_ledger
from generator.load.documents import Columns, make_document, place
from generator.load.inclusions import Inclusions
from generator.load.left_over import left_over
from generator.load.registers import folders, load_registers
from generator.load.source_text import SourceText, comments
from generator.load.standards import load_standards
from generator.load.units import load_unit
from generator.load.waivers import load_waivers
from generator.model import (
    ColumnRole,
    Document,
    Finding,
    LedgerEntry,
    Mark,
    Openness,
    Severity,
    Site,
    Undisclosed,
    Unit,
    UnitContent,
    Waiver,
)
from generator.personal_data import concealed
from generator.sources import TEXT_LIMIT, TEXT_WARNING, UNNAMEABLE, Listing, Source, read_text_file
from generator.table_schema import orphans

NOT_DOCUMENTS = ("data/", "annual/", "ledger/")
STAND_INS = {"title": "（没有标题）", "date_published": "9999-12-31"}  # never shown: the document is withheld


@dataclass(frozen=True, slots=True)
class LoadedUnit:
    """What loading found: the content (None when the unit itself is broken), the sources that an error keeps back,
    and the next day on which the same files mean something else."""

    content: UnitContent | None
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...] = ()
    changes_on: date | None = None


def load(
    root: Path,
    site: Site,
    slug: str,
    listing: Listing,
    today: date,
    inspector: Inspector | None = None,
    drafts_too: bool = False,
    instead: Mapping[str, bytes] | None = None,
) -> LoadedUnit:
    """Read everything that one unit discloses on a day; `listing` is the unit's files as they were seen.

    `inspector` knows the attachments that it need not open again. With `drafts_too`, drafts and what is yet to be
    published are told as ever, but stand among the documents: for their editor, never for the public. `instead` are
    texts that some documents would have.
    """
    unit, findings = load_unit(root, site, slug)
    paths = [file.path for file in listing.files]
    findings = [*listing.findings, *findings, *orphans(paths), *_misnamed(paths)]
    if unit is None or any(each.path == f"content/{slug}" for each in listing.findings):
        return LoadedUnit(None, tuple(sorted(findings, key=Finding.sort_key)))
    columns = {column.key: column for column in unit.walk()}
    drafts = [_read(root, columns, source, findings, instead or {}) for source in texts(listing, slug)]
    named = {each.source: each for each in drafts if each.fields}
    inclusions = Inclusions(root, site, unit, listing, named, inspector or Inspector(root))
    made = (make_document(unit, each.checkable, inclusions, findings, drafts_too) for each in drafts)
    documents = [document for document in made if document is not None]
    waivers, more = load_waivers(root, slug, listing)
    findings += more
    standards, more = load_standards(root, unit, listing)
    findings += more
    kept = load_registers(root, site, unit, listing, today)
    findings += kept.findings
    ledger, more = read_ledger(root, slug)
    findings += [*more, *judge_absent(unit, ledger, _there(listing, ledger), _numbers(drafts))]
    withheld = _withheld(drafts, findings)
    proactive = [each for each in documents if each.openness is Openness.PROACTIVE]
    waiting = tuple(each for each in proactive if not each.index_number or each.source in withheld)
    withheld |= {each.source for each in waiting}
    public = _public(documents, withheld, findings, today, drafts_too)
    clear = _without_clashes(public, {each.index_number: each.source for each in ledger}, findings, withheld)
    clashing = tuple(each for each in public if each.source in withheld)
    content = UnitContent(
        unit,
        clear,
        ledger,
        (*waiting, *clashing),
        tuple(_undisclosed(each) for each in documents if each.openness is not Openness.PROACTIVE),
        waivers=waivers,
        index_pattern=site.index_pattern,
        allowed_hosts=site.allowed_hosts,
        standards=standards,
        registers=kept.values,
    )
    return LoadedUnit(
        content,
        tuple(sorted(findings, key=Finding.sort_key)),
        tuple(sorted(withheld)),
        min((day for day in (*kept.turns, _changes_on(unit, documents, waivers, today)) if day), default=None),
    )


def texts(listing: Listing, slug: str) -> Iterable[Source]:
    """The files of a unit that are documents: Markdown outside the folders of data, of tables and of registers."""
    skip, readme = tuple(f"content/{slug}/{name}" for name in (*NOT_DOCUMENTS, *folders())), f"content/{slug}/README.MD"
    found = (file for file in listing.files if file.path.lower().endswith(".md") and not file.path.startswith(skip))
    return (file for file in found if file.path.upper() != readme.upper())


def _misnamed(paths: Iterable[str]) -> Iterator[Finding]:
    """Files that an editor of plain texts called `.md.txt`: they look like documents and are none."""
    for path in paths:
        if path.lower().endswith(".md.txt"):
            yield finding("F027", path, (1, 1), "文件名以 .md.txt 结尾，不当作信息，不会发布")


def _read(
    root: Path, columns: Columns, source: Source, findings: list[Finding], instead: Mapping[str, bytes]
) -> SourceText:
    """One document's text taken apart and validated; without fields where it cannot be, the reason among findings."""
    if source.size > TEXT_LIMIT:
        findings.append(finding("F016", source.path, (1, 1), f"文件有 {source.size >> 20} MiB，超过 10 MiB"))
        return SourceText(source.path)
    if source.size > TEXT_WARNING:
        findings.append(finding("F021", source.path, (1, 1), f"文件有 {source.size >> 10} KiB"))
    try:
        data = instead[source.path] if source.path in instead else read_text_file(root, source.path)
    except OSError as error:
        findings.append(finding("F019", source.path, (1, 1), f"读不了：{error.strerror}"))
        return SourceText(source.path)
    parsed = frontmatter.read(data)
    fields, marks, more = validation.read(DocumentFields, source.path, parsed.head)
    findings += more
    for mark, dropped in comments(data, marks):
        findings.append(finding("F023", source.path, mark, f"“ #”后面的文字会被当作注释，不会显示：「{dropped}」"))
    stand_in = None if fields else _stand_in(source.path, parsed.head)
    known = fields or stand_in
    if known is None:
        return SourceText(source.path)
    column = place(columns, source.path, known, marks, findings)
    if not known.draft:
        in_reports = column is not None and column.role is ColumnRole.ANNUAL
        is_report = in_reports or spellings().get(known.kind) == "annual_report"
        findings += left_over(source.path, data, parsed.body_line, is_report)
    return SourceText(source.path, fields, marks, column, parsed.body, parsed.body_line, stand_in)


def _stand_in(path: str, head: frontmatter.ParsedYaml) -> DocumentFields | None:
    """The fields as far as they can be told; a day that is missing contradicts no other day."""
    found = validation.completed(DocumentFields, path, head, STAND_INS)
    if found is None or found.public_until is None or found.date_published != date.max:
        return found
    return found.model_copy(update={"date_published": found.public_until})


def _there(listing: Listing, ledger: tuple[LedgerEntry, ...]) -> frozenset[str]:
    """The files that are there, those of the ledger among them that were refused for their names."""
    refused = {each.path for each in listing.findings if each.code == UNNAMEABLE}
    entered = (each.source for each in ledger if refused and concealed(each.source) in refused)
    return frozenset((*(each.path for each in listing.files), *entered))


def _numbers(drafts: list[SourceText]) -> frozenset[str]:
    """Every index number that stands in a file, former ones among them."""
    fields = [draft.fields for draft in drafts if draft.fields]
    return frozenset(number for each in fields for number in (each.index_number, *each.former_index_numbers))


def _withheld(drafts: list[SourceText], findings: list[Finding]) -> set[str]:
    """The sources that an error stands in; a fault in an included file counts for the document that includes it."""
    faulty = {each.path for each in findings if each.severity is Severity.ERROR}
    return {draft.source for draft in drafts if draft.source in faulty}


def _public(
    documents: list[Document], withheld: set[str], findings: list[Finding], today: date, drafts_too: bool
) -> list[Document]:
    """The documents that may be shown on that day; the others are told as information."""
    public = []
    for document in documents:
        if document.source in withheld:
            continue
        if document.openness is not Openness.PROACTIVE:
            mark = document.marks.get("openness", Mark(1, 1))
            findings.append(finding("F213", document.source, mark, "公开属性不是“主动公开”，不发布"))
        elif document.date_published > today:
            mark = document.marks.get("date_published", Mark(1, 1))
            findings.append(finding("F210", document.source, mark, f"定于 {document.date_published} 公开"))
            if drafts_too:
                public.append(document)
        else:
            public.append(document)
    return public


def _undisclosed(document: Document) -> Undisclosed:
    """The register's line of a document that is not proactively disclosed."""
    judged, marks = document.review.date, document.marks
    place = "review.date" if judged is not None and "review.date" in marks else "openness"
    day = judged or document.date_written or document.date_published
    return Undisclosed(document.source, document.title, document.openness, day, marks.get(place, Mark(1, 1)))


def _without_clashes(
    documents: list[Document], registered: dict[str, str], findings: list[Finding], withheld: set[str]
) -> tuple[Document, ...]:
    """One address, one document: the one that the ledger names keeps it, else the first by path; both are told."""
    owners: dict[str, Document] = {}
    for document in sorted(documents, key=lambda each: (registered.get(each.index_number) != each.source, each.source)):
        owner = owners.setdefault(document.url, document)
        if owner is not document:
            mark = document.marks.get("index_number", Mark(1, 1))
            message = f"索引号 {document.index_number} 的地址 {document.url} 与 {owner.source} 的重复"
            if owner.index_number != document.index_number:
                message += f"（那里的索引号是 {owner.index_number}，只有前段码不同）"
            findings.append(finding("F206", document.source, mark, message))
            withheld.add(document.source)
    return tuple(sorted(owners.values(), key=lambda document: document.source))


def _changes_on(unit: Unit, documents: list[Document], waivers: tuple[Waiver, ...], today: date) -> date | None:
    """The next day on which a date that is written here is reached, so that the unit must be looked at again."""
    last_days = [
        *(each.expires for each in waivers),
        *(each.public_until for each in documents),
        *(each.until for each in unit.leaders),
    ]
    days = {day + timedelta(days=1) for day in last_days if day is not None and today <= day < date.max}
    days.update(each.since for each in unit.leaders if each.since is not None and each.since > today)
    for withdrawal in unit.withdrawn:
        days.update(day for day in (withdrawal.day, told_until(withdrawal)) if day > today)
    for document in documents:
        review = document.review.date
        for day in (
            document.date_published,
            document.date_written,
            document.effective_from,
            document.repealed_on,
            review,
        ):
            if day is not None and day > today:
                days.add(day)
    return min(days, default=None)


def without(content: UnitContent, sources: Iterable[str]) -> UnitContent:
    """The content without the documents of some sources."""
    gone = frozenset(sources)
    if not gone:
        return content
    return replace(content, documents=tuple(each for each in content.documents if each.source not in gone))
