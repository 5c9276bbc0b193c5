"""What a data file is read into, before it is a table: rows with their places, and what is wrong where."""

from __future__ import annotations

from typing import NamedTuple

from generator.model import Mark


class Fault(NamedTuple):
    """A mistake in a data file: 1-based line and column (of characters), and the message."""

    line: int
    column: int
    message: str


class Row(NamedTuple):
    """The cells of a row, the place of its start, and of its cells where that is known."""

    line: int
    column: int
    cells: tuple[str, ...]
    places: tuple[Mark, ...] = ()

    def place(self, index: int) -> Mark:
        """Where a cell stands, or its row."""
        return self.places[index] if index < len(self.places) else Mark(self.line, self.column)
