"""A document to be read: its bytes, its name, where it lies in the attachment, and the way down into what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import BinaryIO, TypeVar

from generator.extraction._values import Budget, Exhausted, Fault, FaultKind, Piece, TooMuch, shown

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Source:
    """A document: a seekable file, its name, what its bytes are (`kind`, as the readers name it), and its place.

    `inside` is empty for the attachment itself, 「压缩包内 a.xlsx」 for a document in it; `depth` counts the archives
    around it. `reader` reads a document that lies in this one.
    """

    file: BinaryIO
    name: str
    kind: str
    inside: str
    depth: int
    budget: Budget
    reader: Callable[[Source], Iterator[Piece]]

    @property
    def extension(self) -> str:
        """What the name ends in, in lower case, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    def at(self, place: str = "") -> str:
        """A place in this document as a place in the attachment."""
        return f"{self.inside} {place}".strip()

    def fault(self, kind: FaultKind, message: str, place: str = "") -> Fault:
        """Something to be told of this document."""
        return Fault(kind, self.at(place), message)

    def guarded(self, pieces: Iterator[Given], place: str = "") -> Iterator[Given | Fault]:
        """The pieces, and what stops them as a fault at this place, so that what lies beside them is read on."""
        try:
            yield from pieces
        except Exhausted:
            raise
        except TooMuch as reached:
            yield self.fault(reached.kind, reached.message, place)
        except Exception as error:  # whatever a stranger's bytes make a parser raise: told, never silent
            words = f"损坏或写法不合规（{type(error).__name__}），没有读完；请用原软件重新另存"
            yield self.fault(FaultKind.BROKEN, words, place)

    def size(self) -> int:
        """The document's length in bytes."""
        return self.file.seek(0, SEEK_END)

    def descend(self, data: bytes, name: str, word: str) -> Iterator[Piece]:
        """What a document within this one holds; `word` says how it lies there (「压缩包内」)."""
        if self.depth >= self.budget.limits.depth:
            raise TooMuch(FaultKind.TOO_DEEP, f"嵌套超过 {self.budget.limits.depth} 层，再里面的没有检查；请拆开")
        place = self.at(f"{word} {shown(name)}")
        yield from self.reader(Source(BytesIO(data), name, "", place, self.depth + 1, self.budget, self.reader))
