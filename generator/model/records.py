"""What the provincial platform harvests of a document: its official description and its files, apart from any page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metadata:
    """The description of a document as its record and its unit's catalogue give it; days as text, "" where none.

    The address is absolute; `source` is the file it was written in, so that whoever checks a harvest can name it.
    """

    identifier: str
    url: str
    title: str
    issuing_agency: str
    date_published: str
    validity: str
    kind: str
    column_key: str
    column_name: str
    openness: str
    source: str
    summary: str = ""
    joint_agencies: tuple[str, ...] = ()
    document_number: str = ""
    date_written: str = ""
    effective_from: str = ""
    repealed_on: str = ""
    subject_category: str = ""
    genre: str = ""
    subject_terms: tuple[str, ...] = ()
    origin: str = ""
    origin_url: str = ""
    former_identifiers: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    repealed_by: str = ""
    interprets: tuple[str, ...] = ()
    public_until: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class RecordFile:
    """An attachment as a record names it; its address is absolute."""

    title: str
    url: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Described:
    """A document's description with its files."""

    metadata: Metadata
    files: tuple[RecordFile, ...] = ()
