"""The history of a document that was changed, or changed others: 成文, 公布, 施行, 修改, 废止, in the order of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model import Document, Validity
from generator.views._references import Reference, Relation

_BEFORE = {"本文修改": "所修改的文件公布", "本文废止": "所废止的文件公布"}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, and by which other document; a day that nobody wrote down is none."""

    label: str
    day: date | None
    by: Reference | None = None


def timeline(document: Document, relations: Iterable[Relation]) -> tuple[Event, ...]:
    """The events of a document, oldest first, those without a day last; none where nothing ever changed."""
    found = {relation.label: relation.references for relation in relations}
    others = [*_earlier(found), *_later(document, found)]
    if not others:
        return ()
    own = (("成文", document.date_written), ("公布", document.date_published), ("施行", document.effective_from))
    events = [*(Event(label, day) for label, day in own if day), *others]
    return tuple(sorted(events, key=lambda event: (event.day is None, event.day or date.max)))


def _earlier(found: dict[str, tuple[Reference, ...]]) -> Iterator[Event]:
    """The documents that this one changed."""
    for label, told in _BEFORE.items():
        for reference in found.get(label, ()):
            yield Event(told, reference.day, reference)


def _later(document: Document, found: dict[str, tuple[Reference, ...]]) -> Iterator[Event]:
    """How it was changed by others, and ended."""
    for reference in found.get("被以下文件修改", ()):
        yield Event("修改", reference.day, reference)
    repealers = found.get("被以下文件废止", ())
    ended = "失效" if document.validity is Validity.EXPIRED else "废止"
    if repealers:
        for reference in repealers:
            yield Event(ended, document.repealed_on or reference.day, reference)
    elif document.repealed_on or document.validity in (Validity.EXPIRED, Validity.REPEALED):
        yield Event(ended, document.repealed_on)
