"""A unit's account for the compliance report, drawn up while its content is at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from generator.model import (
    Account,
    Column,
    ColumnAccount,
    ColumnRole,
    ColumnStatus,
    Document,
    Finding,
    UnitContent,
)

LISTED = frozenset((ColumnRole.LIST, ColumnRole.RULES, ColumnRole.ANNUAL, ColumnRole.LINK))
UNREAD = "X103"
CONSULTING = "咨询投诉"  # the ColumnType of channels for questions (国办发〔2017〕47号)


def account(content: UnitContent, findings: Iterable[Finding], withheld: int) -> Account:
    """What the unit has; a document that is kept as it was published last counts with that entry."""
    unit = content.unit
    days: dict[str, list[date]] = defaultdict(list)
    for document in content.documents:
        days[document.column].append(document.date_published)
    for entry in content.kept:
        days[entry.column].append(entry.date_published)
    faulty = {each.path for each in findings}
    every = [day for found in days.values() for day in found]
    files = [file for document in content.documents for file in document.attachments]
    columns = unit.walk()
    return Account(
        slug=unit.slug,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        group=unit.group,
        office=f"{unit.office.name} {unit.office.phone}".strip(),
        columns=tuple(_column(each, days[each.key]) for each in columns if _is_listed(each)),
        documents=len(content.documents),
        withheld=withheld,
        attachments=len(files),
        unread=sum(any(each.code == UNREAD for each in file.remarks) for file in files),
        newest=max(every, default=None),
        service_guides=sum(each.service is not None for each in content.documents),
        reports=tuple(sorted({each.year for each in content.documents if each.annual_report is not None})),
        guide_revised=unit.office.revised,
        mandate=bool(unit.mandate.duties or unit.mandate.offices),
        leaders=len(unit.leaders),
        consulting=any(each.column_type == CONSULTING for each in columns),
        waivers=content.waivers,
        editors=_editors(content.documents, faulty),
    )


def _is_listed(column: Column) -> bool:
    """Documents or a link stand in it: neither a group nor a page that is made from data."""
    return column.role in LISTED and not column.children


def _column(column: Column, days: list[date]) -> ColumnAccount:
    status = ColumnStatus.LINKED if column.role is ColumnRole.LINK else column.status
    return ColumnAccount(
        key=column.key,
        name=column.name,
        role=column.role,
        column_type=column.column_type,
        article=column.article,
        status=status,
        freshness=column.freshness,
        note=column.reason or column.target,
        count=len(days),
        newest=max(days, default=None),
    )


def _editors(documents: Iterable[Document], faulty: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((each.source, each.responsible_editor) for each in documents if each.source in faulty)
