"""阳光政府四项制度 (云政发〔2009〕40号): which of a unit's documents belong to which of the four, and their clocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from generator.entries import entries
from generator.model import Document, Entry, UnitContent
from generator.rulebook import threshold
from generator.working_days import between

SYSTEMS = ("hearing", "public_notice", "bulletin", "inquiry")
QUARTER = re.compile(r"((?:19|20)\d\d)年?第?([一二三四1-4])季度")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}


class Filed(NamedTuple):
    """A document of one of the four systems, and its clock in words ("" where it has none)."""

    system: str
    entry: Entry
    clock: str


def filed(content: UnitContent, today: date) -> Iterator[Filed]:
    """The documents of a unit that belong to one of the four, newest first."""
    documents = {document.url: document for document in content.documents}
    for entry in entries(content, today):
        document = documents.get(entry.url)
        if system := _system(entry, document):
            yield Filed(system, entry, _clock(system, entry, document))


def bulletin_due(document: Document | Entry) -> date | None:
    """The last day for a quarterly bulletin, from its title; None where it is of no quarter."""
    found = QUARTER.search(document.title) if document.kind == "bulletin" or "通报" in document.title else None
    if found is None:
        return None
    year, quarter = int(found[1]), _NUMBERS.get(found[2]) or int(found[2])
    return date(year + quarter // 4, quarter % 4 * 3 + 1, threshold("bulletin_day"))


def _system(entry: Entry, document: Document | None) -> str:
    if document is not None and document.hearing_on is not None:
        return "hearing"
    if entry.kind in SYSTEMS:
        return entry.kind
    return "bulletin" if bulletin_due(entry) else ""


def _clock(system: str, entry: Entry, document: Document | None) -> str:
    if system == "hearing" and document is not None and document.hearing_on is not None:
        days = between(entry.date_published, document.hearing_on)
        return f"{document.hearing_on} 听证，提前 {days} 个工作日公告"
    if system == "public_notice" and document is not None and document.public_until is not None:
        return f"公示到 {document.public_until}"
    if system == "bulletin" and (due := bulletin_due(entry)):
        return f"应在 {due} 以前通报"
    return ""
