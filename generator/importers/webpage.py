"""Web pages of old sites: the article, what the page states of itself, the pictures that lie beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.blocks import Imported, Remark
from generator.errors import UsageError
from generator.extraction import Fault, Limits, page_text
from generator.web_document import web_document

ENDINGS = (".html", ".htm", ".shtml", ".xhtml")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document."""
    pieces = page_text(path, limits)
    text = next((piece for piece in pieces if isinstance(piece, str)), None)
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    if text is None:
        what, _, advice = faults[0].message.partition("；")
        raise UsageError(what, str(path), advice)
    made = web_document(text, path.name, path.parent)
    yield replace(made, remarks=(*(Remark("", fault.message) for fault in faults), *made.remarks))
