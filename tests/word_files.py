"""Word files as tests read them: those in `made`, those made here, and their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.blocks import Block, Grid, Imported, Paragraph
from generator.importers import read
from hostile_docx import document, write

MADE = Path(__file__).parent / "made"
FILES = sorted(MADE.glob("*.docx"))


def only(name: str) -> Imported:
    """What one of the made files holds."""
    (found,) = read(MADE / name)
    return found


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs, those of tables cell by cell."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from (each for row in block.rows for cell in row for each in paragraphs(cell.blocks))
        else:
            yield block


def words(blocks: Iterable[Block]) -> str:
    """The words without automatic numbers and blanks."""
    return bare("".join(span.text for each in paragraphs(blocks) for span in each.spans))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def lines(found: Imported) -> list[str]:
    """The paragraphs outside tables, with their numbers."""
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def told(found: Imported) -> str:
    return "\n".join(f"{remark.place} {remark.message}" for remark in found.remarks)


def made(tmp_path: Path, body: str) -> Imported:
    """What a document with this body holds."""
    path = tmp_path / "文.docx"
    write(path, {"word/document.xml": document(body)})
    (found,) = read(path)
    return found


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"
