"""The elements of an official document, told from its layout (GB/T 9704-2012), and what is left as the body.

Each element says how sure it is. Nothing is lost: what is neither a field nor body is told in `dropped`. A document
without a red head still gets its title and its day where they can be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from generator.blocks import Block, Grid, Paragraph, Span
from generator.numbered_headings import with_headings
from generator.official_head import head
from generator.official_lines import Line, lines_of
from generator.official_tail import tail


class Sureness(Enum):
    """How an element came to be known."""

    STATED = "stated"  # the source itself says so (a column of an index)
    READ = "read"  # from a form that nothing else has
    GUESSED = "guessed"  # from where it stands: somebody has to look


class Element(NamedTuple):
    """An element: its values, of which most have one, and how sure they are."""

    values: tuple[str, ...]
    sureness: Sureness

    @property
    def text(self) -> str:
        """All values in one line."""
        return "、".join(self.values)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised: elements by their Chinese name, the body, and words that stand in neither.

    `noted` are the blocks of the body that only name attachments: where these are listed, they would say it twice.
    """

    elements: Mapping[str, Element]
    body: tuple[Block, ...]
    dropped: tuple[str, ...] = ()
    noted: tuple[Block, ...] = ()


def recognise(blocks: Sequence[Block], stated: Mapping[str, str] | None = None) -> Recognition:
    """Take a document apart; what its source itself states goes before what its layout tells."""
    lines = lines_of(blocks)
    above = head(lines)
    below = tail(lines, above.end)
    found = {name: Element(values, Sureness.READ) for name, values in {**below.read, **above.read}.items()}
    for guesses in (above.guessed, below.guessed):
        for name, values in guesses.items():
            found.setdefault(name, Element(values, Sureness.GUESSED))
    found.update((name, Element((text,), Sureness.STATED)) for name, text in (stated or {}).items() if text)
    used = above.used | below.used
    body = _left(blocks, lines, used)
    noted = tuple(blocks[place] for place in sorted({lines[at].block for at in below.noted}))
    return Recognition(found, with_headings(body), (*above.dropped, *below.dropped), noted)


def _left(blocks: Sequence[Block], lines: Sequence[Line], used: set[int]) -> tuple[Block, ...]:
    """The blocks without the lines that became elements; a table stays whole unless all of it did."""
    left: list[Block] = []
    for place, block in enumerate(blocks):
        own = [at for at, line in enumerate(lines) if line.block == place]
        kept = [at for at in own if at not in used]
        if isinstance(block, Paragraph) and len(kept) < len(own) and kept:
            block = replace(block, number="", spans=(Span("\n".join(lines[at].text for at in kept)),))
        if kept or (not own and _shows(block)):
            left.append(block)
    return tuple(left)


def _shows(block: Block) -> bool:
    """A block without words that shows something all the same."""
    return isinstance(block, Grid) or any(span.picture or span.note for span in block.spans)
