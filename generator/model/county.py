"""What units tell each other, and the county gathered from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.documents import Entry
from generator.model.findings import START, Mark
from generator.model.site import Link, Site
from generator.model.tables import Dataset
from generator.model.units import Leader, Legacy, Mount, UnitKind, Withdrawal


@dataclass(frozen=True, slots=True)
class ReportDigest:
    """A unit's report of a year as the county sums and compares it: tables two to four as rows of cells in order."""

    year: int
    entry: Entry
    cells: tuple[str, ...]
    sketch: tuple[int, ...]  # of its prose, to be held against other units'; of the newest report only
    place: Mark  # where its prose begins


class ClaimKind(StrEnum):
    """What the old platform had a name for."""

    UNIT = "unit"
    COLUMN = "column"
    DOCUMENT = "document"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Claim:
    """A name of the old platform, and the page that stands in its place now, relative to the unit's base."""

    kind: ClaimKind
    name: str  # a number, `department/number` of a column, or an address from its path on
    url: str
    title: str
    source: str
    mark: Mark


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
    owners: tuple[tuple[str, Mark], ...] = ()  # what columns are linked to in unit.yaml: unit:column
    uscc_mark: Mark = START  # where the code stands in unit.yaml
    reports: tuple[ReportDigest, ...] = ()  # yearly reports, oldest first
    leaders: tuple[Leader, ...] = ()  # the portal's only: of the county's government, name, title and dates of office
    withdrawn: tuple[Withdrawal, ...] = ()  # of the last days, for the county's feed
    changed: date | None = None  # newest day on which a document's page changed
    site_identity_code: str = ""  # of a host of its own
    code_marks: tuple[tuple[str, Mark], ...] = ()  # where its other codes stand there, by field
    datasets: tuple[Dataset, ...] = ()  # published tables, by name
    office_name: str = ""
    office_internet: str = ""
    legacy: Legacy = field(default_factory=Legacy)
    claims: tuple[Claim, ...] = ()  # what of the old platform leads here
    sunshine: tuple[int, ...] = ()  # documents of each of the four systems (阳光政府四项制度)
    registers: tuple[tuple[str, str], ...] = ()  # what the county is told of registers: class of the digest, its text


@dataclass(frozen=True, slots=True)
class County:
    """What every unit may see of the others, and the county's own pages show: digests sorted by slug."""

    site: Site
    units: tuple[UnitDigest, ...]
