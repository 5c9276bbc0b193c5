"""Blocks → Markdown of the dialect: the page that comes of it shows the same words in the same order.

What is markup only by accident is escaped, and nothing else: editors go on writing in what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.blocks import Block, Grid, Note, Paragraph
from generator.blocks_lists import is_listed, lists
from generator.blocks_phrases import Shown, heading, phrase, sentence
from generator.blocks_tables import table

_FIRST, _DEEPEST = 2, 6  # levels of headings in a body


def markdown(
    blocks: Sequence[Block], notes: Sequence[Note], names: Mapping[str, str], words: Mapping[str, str] | None = None
) -> str:
    """The Markdown of blocks and of the notes that they mention, blank lines between blocks, one at the end.

    `names` are the files of pictures beside the document, `words` the words that stand for them, both by the name
    that spans call a picture by; a picture without a file is left out.
    """
    shown = Shown(names, words or {}, {note.number: _note_words(note) for note in notes})
    parts = [*_parts(blocks, shown), *_definitions(notes, shown)]
    return "\n\n".join(parts) + "\n" if parts else ""


def _parts(blocks: Sequence[Block], shown: Shown) -> Iterable[str]:
    """The blocks one by one, a list as one."""
    ranks = _ranks(blocks)
    listed: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and is_listed(block):
            listed.append(block)
            continue
        yield from lists(listed, shown)
        listed = []
        if made := _block(block, ranks, shown):
            yield made
    yield from lists(listed, shown)


def _block(block: Block, ranks: Mapping[int, int], shown: Shown) -> str:
    if isinstance(block, Grid):
        return table(block, shown)
    if block.level and (text := heading(block)):
        marks = phrase([span for span in block.spans if span.note or span.picture], shown)
        return "\n\n".join([f"{'#' * ranks[block.level]} {text}", *filter(None, [marks])])
    return sentence(block, shown)


def _ranks(blocks: Sequence[Block]) -> dict[int, int]:
    """The level of each heading on the page: the shallowest is `##`, none is skipped."""
    levels = sorted({block.level for block in blocks if isinstance(block, Paragraph) and block.level})
    return {level: min(_FIRST + place, _DEEPEST) for place, level in enumerate(levels)}


# ── notes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _definitions(notes: Sequence[Note], shown: Shown) -> Iterable[str]:
    """The definitions of notes that were mentioned where a mention works."""
    for note in notes:
        if note.number in shown.mentioned:
            texts = [sentence(each, shown) for each in _paragraphs(note.blocks)]
            first, *others = [text for text in texts if text] or ["—"]
            yield "\n\n".join([f"[^{note.number}]: {first}", *(f"    {text}" for text in others)])


def _note_words(note: Note) -> str:
    """A note as text, for places where a note can be no note."""
    return " ".join(text for each in _paragraphs(note.blocks) if (text := each.text.strip()))


def _paragraphs(blocks: Iterable[Block]) -> Iterable[Paragraph]:
    """The paragraphs of a note, those of a table in it cell by cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (each for row in block.rows for cell in row for each in _paragraphs(cell.blocks))
