"""Records (`info/2026-00012.json`): a document for machines, whatever its page looks like.

A record is what the provincial platform harvests, so it depends on the document alone: not on a theme, not on the
navigation. Its keys and their order stand here and nowhere else; a key without a value is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from json import JSONEncoder
from operator import attrgetter
from typing import Any

from generator import links
from generator.codec import field_names
from generator.entries import ended
from generator.media_types import media_type
from generator.model import (
    Attachment,
    Described,
    Document,
    Entry,
    Metadata,
    Openness,
    RecordFile,
    Site,
    Unit,
)

FORMAT = "gongkai-record/1"
REQUIRED = (
    *("identifier", "unit", "url", "title", "issuing_agency", "date_published", "validity", "kind", "column"),
    *("openness", "source"),
)  # in every record, whatever its document lacks
KEYS = (
    *("url", "title", "summary", "issuing_agency", "joint_agencies", "document_number", "date_written"),
    *("date_published", "effective_from", "repealed_on", "validity", "subject_category", "genre", "subject_terms"),
    *("kind", "column", "openness", "origin", "origin_url", "former_identifiers", "legacy_addresses", "legacy_numbers"),
    *("amends", "repeals", "repealed_by", "interprets", "public_until", "ended"),
)  # behind `identifier` and `unit`, before `attachments`, `source` and `text`
_SAME = frozenset(field_names(Metadata))  # keys that bear the name of their field: all but `column`
_values = attrgetter(*("column_key" if key == "column" else key for key in KEYS))

to_json = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def record_url(page: str) -> str:
    """Where the record of a document lies: beside its page."""
    return page.removesuffix(".html") + ".json"


def describe(unit: Unit, documents: Iterable[Document], site: Site, today: date) -> Iterator[Described]:
    """The descriptions of a unit's documents, in their order; of an ended notice nothing of its content."""
    base = links.base_address(unit, site)
    names = {column.key: column.name for column in unit.walk()}
    for document in documents:
        over = ended(document, today)
        metadata = _metadata(document, base, names.get(document.column, unit.short_name), over)
        yield Described(metadata, () if over else tuple(_file(each, base) for each in document.attachments))


def _metadata(document: Document, base: str, column: str, over: bool) -> Metadata:
    return Metadata(
        identifier=document.index_number,
        url=base + document.url,
        title=document.title,
        issuing_agency=document.issuing_agency,
        date_published=document.date_published.isoformat(),
        validity=document.validity.value,
        kind=document.kind,
        column_key=document.column,
        column_name=column,
        openness=document.openness.value,
        source=document.source,
        summary="" if over else document.summary,
        joint_agencies=document.joint_agencies,
        document_number=document.document_number,
        date_written=_day(document.date_written),
        effective_from=_day(document.effective_from),
        repealed_on=_day(document.repealed_on),
        subject_category=document.subject_category,
        genre=document.genre,
        subject_terms=() if over else document.subject_terms,
        origin=document.origin,
        origin_url="" if over else document.origin_url,
        former_identifiers=document.former_index_numbers,
        legacy_addresses=document.legacy_addresses,
        legacy_numbers=document.legacy_numbers,
        amends=document.amends,
        repeals=document.repeals,
        repealed_by=document.repealed_by,
        interprets=document.interprets,
        public_until=_day(document.public_until),
        ended=over,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _file(file: Attachment, base: str) -> RecordFile:
    return RecordFile(file.title, base + file.url, file.name, file.size, media_type(file.name))


def from_entry(entry: Entry, unit: Unit, site: Site) -> Described:
    """A document of which no more is known than what lists show."""
    names = {column.key: column.name for column in unit.walk()}
    metadata = Metadata(
        identifier=entry.index_number,
        url=links.base_address(unit, site) + entry.url,
        title=entry.title,
        issuing_agency=entry.issuing_agency or unit.name,
        date_published=entry.date_published.isoformat(),
        validity=entry.validity.value,
        kind=entry.kind,
        column_key=entry.column,
        column_name=names.get(entry.column, unit.short_name),
        openness=Openness.PROACTIVE.value,
        source=entry.source,
        summary=entry.summary,
        document_number=entry.document_number,
        date_written=_day(entry.date_written),
        subject_category=entry.subject_category,
        genre=entry.genre,
    )
    return Described(metadata)


def mapping(metadata: Metadata, owner: Mapping[str, str]) -> dict[str, Any]:
    """A description as the beginning of a record, or as a line of a catalogue: what has a value, in order of `KEYS`."""
    found: dict[str, Any] = {"identifier": metadata.identifier, "unit": owner}
    found |= {key: value for key, value in zip(KEYS, _values(metadata), strict=True) if value or key in REQUIRED}
    found["column"] = {"key": metadata.column_key, "name": metadata.column_name}  # where its key alone was
    return found


def read(record: Mapping[str, Any]) -> Described:
    """A published record as the description that it was made of; KeyError or TypeError where it is none."""
    known = ((key, value) for key, value in record.items() if key in _SAME)
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in known}
    metadata = Metadata(column_key=record["column"]["key"], column_name=record["column"]["name"], **given)
    return Described(metadata, tuple(RecordFile(**each) for each in record.get("attachments", ())))
