"""Word documents (docx): headings, automatic numbers, tables, pictures, notes, text boxes; macros are never run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.blocks import Imported
from generator.extraction import Limits
from generator.importers._word_document import document

ENDINGS = (".docx", ".docm")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """The one document of the file."""
    yield document(path, path.name, limits)
