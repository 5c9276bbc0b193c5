"""What an attachment holds, as rows of cells and running text with words for every place; and what cannot be read.

Nothing is passed over in silence: what a reader does not understand, or may not afford, comes back as a `Fault`. A
file of this shelf reads one format: `KINDS` names what it reads, `read(source)` yields `Piece` values. A document is
read by what it *is*; that its name says something else is told. Bounds are counts (`Limits`), so that the same file
gives the same result on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import cast

from generator.extraction._bounded import Package, Relation, package
from generator.extraction._kinds import EMPTY, kind_of, misnamed
from generator.extraction._source import Source
from generator.extraction._values import (
    Budget,
    Exhausted,
    Extraction,
    Fault,
    FaultKind,
    Limits,
    Passage,
    Piece,
    Row,
    Table,
    TooMuch,
)
from generator.extraction._xml import END, START, TEXT, Event, attribute
from generator.shelf import collect

__all__ = [
    "END",
    "START",
    "TEXT",
    "Budget",
    "Event",
    "Extraction",
    "Fault",
    "FaultKind",
    "Limits",
    "Package",
    "Passage",
    "Piece",
    "Relation",
    "Row",
    "Table",
    "TooMuch",
    "attribute",
    "extract",
    "package",
    "stream",
]

LIMITS = Limits()
Reader = Callable[[Source], Iterator[Piece]]


def extract(content: Path | bytes, name: str, limits: Limits = LIMITS) -> Extraction:
    """All that an attachment of this name holds; never raises on what it holds, nor on a file that cannot be opened."""
    pieces = tuple(stream(content, name, limits))
    tables: dict[str, list[Row]] = {}
    for piece in pieces:
        if isinstance(piece, Row):
            tables.setdefault(piece.table, []).append(piece)
    return Extraction(
        tuple(Table(place, tuple(rows)) for place, rows in tables.items()),
        tuple(piece for piece in pieces if isinstance(piece, Passage)),
        tuple(dict.fromkeys(piece for piece in pieces if isinstance(piece, Fault))),
    )


def stream(content: Path | bytes, name: str, limits: Limits = LIMITS) -> Iterator[Piece]:
    """The same piece by piece, without holding a large file in memory; rows of a table come in order, within a
    table that holds another not always one after the other."""
    budget = Budget(limits)
    with ExitStack() as closing:
        try:
            file = BytesIO(content) if isinstance(content, bytes) else closing.enter_context(content.open("rb"))
            source = Source(file, name, "", "", 0, budget, _document)
            if source.size() > limits.file_bytes:
                yield source.fault(FaultKind.TOO_LARGE, f"超过 {limits.file_bytes >> 20} MiB，没有检查；请拆分后再发布")
                return
            yield from _counted(source)
        except OSError as error:
            yield Fault(FaultKind.BROKEN, "", f"读不了：{error.strerror or type(error).__name__}；请检查文件")


def _counted(source: Source) -> Iterator[Piece]:
    try:
        for piece in _document(source):
            source.budget.give(piece)
            yield piece
    except Exhausted as reached:
        yield source.fault(reached.kind, reached.message)


def _document(source: Source) -> Iterator[Piece]:
    """One document, whether the attachment itself or one that lies in it."""
    yield from source.guarded(_read(source))


def _read(source: Source) -> Iterator[Piece]:
    kind = kind_of(source)
    if kind == EMPTY and source.depth:
        return  # archives often hold empty files; an empty attachment is told
    if words := misnamed(source, kind):
        yield source.fault(FaultKind.WRONG_NAME, words)
    reader = _readers().get(kind)
    if reader is None:
        yield source.fault(FaultKind.UNKNOWN, f"是「{kind}」，内容不能检查；请人工核对，或换成能检查的格式")
        return
    source.file.seek(0)
    yield from reader(replace(source, kind=kind))


@cache
def _readers() -> dict[str, Reader]:
    found = collect("generator.extraction")
    return {kind: cast(Reader, module.read) for module in found for kind in module.KINDS}
