"""Workbooks of spreadsheets: every sheet that is shown, as a table of data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.blocks import Imported
from generator.extraction import Limits
from generator.importers._tables import imported

ENDINGS = (".xlsx", ".xlsm", ".xls", ".et")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document, whose sheets become data files beside it."""
    yield imported(path, limits)
