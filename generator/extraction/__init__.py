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

from generator.extraction import webpage
from generator.extraction._bounded import Package, Relation, package
from generator.extraction._decoding import encoding_of
from generator.extraction._drawn import Area, Drawn, DrawnSheet, drawn_tables
from generator.extraction._drawn_old import drawn_old_sheets
from generator.extraction._drawn_page import DrawnLine, DrawnPage, drawn_pages
from generator.extraction._drawn_sheet import drawn_sheets
from generator.extraction._kinds import EMPTY, kind_of, misnamed
from generator.extraction._source import Given, Source
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
    column_letters,
)
from generator.extraction._xml import END, START, TEXT, Event, attribute
from generator.shelf import collect

__all__ = [
    "END",
    "START",
    "TEXT",
    "Area",
    "Budget",
    "Drawn",
    "DrawnLine",
    "DrawnPage",
    "DrawnSheet",
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
    "column_letters",
    "drawn",
    "encoding_of",
    "extract",
    "package",
    "page_text",
    "pages",
    "stream",
]

LIMITS = Limits()
PAGE = 8 << 20  # bytes of a web page that is read as a document
_FLAT = frozenset({"文本", "UTF-16 文本", "网页或 XML"})
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


def drawn(path: Path, limits: Limits, row_limit: int) -> tuple[DrawnSheet | Fault, ...]:
    """The sheets of a workbook, or the tables of a plain file or web page, as their readers see them; and what is
    to be told. Of each at most so many rows; never raises on what the file holds.
    """
    return _read_as(path, limits, lambda source: _drawn(source, row_limit))


def pages(path: Path, limits: Limits) -> tuple[DrawnPage | Fault, ...]:
    """The pages of a PDF as its readers see them, and what is to be told; never raises on what the file holds."""
    return _read_as(path, limits, _pages)


def _pages(source: Source) -> Iterator[DrawnPage | Fault]:
    if (kind := kind_of(source)) != "PDF":
        raise TooMuch(FaultKind.UNKNOWN, misnamed(source, kind) or f"是「{kind}」，不是 PDF；请用原软件重新另存")
    yield from drawn_pages(source)


def page_text(path: Path, limits: Limits) -> tuple[str | Fault, ...]:
    """A web page as it is written, and what is to be told; never raises on what the file holds."""
    return _read_as(path, limits, _page_text)


def _page_text(source: Source) -> Iterator[str | Fault]:
    if (kind := kind_of(source)) not in ("网页或 XML", "文本", "UTF-16 文本"):
        raise TooMuch(FaultKind.UNKNOWN, misnamed(source, kind) or f"是「{kind}」，不是网页；请另存为 html")
    yield from webpage.text(replace(source, kind=kind), PAGE)


def _read_as(
    path: Path, limits: Limits, read: Callable[[Source], Iterator[Given | Fault]]
) -> tuple[Given | Fault, ...]:
    """What a reader of whole documents gives, within the limits."""
    try:
        with path.open("rb") as file:
            source = Source(file, path.name, "", "", 0, Budget(limits), _document)
            if source.size() > limits.file_bytes:
                return (source.fault(FaultKind.TOO_LARGE, f"超过 {limits.file_bytes >> 20} MiB，没有读；请拆分"),)
            return tuple(_bounded(source, read(source)))
    except OSError as error:
        return (Fault(FaultKind.BROKEN, "", f"读不了：{error.strerror or type(error).__name__}；请检查文件"),)


def _bounded(source: Source, pieces: Iterator[Given]) -> Iterator[Given | Fault]:
    try:
        yield from source.guarded(pieces)
    except Exhausted as reached:
        yield source.fault(reached.kind, reached.message)


def _drawn(source: Source, row_limit: int) -> Iterator[DrawnSheet | Fault]:
    kind = kind_of(source)
    if kind == "xlsx":
        yield from drawn_sheets(source, row_limit)
    elif kind == "OLE2":
        yield from drawn_old_sheets(source, row_limit)
    elif kind in _FLAT:
        yield from drawn_tables(_document(source), row_limit)
    else:
        yield source.fault(FaultKind.UNKNOWN, misnamed(source, kind) or f"是「{kind}」，不是表格；请另存为 xlsx 或 csv")


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
