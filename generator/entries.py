"""Documents as other pages see them: the entry of a document, the order of a list, and what an ended notice keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from generator.model import Document, Entry, Openness, UnitContent


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


def changed(document: Document, today: date) -> date:
    """The day on which the document's page last changed by its own content: published, or its notice withdrawn."""
    if document.public_until is not None and document.public_until < today:
        return max(document.date_published, document.public_until + timedelta(days=1))
    return document.date_published


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
    )


def entries(content: UnitContent, today: date) -> tuple[Entry, ...]:
    """Every entry of a unit, those of withheld documents among them, newest first."""
    if content.entries is not None:
        return content.entries
    return newest_first((*(entry(document, today) for document in content.documents), *content.kept))


def newest_first(items: Iterable[Entry]) -> tuple[Entry, ...]:
    """The order of every list: by day of publication, and by index number within a day."""
    return tuple(sorted(items, key=lambda item: (item.date_published, item.index_number, item.url), reverse=True))
