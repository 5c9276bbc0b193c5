"""The values that two or more stages share: a county, its units, what they disclose, and the pages made of it.

Every value is frozen; sequences are tuples; dates are `datetime.date`; addresses are text relative to the unit's
base (`info/2026-00012.html`), with `../` in front where they leave the unit for a neighbour on the same host, or
absolute (`https://…`) where they leave the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

# ── what is wrong ───────────────────────────────────────────────────────────────────────────────────────────────


class Severity(StrEnum):
    """How much a finding weighs: an error withholds its document, a warning and an info only speak."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of an editor: where (path relative to the workspace, 1-based line and column), what, fix, law."""

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    fix: str = ""
    law: str = ""

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Findings are told file by file, top to bottom."""
        return (self.path, self.line, self.column, self.code, self.message)


class Mark(NamedTuple):
    """Where a value stands in its file: 1-based line and column."""

    line: int
    column: int


Marks = Mapping[str, Mark]

# ── the county ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """A named address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Platform:
    """The provincial disclosure platform that every unit links to (国办公开办函〔2019〕61号)."""

    name: str
    home: str
    units: str
    search: str
    request: str  # pattern with {unit} {number} {title}
    hotline: str


@dataclass(frozen=True, slots=True)
class Footer:
    """The seven items that 国办发〔2017〕47号 asks of the foot of every page, with their link targets."""

    site_identity_code: str
    icp_record: str
    police_record: str
    sponsor: str
    contact: str
    badge_url: str
    report_url: str  # pattern with {code} {url}: 我为政府网站找错


@dataclass(frozen=True, slots=True)
class Site:
    """The county as `site.yaml` describes it."""

    name: str
    short_name: str
    region_code: str
    base_url: str  # ends in "/"
    footer: Footer
    platform: Platform
    upper_links: tuple[Link, ...]
    theme: str
    index_pattern: str  # {org}/{year}-{serial:05d}
    page_size: int
    attachment_limit: int  # bytes
    example_notice: str  # shown on every page when not empty
    colors: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The host name of the base address, as META SiteDomain wants it."""
        return self.base_url.split("://", 1)[-1].split("/", 1)[0]


class UnitKind(StrEnum):
    """What a unit is; decides its column preset and what its codes must look like."""

    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"
    VILLAGE = "village"


class Mount(StrEnum):
    """Where a unit's section lives: the county's root, a folder of it, or a host of its own."""

    ROOT = "root"
    PATH = "path"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Office:
    """The nine items that 政府信息公开条例 第十二条 asks of the guide, and the postcode."""

    classification: str
    arrangement: str
    access: str
    name: str
    address: str
    hours: str
    phone: str
    fax: str
    internet: str
    postcode: str = ""
    revised: date | None = None


@dataclass(frozen=True, slots=True)
class RequestChannel:
    """One announced way to ask for information (国办公开办函〔2017〕19号): only announced channels are shown."""

    kind: str  # 当面提交, 邮寄, 在线申请 …
    address: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader (领导信息)."""

    name: str
    title: str
    duties: str = ""
    biography: str = ""
    phone: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class InternalOffice:
    """One inner office of a unit (内设机构)."""

    name: str
    duties: str = ""
    phone: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a unit is for (机构职能): duties in order, inner offices, and the decision they rest on."""

    duties: tuple[str, ...] = ()
    offices: tuple[InternalOffice, ...] = ()
    basis: str = ""


class ColumnRole(StrEnum):
    """What a column's page is: a list of documents, one of the fixed disclosure pages, or a page made from data."""

    LIST = "list"
    GROUP = "group"  # shows its children
    GUIDE = "guide"
    RULES = "rules"
    STATUTORY = "statutory"
    ANNUAL = "annual"
    REQUEST = "request"
    MANDATE = "mandate"
    LEADERS = "leaders"
    DISCLOSURE = "disclosure"  # the disclosure section's own home
    CATALOGUE = "catalogue"
    LINK = "link"  # an outward channel: only an address


class ColumnStatus(StrEnum):
    """A legal leaf is filled, linked to its owner, or declared not applicable with a reason."""

    FILLED = "filled"
    LINKED = "linked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a unit: `key` is its folder and its address, parents joined by `/`."""

    key: str
    name: str
    role: ColumnRole = ColumnRole.LIST
    column_type: str = ""  # META ColumnType, from the list of 国办发〔2017〕47号
    description: str = ""
    keywords: str = ""
    law: str = ""  # 条例第二十条第(七)项
    article: str = ""  # art20.7
    freshness: int = 0  # days after which it counts as stale; 0 = no clock
    kinds: tuple[str, ...] = ()  # kinds that may stand in it; empty = any but news
    status: ColumnStatus = ColumnStatus.FILLED
    target: str = ""  # of LINK role or LINKED status: an absolute address, or unit:column
    reason: str = ""  # of NOT_APPLICABLE
    channel: bool = False  # stands in the top navigation
    children: tuple[Column, ...] = ()

    @property
    def url(self) -> str:
        """The column's page, relative to the unit's base."""
        return f"{self.key}/index.html"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (单位) as its `unit.yaml` describes it."""

    slug: str
    name: str
    short_name: str
    kind: UnitKind
    mount: Mount
    host: str  # of Mount.HOST: https://…/
    uscc: str
    region_code: str
    parent: str
    group: str  # heading in the list of units: 乡镇, 政府工作部门 …
    introduction: str
    office: Office
    channels: tuple[RequestChannel, ...]
    leaders: tuple[Leader, ...]
    mandate: Mandate
    columns: tuple[Column, ...]
    platform_url: str  # the unit's own page on the provincial platform
    links: tuple[Link, ...]
    source: str  # path of unit.yaml

    def walk(self) -> tuple[Column, ...]:
        """Every column of the unit, parents before children."""
        found: list[Column] = []
        waiting = list(reversed(self.columns))
        while waiting:
            column = waiting.pop()
            found.append(column)
            waiting.extend(reversed(column.children))
        return tuple(found)


# ── what a unit discloses ───────────────────────────────────────────────────────────────────────────────────────


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
class Attachment:
    """A file that lies beside its document: `source` relative to the workspace, `url` to the unit's base."""

    source: str
    name: str
    title: str
    url: str
    size: int
    label: str  # 「Excel 表格」
    image: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A data file as a table: a caption, a header row and rows, every cell as it was written."""

    source: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]  # a column, all of whose cells are numbers


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

    @property
    def address(self) -> str:
        """`2026-00012`: the part of the index number that is the document's address."""
        return self.index_number.rsplit("/", 1)[-1]

    @property
    def url(self) -> str:
        """The document's page, relative to the unit's base; moving it to another column never changes it."""
        return f"info/{self.address}.html"


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The tables of an annual report (国办公开办函〔2021〕30号): inputs as given, totals computed.

    `normative` is table two: (row label, unit, values); `requests` is table three: (row label, depth, seven numbers
    with the total last); `disputes` is table four: fifteen numbers.
    """

    year: int
    normative: tuple[ReportBlock, ...]
    requests: tuple[ReportRow, ...]
    disputes: tuple[int, ...]
    prose: tuple[tuple[str, str], ...]  # (part title, Markdown) for parts 一, 五, 六
    source: str


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
class LedgerEntry:
    """A number that was given out once: the ledger's memory of it."""

    index_number: str
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class UnitContent:
    """Everything that one unit discloses, as loaded: `withheld` names sources that an error keeps back."""

    unit: Unit
    documents: tuple[Document, ...]
    ledger: tuple[LedgerEntry, ...] = ()
    kept: tuple[Entry, ...] = ()  # entries of withheld documents whose last good page stays
    entries: tuple[Entry, ...] | None = None  # all of them, newest first, once a plan has made them
    index_pattern: str = ""  # of the site: {org}/{year}-{serial:05d}


# ── what units tell each other ──────────────────────────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class UnitDigest:
    """The little of a unit that the county's pages and other units need."""

    slug: str
    name: str
    short_name: str
    kind: UnitKind
    group: str
    mount: Mount
    host: str
    parent: str
    uscc: str
    region_code: str
    office_phone: str
    office_address: str
    columns: tuple[tuple[str, str], ...]  # (key, name)
    latest: tuple[Entry, ...]  # the newest, newest first
    references: tuple[Entry, ...]  # every document with a document number, and what other units may name
    interpretations: tuple[tuple[str, Entry], ...]  # (document or index number interpreted, by)
    index_numbers: tuple[tuple[str, str], ...]  # (number, source)
    updated: date | None  # newest date_published
    count: int
    navigation: tuple[Link, ...] = ()  # the portal's only: the county's own pages stand under it
    outward: tuple[Link, ...] = ()  # the portal's only: absolute addresses, or unit:column
    platform_url: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class County:
    """What every unit may see of the others, and the county's own pages show: digests sorted by slug."""

    site: Site
    units: tuple[UnitDigest, ...]


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be rendered: its address below the unit's base, its template and the one value the template sees."""

    url: str
    template: str
    payload: Any  # a frozen dataclass
    source: str = ""  # the document it shows, for messages
    indexable: bool = True  # stands in the site map


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to be copied as it is: an attachment or an asset of the theme; `source` relative to the workspace."""

    url: str
    source: str
    size: int
    digest: str = ""  # blake2b of the bytes where known
    data: bytes = b""  # the bytes themselves where they were made, not found


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a unit share: head, navigation and foot. Addresses are relative to the unit's base."""

    site_name: str
    site_short_name: str
    site_domain: str
    example_notice: str
    unit_slug: str
    unit_name: str
    unit_short_name: str
    unit_kind: UnitKind
    unit_group: str
    base_url: str  # absolute address of the unit's base, ends in "/"
    home: str  # the county portal's home
    portal: bool  # the unit is the portal itself
    navigation: tuple[Link, ...]
    outward: tuple[Link, ...]
    upper_links: tuple[Link, ...]
    platform: Platform
    platform_unit_url: str
    footer: Footer
    sitemap: str
    feed: str
    links: tuple[Link, ...]
    colors: tuple[tuple[str, str], ...] = ()
    units: str = ""  # the county's list of units


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page's bytes, for the last gate."""

    url: str
    data: bytes
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document may be: declared by one file on the `kinds/` shelf.

    `required` names the fields without which a document of this kind is withheld; `template` shows it; `genre` is the
    体裁 it has when the editor names none; `news` kinds may not stand under 法定主动公开内容 (61号: 专栏姓专).
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    template: str = "document.html"
    genre: str = ""
    required: tuple[str, ...] = ()
    news: bool = False
