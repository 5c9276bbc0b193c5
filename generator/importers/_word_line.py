"""A paragraph of Word as it is being read: its spans, the look that most of it has, boxes that hang on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from generator.blocks import Block, Span
from generator.importers import _word_looks as looks
from generator.importers._word_looks import Look, Style


@dataclass(slots=True)
class Line:
    """What was read so far; `before` and `after` are text boxes, which come as blocks of their own."""

    style: Style = field(default_factory=Style)
    spans: list[Span] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    weights: Counter[tuple[float, bool]] = field(default_factory=Counter)

    @property
    def amount(self) -> int:
        """How much was read, to tell whether something came."""
        return len(self.spans) + sum(self.weights.values()) + len(self.before) + len(self.after)

    def add(self, text: str, look: Look, link: str = "") -> None:
        """Add text that looks so; spans of one kind grow together."""
        raised = look.get("vertAlign", "")
        span = Span(
            text,
            looks.is_on(look, "b"),
            looks.is_on(look, "i"),
            raised == "superscript",
            raised == "subscript",
            link,
        )
        self.weights[looks.size(look), looks.is_red(look)] += len(text.strip())
        last = self.spans[-1] if self.spans else None
        if last and not (last.note or last.picture) and _manner(last) == _manner(span):
            self.spans[-1] = replace(last, text=last.text + text)
        else:
            self.spans.append(span)

    def add_box(self, blocks: list[Block]) -> None:
        """Add a text box: where the paragraph has no words before it, it stands above."""
        written = any(span.text.strip() for span in self.spans)
        (self.after if written else self.before).extend(blocks)

    def dominating(self) -> tuple[float, bool]:
        """The size in points and the redness of most letters."""
        if not any(self.weights.values()):
            return looks.size(self.style.run), looks.is_red(self.style.run)
        return max(self.weights.items(), key=lambda each: each[1])[0]


def _manner(span: Span) -> tuple[bool, bool, bool, bool, str]:
    """All that a span of words is besides its words."""
    return span.strong, span.emphasis, span.raised, span.lowered, span.link
