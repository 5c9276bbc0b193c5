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
from generator.standards import named, newest, owed
from generator.working_days import later

LISTED = frozenset((ColumnRole.LIST, ColumnRole.RULES, ColumnRole.ANNUAL, ColumnRole.LINK))
UNREAD = "X103"
CONSULTING = "咨询投诉"  # the ColumnType of channels for questions (国办发〔2017〕47号)


def account(content: UnitContent, findings: Iterable[Finding], withheld: int) -> Account:
    """What the unit has; a document that is kept as it was published last counts with that entry."""
    unit = content.unit
    faulty = {each.path for each in findings}
    listed = columns(content)
    standard, filled = _standard_items(content)
    files = [file for document in content.documents for file in document.attachments]
    return Account(
        slug=unit.slug,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        group=unit.group,
        office=f"{unit.office.name} {unit.office.phone}".strip(),
        columns=listed,
        documents=len(content.documents),
        withheld=withheld,
        attachments=len(files),
        unread=sum(any(each.code == UNREAD for each in file.remarks) for file in files),
        newest=max((each.newest for each in listed if each.newest), default=None),
        service_guides=sum(each.service is not None for each in content.documents),
        reports=tuple(sorted({report.year for report, _ in content.annual_reports})),
        guide_revised=unit.office.revised,
        mandate=bool(unit.mandate.duties or unit.mandate.offices),
        leaders=len(unit.leaders),
        consulting=any(each.column_type == CONSULTING for each in unit.walk()),
        waivers=content.waivers,
        editors=_editors(content.documents, faulty),
        standard_fields=tuple(each.field for each in content.standards),
        standard_items=standard,
        standard_filled=filled,
    )


def _standard_items(content: UnitContent) -> tuple[int, int]:
    """How many items of its standard catalogues the unit owes documents to, and how many of them have some."""
    names = [name for name, (_, item) in named(content.standards).items() if owed(content.unit, item)]
    days = newest(content) if names else {}
    return len(names), sum(name in days for name in names)


def columns(content: UnitContent) -> tuple[ColumnAccount, ...]:
    """The unit's columns that documents or links stand in, with what stands in each."""
    days: dict[str, list[date]] = defaultdict(list)
    for document in content.documents:
        days[document.column].append(document.date_published)
    for entry in content.kept:
        days[entry.column].append(entry.date_published)
    return tuple(_column(each, days[each.key]) for each in content.unit.walk() if _is_listed(each))


def overdue_on(column: ColumnAccount) -> date | None:
    """The first day on which a column is overdue if nothing is published; None where it has no clock or is blank."""
    if column.status is not ColumnStatus.FILLED or not column.freshness or column.newest is None:
        return None
    return later(column.newest, column.freshness + 1)


def is_blank(column: ColumnAccount) -> bool:
    """Documents should stand in it and none does."""
    return column.status is ColumnStatus.FILLED and not column.count


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
