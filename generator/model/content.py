"""What a unit discloses: documents and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from generator.model.charts import Chart
from generator.model.findings import START, Mark, Marks
from generator.model.records import Described
from generator.model.site import Unit
from generator.model.standards import Standard
from generator.model.tables import Dataset, Table

T = TypeVar("T")


def address_of(index_number: str) -> str:
    """`2026-00012`: the part of an index number that is its document's address."""
    return index_number.rsplit("/", 1)[-1]


def page_of(index_number: str) -> str:
    """The page of the document that bears an index number, relative to the unit's base."""
    return f"info/{address_of(index_number)}.html"


class Validity(StrEnum):
    """有效性 of a document."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    EXPIRED = "expired"
    REPEALED = "repealed"


class Openness(StrEnum):
    """公开属性: only what is proactive is ever built into pages."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Review:
    """保密审查 (条例 第十七条): who released the document, when, on what ground."""

    result: str = ""
    reviewer: str = ""
    date: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the inside of an attachment is noted for: under the code of a check, in words, with what stands for it."""

    code: str
    message: str
    evidence: str  # a digest


@dataclass(frozen=True, slots=True)
class Total:
    """What stays of a list when it is taken down: how many rows it had, and its amounts by head, added up; no cell."""

    rows: int
    sums: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that lies beside its document: `source` relative to the workspace, `url` to the unit's base."""

    source: str
    name: str
    title: str
    url: str
    size: int
    label: str  # 「Excel 表格」
    image: bool = False
    mark: Mark = START  # where its document names it
    remarks: tuple[Remark, ...] = ()
    totals: tuple[Total, ...] = ()  # of its tables


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text as Markdown, with what its links and inclusions stand for."""

    source: str
    links: tuple[tuple[str, str], ...] = ()  # as written → address relative to the unit's base
    tables: tuple[tuple[str, Table], ...] = ()  # as written → table


@dataclass(frozen=True, slots=True)
class ServiceGuide:
    """The eight elements of a service guide (国办秘函〔2019〕19号): empty text where the editor gave none."""

    item: str = ""
    basis: str = ""
    conditions: str = ""
    materials: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """A block of table two: its article, the column heads, and rows of cells as they are printed."""

    article: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of table three: label, its group and subgroup heads, and seven numbers, the total last."""

    group: str
    subgroup: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The tables of an annual report (国办公开办函〔2021〕30号): inputs as given, totals computed where none are given.

    `normative` is table two, `requests` table three, and `disputes` table four: fifteen numbers. `cells` are the
    places in the data file, by the form's names with dots between them: 申请.予以公开.0.
    """

    year: int
    normative: tuple[ReportBlock, ...]
    requests: tuple[ReportRow, ...]
    disputes: tuple[int, ...]
    prose: tuple[tuple[str, str], ...]  # (part title, Markdown) for parts 一, 五, 六
    source: str
    cells: Marks


@dataclass(frozen=True, slots=True)
class Document:
    """One information item (信息条目)."""

    source: str  # content/jinping/tongzhi/x.md
    unit: str
    column: str  # key of its column
    kind: str
    title: str
    index_number: str
    former_index_numbers: tuple[str, ...]
    issuing_agency: str
    joint_agencies: tuple[str, ...]
    document_number: str
    date_written: date | None
    date_published: date
    effective_from: date | None
    repealed_on: date | None
    validity: Validity
    amends: tuple[str, ...]
    repeals: tuple[str, ...]
    repealed_by: str
    subject_category: str
    genre: str
    subject_terms: tuple[str, ...]
    summary: str
    origin: str
    origin_url: str
    interprets: tuple[str, ...]
    openness: Openness
    public_until: date | None
    approved_on: date | None
    review: Review
    addressees: str
    copies: str
    signatory: str
    note: str
    responsible_editor: str
    year: int  # of a yearly report or budget, 0 where none
    service: ServiceGuide | None
    attachments: tuple[Attachment, ...]
    body: Body
    body_line: int  # 1-based line of the body's first line
    marks: Marks
    annual_report: AnnualReport | None = None
    hearing_on: date | None = None
    standard_items: tuple[str, ...] = ()  # 公开事项: field.number of catalogues of its unit
    backfilled: bool = False  # 补录: it may say a day of publication long past
    legacy_addresses: tuple[str, ...] = ()  # of the old platform, as written
    legacy_numbers: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    printing_office: str = ""
    printed_on: date | None = None

    @property
    def address(self) -> str:
        """`2026-00012`: the part of the index number that is the document's address."""
        return address_of(self.index_number)

    @property
    def url(self) -> str:
        """The document's page, relative to the unit's base; moving it to another column never changes it."""
        return page_of(self.index_number)

    @property
    def paper_url(self) -> str:
        """The document's PDF, beside its page."""
        return f"info/{self.address}.pdf"


@dataclass(frozen=True, slots=True)
class Undisclosed:
    """What is told of an information item that is not proactively disclosed: its name and when that was judged last.

    Nothing of its content is here, so that it reaches neither a page nor a cache.
    """

    source: str
    title: str
    openness: Openness
    judged: date  # 保密审查 of it; where none is written, the day it was written
    mark: Mark  # of that day, else of its 公开属性


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A number that was given out once: the ledger's memory of it."""

    index_number: str
    source: str
    title: str
    path: str = field(default="", compare=False)  # of the ledger file that it stands in
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for until a day: of a code, in a file, and with a `digest` of one place in it."""

    code: str
    path: str  # of the file that it concerns
    digest: str
    reason: str
    approver: str
    expires: date  # the last day on which it holds
    source: str = ""  # where it is written
    mark: Mark = START


@dataclass(frozen=True, slots=True)
class Paper:
    """The PDF of the document at `source`: its address relative to the unit's base, its size in bytes."""

    source: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list shows of a document; also what other units may link to."""

    title: str
    url: str
    date_published: date
    index_number: str = ""
    document_number: str = ""
    kind: str = ""
    column: str = ""
    validity: Validity = Validity.IN_FORCE
    issuing_agency: str = ""
    date_written: date | None = None
    subject_category: str = ""
    genre: str = ""
    summary: str = ""
    source: str = ""
    standard_items: tuple[str, ...] = ()
    ended_on: date | None = None  # since when a notice that has run its time shows no content

    @property
    def changed(self) -> date:
        """The day on which the document's page last changed by its own content: published, or its notice ended."""
        return self.date_published if self.ended_on is None else max(self.date_published, self.ended_on)


@dataclass(frozen=True, slots=True)
class UnitContent:
    """Everything that one unit discloses, as loaded: `withheld` names sources that an error keeps back."""

    unit: Unit
    documents: tuple[Document, ...]
    ledger: tuple[LedgerEntry, ...] = ()
    waiting: tuple[Document, ...] = ()  # lack an index number, or something is wrong: checked, not shown
    undisclosed: tuple[Undisclosed, ...] = ()  # not proactively disclosed: names only
    kept: tuple[Entry, ...] = ()  # entries of withheld documents whose last good page stays
    described: tuple[Described, ...] = ()  # the same documents as their last good records describe them
    kept_texts: tuple[tuple[str, str], ...] = ()  # their pages, and what there is to read on them
    kept_datasets: tuple[Dataset, ...] = ()  # tables that those pages show
    papers: tuple[Paper, ...] = ()  # PDFs of its documents that were made
    entries: tuple[Entry, ...] | None = None  # all of them, newest first, once a plan has made them
    waivers: tuple[Waiver, ...] = ()
    index_pattern: str = ""  # of the site: {org}/{year}-{serial:05d}
    allowed_hosts: tuple[str, ...] = ()  # of the site: domains that pages may link to
    standards: tuple[Standard, ...] = ()  # 事项标准目录, by field
    registers: tuple[object, ...] = ()  # 台账: what the unit keeps in folders of their own, one value a folder

    def register(self, kind: type[T]) -> T | None:
        """The register whose value is of a class, None where the unit keeps none."""
        return next((each for each in self.registers if isinstance(each, kind)), None)

    @property
    def annual_reports(self) -> tuple[tuple[AnnualReport, Document], ...]:
        """The yearly reports with their documents, oldest first."""
        found = [(each.annual_report, each) for each in self.documents if each.annual_report is not None]
        return tuple(sorted(found, key=lambda pair: pair[0].year))


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document may be: declared by one file on the `kinds/` shelf.

    `required` names the fields without which a document of this kind is withheld; `template` shows it; `genre` is the
    体裁 it has when the editor names none; `paper` is the template that it is printed with, "" where it is not; `news`
    kinds may not stand under 法定主动公开内容 (61号: 专栏姓专); `charted` kinds have charts of tables by themselves.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    template: str = "document.html"
    paper: str = ""
    genre: str = ""
    required: tuple[str, ...] = ()
    news: bool = False
    charted: bool = False
