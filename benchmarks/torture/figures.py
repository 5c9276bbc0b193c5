"""What an experiment came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: the promise, what was tried how often, and everything that was not as promised."""

    promise: str
    what: str
    runs: int
    faults: tuple[str, ...]
    note: str = ""

    def row(self) -> str:
        """The row, as Markdown."""
        return f"| {self.promise} | {self.what} | {self.runs:,} | {len(self.faults)} | {self.note} |"


class Absent(Exception):
    """This machine lacks what an experiment needs; the message says what to install or to permit."""
