"""The county and its units as their YAML files describe them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.findings import Marks
from generator.model.letters import LetterSettings


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
class OldPlatform:
    """The platform before this one (旧平台), and what its addresses call a number of a unit, a column, a document."""

    url: str = ""
    unit: str = "departmentid"
    column: str = "ClassID"
    document: str = "ID"


@dataclass(frozen=True, slots=True)
class Legacy:
    """What the old platform knew a unit by: its skin, its number, and the numbers of its columns by their keys here."""

    skin: str = ""
    department: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ribbon:
    """省级页头: the province's common ribbon, from a file that is pinned by its digest."""

    path: str  # below the workspace
    digest: str  # sha-256 of its bytes
    markup: str  # cleaned: what every page shows
    links: tuple[str, ...] = ()  # where it leads
    dropped: tuple[str, ...] = ()  # what of it is not shown


@dataclass(frozen=True, slots=True)
class YearOfVisits:
    """A time of which only the sums of visits are known (访问历史), as `site.yaml` states them."""

    period: str  # 2007年至2010年
    hits: int
    visitors: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """What working without paper saves: factors times a price, in exact decimals of yuan."""

    name: str
    period: str
    factors: tuple[tuple[str, str], ...]
    unit_price: str


@dataclass(frozen=True, slots=True)
class Emblem:
    """国徽: the picture on the county's own home page."""

    path: str  # below the workspace
    digest: str  # blake2b of its bytes
    size: int  # bytes
    width: int  # pixels
    height: int

    @property
    def url(self) -> str:
        """Where it lies below the portal's base: another picture has another address."""
        return f"assets/emblem-{self.digest[:8]}.png"


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
    example_day: date | None = None  # an example is built as of this day, so that it does not grow stale
    colors: Mapping[str, str] = field(default_factory=dict)
    allowed_hosts: tuple[str, ...] = ()  # domains that pages may link to, those of the site's own settings among them
    demonstrations: tuple[str, ...] = ()  # folders of units to practise on: checked when asked for, never published
    ribbon: Ribbon | None = None
    emblem: Emblem | None = None
    old_platform: OldPlatform = field(default_factory=OldPlatform)
    visit_history: tuple[YearOfVisits, ...] = ()
    savings: tuple[Saving, ...] = ()
    letters: LetterSettings = field(default_factory=LetterSettings)
    pdf: bool = False  # official documents are made as PDF too

    @property
    def host(self) -> str:
        """The host name of the base address, as META SiteDomain wants it."""
        return self.base_url.split("://", 1)[-1].split("/", 1)[0]

    def members(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """The unit folders that make up the county: all but those to practise on."""
        return tuple(slug for slug in slugs if slug not in self.demonstrations)


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
    until: date | None = None  # the last day in office

    def holds(self, today: date) -> bool:
        """In office on a day."""
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)


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
class Withdrawal:
    """An information item that was taken down for good (撤下): its number, when, why."""

    index_number: str
    day: date
    reason: str
    title: str = ""  # shown instead of the ledger's, where that must not be public


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
    withdrawn: tuple[Withdrawal, ...] = ()
    former_columns: tuple[tuple[str, str], ...] = ()  # folder of old → key of the column that it leads to now
    site_identity_code: str = ""  # of Mount.HOST: the host's own 网站标识码; elsewhere the county's holds
    marks: Marks = field(default_factory=dict)  # where its fields stand in unit.yaml
    legacy: Legacy = field(default_factory=Legacy)

    def walk(self) -> tuple[Column, ...]:
        """Every column of the unit, parents before children."""
        return walk(self.columns)


def walk(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns and all below them, parents before children."""
    found: list[Column] = []
    waiting = list(reversed(columns))
    while waiting:
        column = waiting.pop()
        found.append(column)
        waiting.extend(reversed(column.children))
    return tuple(found)
