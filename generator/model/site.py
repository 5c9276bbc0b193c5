"""The county as `site.yaml` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

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
