"""What a harvest holds: the registry's units, and of each what its published files say. Frozen values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from generator.federation.answers import joined

Values = Mapping[str, Any]
TABLE = re.compile(r"/data/[^/]+\.csv$")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")  # what may become the name of a file here


class Trouble(StrEnum):
    """Why a file could not be used."""

    FAILED = "failed"  # there was no answer, or not a whole one
    ABSENT = "absent"  # there is no such file
    BROKEN = "broken"  # its bytes are not what its form asks for


class Missed(NamedTuple):
    """A file that could not be used; `name` says in Chinese which it is, `source` the file of a record where known."""

    trouble: Trouble
    address: str
    name: str
    wrong: str
    source: str = ""


class Listed(NamedTuple):
    """A file as a resource list gives it."""

    sha256: str
    length: int
    moment: str


class Change(NamedTuple):
    """An entry of a change list."""

    address: str
    change: str
    moment: str


class FeedEntry(NamedTuple):
    """An entry of a feed: its name (`atom:id`), link and moment, and the feed it stands in."""

    name: str
    address: str
    moment: str
    feed: str


class Tombstone(NamedTuple):
    """A deleted entry of a feed (RFC 6721)."""

    name: str
    moment: str


class SiteAddress(NamedTuple):
    """An entry of a site map."""

    address: str
    moment: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What of a page is judged: the official META tags, where it leads, and which links stand in its head by `rel`."""

    address: str
    tags: Mapping[str, str]
    links: frozenset[str] = frozenset()  # absolute
    relations: Mapping[str, str] = field(default_factory=dict)
    dead: tuple[str, ...] = ()  # links to the county itself that lead nowhere


@dataclass(frozen=True, slots=True)
class Member:
    """A unit as the registry (`units.json`) names it."""

    slug: str
    name: str
    values: Values

    def text(self, key: str) -> str:
        """A value of the registry that is a text; "" where it has none."""
        found = self.values.get(key)
        return found if isinstance(found, str) else ""

    @property
    def base(self) -> str:
        """The address of the unit's home; ends in `/`."""
        return self.text("url")

    @property
    def usable(self) -> bool:
        """It can be harvested: its name may be a file's, and it says where it lies."""
        return SLUG.fullmatch(self.slug) is not None and self.base.endswith("/")

    @property
    def source(self) -> str:
        """The file that the registry's entry is made from, below the workspace."""
        return f"content/{self.slug}/unit.yaml"


@dataclass(frozen=True, slots=True)
class Registry:
    """The county as it names itself, the units that can be harvested, and every entry, doubled ones too."""

    county: Values
    members: tuple[Member, ...]
    entries: tuple[Member, ...] = ()

    @property
    def base(self) -> str:
        """The address of the county's root; ends in `/`."""
        found = self.county.get("base_url")
        return found if isinstance(found, str) else ""

    @property
    def region(self) -> str:
        """The county's 行政区划代码."""
        return str(self.county.get("region_code") or "")

    def base_of(self, slug: str) -> str:
        """The home of a unit; "" where there is none such."""
        return next((member.base for member in self.members if member.slug == slug), "") if slug else ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read: where it lies, what it says, its bytes' digest, and its page where that was asked."""

    address: str
    values: Values
    sha256: str
    length: int
    page: PageFacts | None = None

    @property
    def identifier(self) -> str:
        """The index number."""
        return self.text("identifier")

    @property
    def source(self) -> str:
        """The file that it is made from, below the workspace; "" where it does not say."""
        return self.text("source")

    def text(self, key: str) -> str:
        """A value that is a text; "" where there is none."""
        found = self.values.get(key)
        return found if isinstance(found, str) else ""

    def attachments(self) -> tuple[tuple[str, Values], ...]:
        """The address of each attachment, and what the record says of it."""
        found = objects(self.values, "attachments")
        page = self.text("url") or self.address
        return tuple((joined(page, str(each.get("url") or "")), each) for each in found)

    def paged(self, page: PageFacts) -> Record:
        """The same with what its page says."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class Lists:
    """ResourceSync: what the unit says it has, and what has changed; None where there is no such list."""

    resources: Mapping[str, Listed] | None = None
    changes: tuple[Change, ...] | None = None

    def tables(self) -> tuple[str, ...]:
        """The published tables among the resources."""
        return tuple(each for each in self.resources or () if TABLE.search(each))


@dataclass(frozen=True, slots=True)
class Feed:
    """A unit's feed with all of its archives."""

    entries: tuple[FeedEntry, ...]
    tombstones: tuple[Tombstone, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: its address and page, the fields that its package declares, and the header of its CSV."""

    address: str
    page: str
    declared: tuple[str, ...]
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Harvest:
    """One unit as it was harvested; what is None could not be used, and `missed` says why."""

    member: Member
    registry: Registry
    today: date
    catalogue: Values | None
    records: tuple[Record, ...]
    listed: frozenset[str]  # addresses of the records that the catalogue names
    lists: Lists
    editions: Mapping[str, frozenset[str]]  # index numbers in the other forms of the catalogue, by their Chinese names
    feed: Feed | None
    site_map: tuple[SiteAddress, ...] | None
    dead: tuple[str, ...]  # addresses of the site map that lead nowhere
    attachments: Mapping[str, Answered]
    sums: Mapping[str, tuple[str, int]]  # digest and length of every file that was read and is listed
    data: Values | None
    tables: tuple[Table, ...]
    home: PageFacts | None
    missed: tuple[Missed, ...]
    before: Mapping[str, Known]  # what was taken of it last time
    silent: tuple[str, ...] = ()  # index numbers of those that went without a word
    held: bool = False

    def is_record(self, address: str) -> bool:
        """The address is of the form that the registry gives for the records of this unit."""
        begin, _, end = self.member.text("records").partition("{address}")
        inside = address.startswith(begin) and address.endswith(end)
        return inside and "/" not in address[len(begin) : len(address) - len(end)]

    def source_of(self, page: str) -> str:
        """The file that a page is made from; "" where no record has that page."""
        return next((record.source for record in self.records if record.text("url") == page), "")

    def documents(self) -> tuple[Values, ...]:
        """The entries of the catalogue that are objects."""
        return objects(self.catalogue, "documents")

    def withdrawn(self) -> tuple[Values, ...]:
        """What the catalogue says is withdrawn."""
        return objects(self.catalogue, "withdrawn")


class Answered(NamedTuple):
    """What came of an attachment: digest and length, or that there is none."""

    sha256: str
    length: int
    absent: bool


class Known(NamedTuple):
    """A record of the last harvest that was taken: digest, address, source."""

    sha256: str
    address: str
    source: str


@dataclass(frozen=True, slots=True)
class Round:
    """The whole county, once all units are harvested: what only shows when they are seen together.

    `records` are those of each unit that were read this time, `documents` how many entries its catalogue has, `counts`
    what the county's own index says of that, `roster` what the list of units links to, `lost` how many records were
    known of each unit that the registry no longer has.
    """

    registry: Registry
    records: Mapping[str, Mapping[str, Known]]
    documents: Mapping[str, int]
    roster: PageFacts | None
    counts: Mapping[str, int] | None
    led: Mapping[str, frozenset[str] | None]  # where the county's own lists of lists lead, by what units call theirs
    lost: Mapping[str, int]
    missed: tuple[Missed, ...]


def objects(values: Values | None, key: str) -> tuple[Values, ...]:
    """The objects of a list in a JSON object; what is of another form is left out."""
    found = values.get(key) if values else None
    return tuple(each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()
