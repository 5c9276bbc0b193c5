"""Tables in plain text: one table of data, whatever parts its cells and in whichever encoding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.blocks import Imported
from generator.extraction import Limits
from generator.importers._tables import imported

ENDINGS = (".csv", ".tsv")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document, whose sheets become data files beside it."""
    yield imported(path, limits)
