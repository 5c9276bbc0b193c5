"""What documents say of each other: amends, repeals, interprets; resolved in the unit first, then in the county.

A document is named by its 发文字号 or its 索引号. Every relation is shown from both ends: the interpretation links to
the document, the document to its interpretations, wherever in the county they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generator import links
from generator.entries import ended
from generator.model import County, Document, Entry, Unit, UnitContent, UnitDigest


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document as a page names it: without an address where nothing of that name is disclosed here."""

    title: str
    url: str = ""
    document_number: str = ""
    unit: str = ""  # its owner, where it is another unit
    day: date | None = None  # of its publication, where it is known
    beside: str = ""  # the page that shows it and the document that names it side by side


@dataclass(frozen=True, slots=True)
class Relation:
    """One way in which documents hang together, as a heading, and the documents at the other end."""

    label: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The unit's index of names: what a written name means, and who names a document of the unit."""

    known: dict[str, Reference]  # as written → the document
    own: dict[str, str]  # name → address of the unit's own document
    amended: dict[str, list[Reference]]  # address → documents that amend it
    repealed: dict[str, list[Reference]]
    repealing: dict[str, list[Reference]]  # address → documents that say they were repealed by it
    interpreted: dict[str, list[Reference]]
    pairs: frozenset[tuple[str, str]]  # addresses of a document and its interpretation that stand side by side

    def named(self, names: Iterable[str]) -> tuple[Reference, ...]:
        """The documents that an editor named; a name that means nothing here stays as it was written."""
        return tuple(self.known.get(name.strip()) or Reference(name.strip()) for name in names if name.strip())

    def relations(self, document: Document) -> tuple[Relation, ...]:
        """Everything that the document's page says of others, in a fixed order, without doubles."""
        repealers = self.named((document.repealed_by,))
        found = (
            ("本文修改", self.named(document.amends)),
            ("被以下文件修改", tuple(self.amended.get(document.url, ()))),
            ("本文废止", (*self.named(document.repeals), *self.repealing.get(document.url, ()))),
            ("被以下文件废止", (*repealers, *self.repealed.get(document.url, ()))),
            ("解读的文件", tuple(self._interpreted_by(document))),
            ("相关解读", tuple(self._interpretations_of(document))),
        )
        return tuple(Relation(label, tuple(dict.fromkeys(ends))) for label, ends in found if ends)

    def _interpreted_by(self, document: Document) -> Iterator[Reference]:
        for found in self.named(document.interprets):
            pair = (found.url, document.url)
            yield replace(found, beside=side_by_side(*pair)) if self.pairs & {pair} else found

    def _interpretations_of(self, document: Document) -> Iterator[Reference]:
        for found in self.interpreted.get(document.url, ()):
            pair = (document.url, found.url)
            yield replace(found, beside=side_by_side(*pair)) if self.pairs & {pair} else found


def side_by_side(url: str, interpretation: str) -> str:
    """The address of the page that shows a document and an interpretation of it side by side."""
    return f"{url.removesuffix('.html')}/duizhao-{interpretation.rpartition('/')[2]}"


def pairs(content: UnitContent, own: Mapping[str, str], today: date) -> tuple[tuple[Document, Document], ...]:
    """The documents of a unit with interpretations of its own, both public with their text."""
    shown = {each.url: each for each in content.documents if not ended(each, today) and each.annual_report is None}
    found = {
        (own[name.strip()], each.url)
        for each in shown.values()
        for name in each.interprets
        if own.get(name.strip(), each.url) != each.url
    }
    return tuple((shown[one], shown[other]) for one, other in sorted(found) if one in shown)


def references(content: UnitContent, entries: tuple[Entry, ...], county: County, today: date) -> References:
    """The index of one unit: its own entries, and of the county only what they name or are named by."""
    own = own_names(content, entries)
    named = {entry.url: _reference(entry, entry.url) for entry in entries}
    known = {name: named[url] for name, url in own.items()}
    _borrow(known, _wanted(content) - own.keys(), content.unit, county)
    beside = frozenset((one.url, other.url) for one, other in pairs(content, own, today))
    index = References(known, own, defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), beside)
    for document in sorted(content.documents, key=lambda document: document.url):
        _note(index.amended, own, document.amends, named[document.url])
        _note(index.repealed, own, document.repeals, named[document.url])
        _note(index.repealing, own, (document.repealed_by,), named[document.url])
        _note(index.interpreted, own, document.interprets, named[document.url])
    for unit in _others(content.unit, county):
        for name, entry in unit.interpretations:
            if url := own.get(name):
                index.interpreted[url].append(_foreign(entry, unit, content.unit, county))
    return index


def own_names(content: UnitContent, entries: tuple[Entry, ...]) -> dict[str, str]:
    """The addresses of the unit's documents by their numbers."""
    names: dict[str, str] = {}
    for entry in entries:
        for name in (entry.document_number, entry.index_number):
            if name:
                names.setdefault(name, entry.url)
    for document in content.documents:
        for name in document.former_index_numbers:
            names.setdefault(name, document.url)
    return names


def _wanted(content: UnitContent) -> set[str]:
    return {
        name.strip()
        for document in content.documents
        for name in (*document.amends, *document.repeals, document.repealed_by, *document.interprets)
    }


def _borrow(known: dict[str, Reference], wanted: set[str], here: Unit, county: County) -> None:
    """Add what other units disclose under the wanted names; the first unit in order of slug has it."""
    if not wanted - {""}:
        return
    for unit in _others(here, county):
        for entry in unit.references:
            for name in (entry.document_number, entry.index_number):
                if name in wanted and name not in known and name:
                    known[name] = _foreign(entry, unit, here, county)


def _others(here: Unit, county: County) -> tuple[UnitDigest, ...]:
    return tuple(unit for unit in county.units if unit.slug != here.slug)


def _note(found: dict[str, list[Reference]], own: dict[str, str], names: Iterable[str], by: Reference) -> None:
    for name in names:
        if url := own.get(name.strip()):
            found[url].append(by)


def _reference(entry: Entry, url: str, unit: str = "") -> Reference:
    return Reference(entry.title, url, entry.document_number, unit, entry.date_published)


def _foreign(entry: Entry, owner: UnitDigest, here: Unit, county: County) -> Reference:
    return _reference(entry, links.between(here, owner, entry.url, county.site), owner.short_name)
