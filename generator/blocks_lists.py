"""Lists of imported documents → Markdown: bullets and plain numbers are lists, all other numbers are text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.blocks import Paragraph
from generator.blocks_phrases import Shown, sentence

_PLAIN = re.compile(r"[1-9]\d{0,2}\.")
_INDENT = "    "


def is_listed(block: Paragraph) -> bool:
    """Whether a paragraph is an item of what Markdown knows as a list."""
    return bool(block.depth) and not block.level and (not block.number or _PLAIN.fullmatch(block.number) is not None)


def lists(items: Sequence[Paragraph], shown: Shown) -> Iterable[str]:
    """Items that follow each other, as lists: a new one begins where numbers and bullets meet on one level."""
    lines: list[str] = []
    depths: list[int] = []  # of the levels that are open, as the document counts them
    kinds: list[bool] = []  # whether they are numbered
    for item in items:
        text = sentence(replace(item, number=""), shown)
        if not text:
            continue
        level = sum(depth < item.depth for depth in depths)
        if kinds[level : level + 1] == [not item.number]:
            yield "\n".join(lines)
            lines, level = [], 0
        depths[level:], kinds[level:] = [item.depth], [bool(item.number)]
        lines.append(f"{_INDENT * level}{item.number or '-'} {text}")
    if lines:
        yield "\n".join(lines)
