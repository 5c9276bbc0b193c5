"""A document's file taken apart: its fields, where they stand, its column and its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.fields import DocumentFields
from generator.model import Column, Mark


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file that was taken apart: `fields` is None where its front matter is broken."""

    source: str
    fields: DocumentFields | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    column: Column | None = None
    body: str = ""
    body_line: int = 1

    @property
    def url(self) -> str:
        """The address that it will have, for links from other documents; empty while it has no number."""
        number = self.fields.index_number if self.fields else ""
        return f"info/{number.rsplit('/', 1)[-1]}.html" if number else ""
