"""An information item (信息条目), what hangs on it, and what lists show of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.model.annual_reports import AnnualReport
from generator.model.charts import Chart
from generator.model.findings import START, Mark, Marks
from generator.model.tables import Table


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
