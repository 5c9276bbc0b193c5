"""Documents as other pages see them: the entry of a document, the order of a list, what ended, what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from generator.model import Document, Entry, Openness, UnitContent, Withdrawal

TOLD_FOR = timedelta(days=30)  # how long a feed has an entry for what was withdrawn


def disclosed(content: UnitContent, today: date) -> UnitContent:
    """The content as views see it: without what is not proactive or dated after today, its entries made once."""
    kept = tuple(
        document
        for document in content.documents
        if document.openness is Openness.PROACTIVE and document.date_published <= today
    )
    shown = replace(content, documents=kept, entries=None)
    return replace(shown, entries=entries(shown, today))


def ended(document: Document, today: date) -> bool:
    """The notice has run its time (公示截止): only a tombstone may stay, without body, tables or attachments."""
    return document.public_until is not None and document.public_until < today


def ended_on(document: Document, today: date) -> date | None:
    """The first day without its content, of a notice that has run its time."""
    if document.public_until is None or document.public_until >= today:
        return None
    return document.public_until + timedelta(days=1)


def entry(document: Document, today: date) -> Entry:
    """What lists and other units see of a document; an ended notice gives no summary away."""
    return Entry(
        title=document.title,
        url=document.url,
        date_published=document.date_published,
        index_number=document.index_number,
        document_number=document.document_number,
        kind=document.kind,
        column=document.column,
        validity=document.validity,
        issuing_agency=document.issuing_agency,
        date_written=document.date_written,
        subject_category=document.subject_category,
        genre=document.genre,
        summary="" if ended(document, today) else document.summary,
        source=document.source,
        standard_items=document.standard_items,
        ended_on=ended_on(document, today),
    )


def entries(content: UnitContent, today: date) -> tuple[Entry, ...]:
    """Every entry of a unit, those of withheld documents among them, newest first."""
    if content.entries is not None:
        return content.entries
    return newest_first((*(entry(document, today) for document in content.documents), *content.kept))


def newest_first(items: Iterable[Entry]) -> tuple[Entry, ...]:
    """The order of every list: by day of publication, and by index number within a day."""
    return tuple(sorted(items, key=lambda item: (item.date_published, item.index_number, item.url), reverse=True))


def withdrawn(content: UnitContent, today: date) -> tuple[Withdrawal, ...]:
    """What has been taken down for good by that day and has not come back, newest first."""
    public = {item.index_number for item in entries(content, today)}
    found = [each for each in content.unit.withdrawn if each.day <= today and each.index_number not in public]
    return tuple(sorted(found, key=lambda each: (each.day, each.index_number), reverse=True))


def told_until(found: Withdrawal) -> date:
    """The first day on which a withdrawal is no longer among the news."""
    return min(found.day, date.max - TOLD_FOR) + TOLD_FOR


def lately(found: Iterable[Withdrawal], today: date) -> tuple[Withdrawal, ...]:
    """What was taken down so lately that readers are still told of it among the news."""
    return tuple(each for each in found if today < told_until(each))
