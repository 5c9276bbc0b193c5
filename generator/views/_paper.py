"""The view of a document for paper, in the elements of GB/T 9704-2012: `info/<address>.pdf`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from generator import links
from generator.entries import ended
from generator.model import Body, County, Document, Kind, Page, UnitContent
from generator.shelf import collect


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What is printed of a document. `base` is the absolute address that its links are written from."""

    title: str
    agencies: tuple[str, ...]  # the one that leads first
    document_number: str
    signatory: str
    addressees: str
    body: Body
    enclosures: tuple[str, ...]
    date_written: date | None
    note: str
    copies: str
    printing_office: str
    printed_on: date | None
    summary: str
    subject_terms: tuple[str, ...]
    base: str


def papers(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A page for every document of the unit whose kind is printed and whose content is public."""
    base = links.base_address(content.unit, county.site)
    for document in content.documents:
        kind = _printed().get(document.kind)
        if kind is not None and document.body.source.strip() and not ended(document, today):
            yield Page(document.paper_url, kind.paper, _payload(document, base), document.source)


@cache
def _printed() -> dict[str, Kind]:
    """The kinds that are printed; found by the shelf's name, for shelves do not import each other."""
    return {each.KIND.name: each.KIND for each in collect("generator.kinds") if each.KIND.paper}


def _payload(document: Document, base: str) -> PaperPage:
    return PaperPage(
        title=document.title,
        agencies=(document.issuing_agency, *document.joint_agencies),
        document_number=document.document_number,
        signatory=document.signatory,
        addressees=document.addressees,
        body=document.body,
        enclosures=tuple(file.title for file in document.attachments if not file.image),
        date_written=document.date_written,
        note=document.note,
        copies=document.copies,
        printing_office=document.printing_office,
        printed_on=document.printed_on,
        summary=document.summary,
        subject_terms=document.subject_terms,
        base=base,
    )
