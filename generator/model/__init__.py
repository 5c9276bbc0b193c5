"""The values that two or more stages share: a county, its units, what they disclose, and the pages made of it.

Every value is frozen; sequences are tuples; dates are `datetime.date`; addresses are text relative to the unit's
base (`info/2026-00012.html`), with `../` in front where they leave the unit for a neighbour on the same host, or
absolute (`https://…`) where they leave the host.
"""

from __future__ import annotations

from generator.model.accounts import Account, ColumnAccount
from generator.model.content import (
    AnnualReport,
    Attachment,
    Body,
    Document,
    Entry,
    Kind,
    LedgerEntry,
    Openness,
    Remark,
    ReportBlock,
    ReportRow,
    Review,
    ServiceGuide,
    Table,
    Total,
    Undisclosed,
    UnitContent,
    Validity,
    Waiver,
)
from generator.model.county import County, ReportDigest, UnitDigest
from generator.model.findings import START, Finding, Mark, Marks, Severity
from generator.model.look import Declaration, Look, Pair, Script, Template, Use
from generator.model.pages import Asset, Frame, Page
from generator.model.publication import Before, First
from generator.model.records import Described, Metadata, RecordFile
from generator.model.site import (
    Column,
    ColumnRole,
    ColumnStatus,
    Footer,
    InternalOffice,
    Leader,
    Link,
    Mandate,
    Mount,
    Office,
    Platform,
    RequestChannel,
    Site,
    Unit,
    UnitKind,
    Withdrawal,
)
from generator.model.standards import Audience, CellFault, Level, Manner, Standard, StandardItem

__all__ = [
    "START",
    "Account",
    "AnnualReport",
    "Asset",
    "Attachment",
    "Audience",
    "Before",
    "Body",
    "CellFault",
    "Column",
    "ColumnAccount",
    "ColumnRole",
    "ColumnStatus",
    "County",
    "Declaration",
    "Described",
    "Document",
    "Entry",
    "Finding",
    "First",
    "Footer",
    "Frame",
    "InternalOffice",
    "Kind",
    "Leader",
    "LedgerEntry",
    "Level",
    "Link",
    "Look",
    "Mandate",
    "Manner",
    "Mark",
    "Marks",
    "Metadata",
    "Mount",
    "Office",
    "Openness",
    "Page",
    "Pair",
    "Platform",
    "RecordFile",
    "Remark",
    "ReportBlock",
    "ReportDigest",
    "ReportRow",
    "RequestChannel",
    "Review",
    "Script",
    "ServiceGuide",
    "Severity",
    "Site",
    "Standard",
    "StandardItem",
    "Table",
    "Template",
    "Total",
    "Undisclosed",
    "Unit",
    "UnitContent",
    "UnitDigest",
    "UnitKind",
    "Use",
    "Validity",
    "Waiver",
    "Withdrawal",
]
