"""What the compliance report asks of a unit: its columns, its totals, who answers for it; no document among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.model.columns import ColumnRole, ColumnStatus
from generator.model.content import Waiver
from generator.model.units import UnitKind


@dataclass(frozen=True, slots=True)
class ColumnAccount:
    """A column of a unit: whether it is filled, how many documents stand in it, and when the newest was published."""

    key: str
    name: str
    role: ColumnRole
    column_type: str
    article: str  # art20.7
    status: ColumnStatus
    freshness: int  # days after which it counts as stale; 0 = no clock
    note: str  # where it is linked to, or why it does not apply
    count: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """What a unit has, as it was read: the report opens no content."""

    slug: str
    name: str
    short_name: str
    kind: UnitKind
    group: str
    office: str  # that answers for disclosure, and its phone
    columns: tuple[ColumnAccount, ...]  # those that documents may stand in, and links
    documents: int
    withheld: int  # documents that an error keeps back
    attachments: int
    unread: int  # attachments that nobody but a person can look into
    newest: date | None
    service_guides: int
    reports: tuple[int, ...]  # years of annual reports
    guide_revised: date | None
    mandate: bool  # duties or inner offices are told
    leaders: int
    consulting: bool  # a channel for questions exists
    waivers: tuple[Waiver, ...]
    editors: tuple[tuple[str, str], ...]  # (source, responsible editor) of documents with findings
    standard_fields: tuple[str, ...] = ()  # keys of the fields that it has a standard catalogue of
    standard_items: int = 0  # of these catalogues, for which it must have documents
    standard_filled: int = 0  # of these items, for which it has some
