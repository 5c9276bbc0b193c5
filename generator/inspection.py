"""What the inside of an attachment gives cause to say: numbers of persons, marks of secrecy, what could not be read.

It belongs to loading, since it opens files; the checks turn the remarks into findings (`in_attachments`). A file is
read again only when its listing changes: `Inspector` is given what was noted of the files last time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b, file_digest
from pathlib import Path

from generator.extraction import Fault, FaultKind, Row, stream
from generator.model import Remark, Total
from generator.personal_context import examine, examine_row
from generator.personal_data import BLOCK, Sighting, concealed
from generator.personal_tables import PersonTable
from generator.secrecy import marks
from generator.sources import Source
from generator.totals import Tally, kept

NUMBER, DETAIL, MARK, LIST = "X101", "X201", "L108", "X302"
CODES = {
    FaultKind.MACRO: "X203",
    FaultKind.UNSAFE_PATH: "X203",
    FaultKind.AUTHOR: "X303",
    FaultKind.HIDDEN: "X303",
    FaultKind.TRACED: "X303",
    FaultKind.WRONG_NAME: "X303",
    FaultKind.PICTURE: "X403",
}
UNREAD = "X103"  # every other fault
TOLD = 20  # of one code in one attachment; the others are counted


@dataclass(frozen=True, slots=True)
class Inside:
    """What a file is noted for, in the order of what stands in it, and the totals of its tables."""

    remarks: tuple[Remark, ...]
    totals: tuple[Total, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was noted of a file, and the listing that it holds for."""

    file: Source
    inside: Inside


@dataclass(frozen=True, slots=True)
class Inspections:
    """What was noted of a unit's attachments, and the program that did."""

    code: str
    files: tuple[Inspected, ...]


@dataclass(frozen=True, slots=True)
class Inspector:
    """Inspects files of a workspace; `known` is what was noted of them before, by path, `seen` what is noted now."""

    root: Path
    known: Mapping[str, Inspected] = field(default_factory=dict)
    seen: dict[str, Inspected] = field(default_factory=dict)

    def inside(self, source: Source) -> Inside:
        """What is noted of a file."""
        if source.path not in self.seen:
            last = self.known.get(source.path)
            if last is None or last.file != source:
                last = Inspected(source, inspect(self.root / source.path))
            self.seen[source.path] = last
        return self.seen[source.path].inside


def inspect(path: Path) -> Inside:
    """Read an attachment to its end. Of many remarks of one code the first are kept, and how many there are."""
    found: dict[str, list[Remark]] = defaultdict(list)
    faults: dict[str, list[Fault]] = defaultdict(list)
    tables: dict[str, PersonTable] = defaultdict(PersonTable)
    tallies: dict[str, Tally] = defaultdict(Tally)
    in_rows: set[str] = set()  # the text of a PDF comes as rows and as pages
    for piece in stream(path, path.name):
        if isinstance(piece, Fault):
            faults[CODES.get(piece.kind, UNREAD)].append(piece)
        elif isinstance(piece, Row):
            tallies[piece.table].row(piece.cells)
            for index, sighting in examine_row(tables[piece.table], piece.cells):
                cell = piece.cells[index]
                _note(found, _personal(sighting, cell, piece.place(index)))
                in_rows.add(cell[sighting.start : sighting.end])
            for index, cell in enumerate(piece.cells):
                _note(found, *_marked(cell, piece.place(index)))
        else:
            for sighting in examine(piece.text):
                if piece.text[sighting.start : sighting.end] not in in_rows:
                    _note(found, _personal(sighting, piece.text, piece.place))
            _note(found, *_marked(piece.text, piece.place))
    for name, table in tables.items():
        if table.lists_persons:
            told = f"列出 {table.names} 人的姓名和“{table.matter}”"
            found[LIST].append(Remark(LIST, f"{name}：{told}" if name else told, _digest(path)))
    for code, each in faults.items():
        words = dict.fromkeys(f"{one.place}：{one.message}" if one.place else one.message for one in each)
        found[code].append(Remark(code, _joined(tuple(words)), _digest(path)))
    remarks = tuple(remark for code in sorted(found) for remark in _shortened(code, found[code]))
    return Inside(remarks, kept(tallies.values()))


def _note(found: dict[str, list[Remark]], *remarks: Remark) -> None:
    for each in remarks:
        found[each.code].append(each)


def _personal(sighting: Sighting, text: str, place: str) -> Remark:
    """What is personal in a cell or a passage."""
    words = f"出现{sighting.kind}：{sighting.masked}"
    code = NUMBER if sighting.grade == BLOCK else DETAIL
    return Remark(code, f"{place}：{words}" if place else words, _stamp(text))


def _stamp(text: str) -> str:
    """What stands for a cell or a passage: a list that is taken down leaves no cell in the notes either."""
    return blake2b(concealed(text[:4000]).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _marked(text: str, place: str) -> Iterator[Remark]:
    """The marks of secrecy in a cell or a passage."""
    for found in marks(text):
        words = f"出现密级或内部资料标志「{found[0]}」"
        yield Remark(MARK, f"{place}：{words}" if place else words, _stamp(text))


def _digest(path: Path) -> str:
    """What stands for the whole file: who answers for what cannot be read answers for these bytes only."""
    with path.open("rb") as file:
        return file_digest(file, "blake2b").hexdigest()


def _joined(words: tuple[str, ...]) -> str:
    more = len(words) - TOLD
    return "；".join(words[:TOLD]) + (f"；另有 {more} 处" if more > 0 else "")


def _shortened(code: str, remarks: list[Remark]) -> list[Remark]:
    """The first of many, and one for all the others, which stands for them by digest."""
    if len(remarks) <= TOLD:
        return remarks
    rest = remarks[TOLD:]
    digest = blake2b("\0".join(f"{each.message}\0{each.evidence}" for each in rest).encode("utf-8", "replace"))
    return [*remarks[:TOLD], Remark(code, f"另有 {len(rest)} 处这样的问题", digest.hexdigest())]
