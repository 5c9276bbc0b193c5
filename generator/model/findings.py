"""What is wrong and where: findings, their weight, and places in files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs: an error withholds its document; a breach is what an inspection fails the unit for
    and withholds nothing, since what is late must not become later; a warning and an info only speak."""

    ERROR = "error"
    BREACH = "breach"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of an editor: where (path relative to the workspace, 1-based line and column), what, fix, law."""

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    fix: str = ""
    law: str = ""
    waived: str = ""  # who answers for it, until when and why
    evidence: str = ""  # stands for the line it was found in, where it may be waived for that very line only

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Findings are told file by file, top to bottom."""
        return (self.path, self.line, self.column, self.code, self.message)

    @property
    def digest(self) -> str:
        """What a waiver may name this one by: the same wherever in its file it stands, another when it says more."""
        whole = f"{self.code}\0{self.message}\0{self.evidence}"
        return blake2b(whole.encode("utf-8", "replace"), digest_size=4).hexdigest()


class Mark(NamedTuple):
    """Where a value stands in its file: 1-based line and column."""

    line: int
    column: int

    @classmethod
    def at(cls, text: str, offset: int) -> Mark:
        """The place of the character at this offset."""
        return cls(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


START = Mark(1, 1)  # of a file: where a fault has no place of its own
Marks = Mapping[str, Mark]
