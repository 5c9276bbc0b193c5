"""What of a unit's standard catalogues stays public while a mistake keeps it back: a field's pages, or an item's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.manifest import Manifest
from generator.model import Standard, UnitContent


def with_pages(content: UnitContent, latest: Callable[[str], Manifest | None]) -> tuple[Standard, ...]:
    """The catalogues that have pages: a broken one only while its last good pages are in the unit's latest tree."""
    if not any(each.broken for each in content.standards):
        return content.standards
    previous = latest(content.unit.slug)
    there = previous.files if previous else {}
    return tuple(each for each in content.standards if not each.broken or each.url() in there)


def kept_pages(content: UnitContent, previous: Manifest | None) -> Iterator[str]:
    """The pages that stay as they were published last."""
    kept = tuple(start for each in content.standards for start in _starts(each))
    if kept and previous is not None:
        yield from (url for url in previous.files if url.startswith(kept))


def _starts(standard: Standard) -> tuple[str, ...]:
    """What the addresses of a catalogue's withheld pages begin with."""
    if standard.broken:
        return (standard.url(""),)
    faulty = (item.number for item in standard.items if item.number and not item.complete)
    return tuple(standard.url(f"{number}{end}") for number in faulty for end in (".", "-"))
