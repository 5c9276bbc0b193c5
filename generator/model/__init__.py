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
    UnitContent,
    Validity,
    Waiver,
)
from generator.model.county import County, ReportDigest, UnitDigest
from generator.model.findings import START, Finding, Mark, Marks, Severity
from generator.model.pages import Asset, Frame, Page
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

__all__ = [
    "START",
    "Account",
    "AnnualReport",
    "Asset",
    "Attachment",
    "Body",
    "Column",
    "ColumnAccount",
    "ColumnRole",
    "ColumnStatus",
    "County",
    "Described",
    "Document",
    "Entry",
    "Finding",
    "Footer",
    "Frame",
    "InternalOffice",
    "Kind",
    "Leader",
    "LedgerEntry",
    "Link",
    "Mandate",
    "Mark",
    "Marks",
    "Metadata",
    "Mount",
    "Office",
    "Openness",
    "Page",
    "Platform",
    "RecordFile",
    "Remark",
    "ReportBlock",
    "ReportDigest",
    "ReportRow",
    "RequestChannel",
    "Review",
    "ServiceGuide",
    "Severity",
    "Site",
    "Table",
    "Unit",
    "UnitContent",
    "UnitDigest",
    "UnitKind",
    "Validity",
    "Waiver",
    "Withdrawal",
]
