"""Events of WordprocessingML, read element by element without a tree: whoever meets a start may read up to its end."""

from __future__ import annotations

from collections.abc import Iterator

from generator.extraction import END, START, Event, attribute


class Cursor:
    """A stream of events and how deep it stands; reading an element leaves the cursor behind its end."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._depth = 0

    def inside(self) -> Iterator[Event]:
        """Events of the element that was entered last, its end left out; children may be read further in between."""
        level = self._depth
        for event in self._events:
            if event[0] == START:
                self._depth += 1
            elif event[0] == END:
                self._depth -= 1
                if self._depth < level:
                    return
            yield event

    def starts(self) -> Iterator[tuple[str, dict[str, str]]]:
        """The starts alone: names and attributes."""
        for kind, name, attributes in self.inside():
            if kind == START:
                yield name, attributes

    def skip(self) -> None:
        """Pass over the element that was entered last."""
        for _ in self.inside():
            pass


def value(attributes: dict[str, str]) -> str:
    """The `w:val` of an element."""
    return attribute(attributes, "val")


def whole_number(text: str, otherwise: int = 0) -> int:
    """A number as Word writes it; `otherwise` where it is none, or beyond all measure."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else otherwise
