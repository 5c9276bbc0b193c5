"""Numbers that can be found: of the unit's own documents, and of what other units let be named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from generator.model import County, Document, UnitContent


def known_numbers(content: UnitContent, county: County) -> frozenset[str]:
    """Index numbers, former ones among them, and document numbers."""
    found: set[str] = set()
    for document in content.documents:
        found.update((document.index_number, document.document_number, *document.former_index_numbers))
    for entry in (*content.kept, *(entry for unit in county.units for entry in unit.references)):
        found.update((entry.index_number, entry.document_number))
    return frozenset(found - {""})


def unknown(
    document: Document, fields: Iterable[tuple[str, str, tuple[str, ...]]], known: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """For (field, label, numbers) of a document: what to tell of each number that is not known."""
    for name, label, numbers in fields:
        for number in numbers:
            if number not in known:
                near = get_close_matches(number, sorted(known), n=1, cutoff=0.8)
                hint = f"，是不是「{near[0]}」？" if near else ""
                yield f"「{label}」写的「{number}」在全县都找不到{hint}", name, document.source
