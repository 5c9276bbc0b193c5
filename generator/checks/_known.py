"""Numbers that can be found: of the unit's own documents, and of what other units let be named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
        for place, number in enumerate(numbers):
            if number not in known:
                near = _near(number, known)
                hint = f"，是不是「{near}」？" if near else ""
                yield f"「{label}」写的「{number}」在全县都找不到{hint}", f"{name}.{place}", document.source


def _near(number: str, known: Iterable[str]) -> str:
    """The known number that one slip (a character too many, missing, wrong, or two swapped) makes of this, or ''."""
    slips = [(_apart(number, each), each) for each in known if abs(len(each) - len(number)) <= 1]
    apart, nearest = min(slips, default=(0, ""))
    return nearest if apart <= 2 else ""


def _apart(one: str, other: str) -> int:
    """How many characters lie between the common beginning and the common end."""
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    return max(len(one), len(other)) - start - end
