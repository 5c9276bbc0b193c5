"""A document's file taken apart: its fields, where they stand, its column and its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.document_fields import DocumentFields
from generator.model import Column, ColumnRole, Mark, page_of

_SHOWN = ("title", "summary")  # whose text readers would miss
_COMMENT = re.compile(r"[ \t]+#.*")


def comments(data: bytes, marks: Mapping[str, Mark]) -> Iterator[tuple[Mark, str]]:
    """What YAML drops from unquoted titles and summaries, because it takes ` #` for the beginning of a comment."""
    head = data[: data.find(b"\n---", 3)]
    if b" #" not in head and b"\t#" not in head:
        return
    lines = head.decode("utf-8-sig", "replace").splitlines()
    for line, column in (marks[name] for name in _SHOWN if name in marks):
        written = lines[line - 1][column - 1 :] if line <= len(lines) else ""
        found = _COMMENT.search(written)
        if found and written[0] not in "\"'|>":
            dropped = found[0].strip()
            yield Mark(line, column + found.end() - len(dropped)), dropped


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file that was taken apart: `fields` is None where its front matter is broken."""

    source: str
    fields: DocumentFields | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    column: Column | None = None
    body: str = ""
    body_line: int = 1
    stand_in: DocumentFields | None = None  # what is written, where only something that is needed is missing

    @property
    def checkable(self) -> SourceText:
        """This source as checks may look at it: what is missing is told, and everything else too, in one go."""
        return replace(self, fields=self.fields or self.stand_in)

    @property
    def title(self) -> str:
        """Its title, empty where its front matter is broken."""
        return self.fields.title if self.fields else ""

    @property
    def has_plain_body(self) -> bool:
        """Its body is shown as one piece: not that of a yearly report, whose parts stand between tables."""
        return self.column is None or self.column.role is not ColumnRole.ANNUAL

    @property
    def url(self) -> str:
        """The address that it will have, for links from other documents; empty while it has no number."""
        number = self.fields.index_number if self.fields else ""
        return page_of(number) if number else ""
