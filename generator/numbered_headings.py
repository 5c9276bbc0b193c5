"""Headings that a document shows by their numbers alone (`一、`, `（一）`, `附件1`), told from numbered text.

A numbered paragraph is a heading where it is short, ends as no sentence does, and something stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.blocks import Block, Paragraph, Side, Span
from generator.official_tail import ATTACHED

LONGEST = 40
_ATTACHMENT = 1  # the rank of 附件
_FIRST = re.compile(r"[一二三四五六七八九十百]{1,4}、\s*\S")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]{1,4}[）)]\s*\S")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百]{1,4}章[\s\u3000]*\S")
_NOTE = re.compile(r"附\s*件\s*[:：]")
_ENDS = tuple("。；;：:，,、！!？?…")


def with_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with a level where a paragraph is a heading by its number; levels that are there stay, and those
    below them go on from there."""
    joined = _with_attachments(blocks)
    ranks = [_rank(block) for block in joined]
    levels: dict[int, int] = {}  # of each rank that is open
    base, made = 0, []
    for place, block in enumerate(joined):
        rank = ranks[place]
        if isinstance(block, Paragraph) and (block.level or (rank and _leads(joined, ranks, place))):
            above = {each: level for each, level in levels.items() if each < rank}
            starts_anew = rank in (0, _ATTACHMENT)
            below = 1 if rank == _ATTACHMENT else max(above.values(), default=base) + 1
            level = block.level or levels.get(rank) or below
            levels, base = ({}, level) if starts_anew else ({**above, rank: level}, base)
            block = replace(block, level=level, depth=0)
        made.append(block)
    return tuple(made)


def _rank(block: Block) -> int:
    """How deep a heading stands by its number: 0 for none, else 附件, a chapter, 一、, （一）."""
    if not isinstance(block, Paragraph) or any(span.picture or span.note for span in block.spans):
        return 0
    text = block.text.strip()
    if _is_attachment(block):
        return _ATTACHMENT
    if not block.level and (len(text) > LONGEST or text.endswith(_ENDS) or "。" in text):
        return 0
    return next((rank for rank, form in enumerate((_CHAPTER, _FIRST, _SECOND), 2) if form.match(text)), 0)


def _leads(blocks: Sequence[Block], ranks: Sequence[int], place: int) -> bool:
    """Something stands below it: not the end, nor another of its kind or higher."""
    if place + 1 >= len(blocks):
        return False
    below = ranks[place + 1]
    return not below or below > ranks[place] or ranks[place] == _ATTACHMENT


# ── attachments in the same file ────────────────────────────────────────────────────────────────────────────────


def _is_attachment(block: Block) -> bool:
    """`附件1` as a line of its own, or with the title that was joined to it; `附件：` begins a note."""
    if not isinstance(block, Paragraph):
        return False
    text = block.text.strip()
    found = ATTACHED.match(text)
    return found is not None and (block.level == 1 or (found.end() == len(text) and not _NOTE.fullmatch(text)))


def _with_attachments(blocks: Sequence[Block]) -> list[Block]:
    """`附件1` and the title below it in one heading."""
    made: list[Block] = []
    for block in blocks:
        above = made[-1] if made else None
        if isinstance(above, Paragraph) and _is_bare_attachment(above) and _is_its_title(block):
            assert isinstance(block, Paragraph)
            words = Span(f"{above.text.strip().rstrip('：:')} ")
            made[-1] = replace(block, spans=(words, *block.spans), level=1)
        else:
            made.append(block)
    return made


def _is_bare_attachment(block: Paragraph) -> bool:
    return ATTACHED.fullmatch(block.text.strip()) is not None and not block.text.strip().endswith(("：", ":"))


def _is_its_title(block: Block) -> bool:
    if not isinstance(block, Paragraph) or any(span.picture for span in block.spans):
        return False
    text = block.text.strip()
    set_off = block.side is Side.CENTER or block.level or block.size >= 18
    return bool(set_off) and 0 < len(text) <= 80 and not text.endswith(_ENDS)
