"""The shelf of kinds: one file declares one kind of document as `KIND`; which fields it cannot do without."""

from __future__ import annotations

from functools import cache

from generator.model import Kind
from generator.shelf import collect


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its English name."""
    return {module.KIND.name: module.KIND for module in collect(__name__)}


@cache
def spellings() -> dict[str, str]:
    """Every way to write a kind → its English name."""
    found: dict[str, str] = {}
    for kind in kinds().values():
        for written in (kind.name, kind.label, *kind.aliases):
            found[written] = kind.name
    return found
