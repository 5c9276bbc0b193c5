"""Web pages of old sites: the article, what the page states of itself, the pictures that lie beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.blocks import Imported, Remark
from generator.extraction import Fault, Limits, page_text
from generator.importers._refusal import refusal
from generator.web_page import document

ENDINGS = (".html", ".htm", ".shtml", ".xhtml")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document."""
    pieces = page_text(path, limits)
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    text = next((piece for piece in pieces if isinstance(piece, str)), None)
    if text is None:
        raise refusal(faults, path, "请用浏览器打开，复制正文到 Word 后再导入")
    found = document(text, path)
    yield replace(found, remarks=(*(Remark("", fault.message) for fault in faults), *found.remarks))
