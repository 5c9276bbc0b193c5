"""What is personal in tables: a column's head tells what stands under it, in pipe tables, data tables and attachments.

Rows are given one by one, heads among them; what is found is told by cell. Words are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from generator.personal_data import BLOCK, DIGITS_ONLY, PLAIN, RESIDENT, WARN, Sighting, masked, sightings
from generator.personal_words import (
    ACCOUNT,
    ADDRESS,
    BIRTH,
    BIRTH_FORM,
    HEALTH,
    HOME_FORM,
    HOUSEHOLD,
    HOUSEHOLD_FORM,
    MINOR,
    MOBILE,
    MOBILE_FORM,
    PASSPORT,
    PASSPORT_FORM,
    PERMIT,
    PERMIT_FORM,
    ends,
    home_masked,
    is_like_identity,
    is_name,
    mobile_masked,
    weak,
    words,
)
from generator.rulebook import threshold

HEAD_ROWS = 6  # a table's head stands among its first rows
MASKS = frozenset("某*＊×")  # in a name: of nobody in particular
MATTERS = ("identity", "account", "passport", "permit", "household", "address", "birth", "health")
CELL = 24  # characters: a longer cell is no head


_LINE = re.compile(r"^.*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:\-]+")


@cache
def _roles() -> dict[str, str]:
    """What a head means, by its text without blanks."""
    order = (
        "person",
        "office",
        "mobile",
        "permit",
        "household",
        "birth",
        "health",
        "minor",
        "address",
        "passport",
        "account",
        "identity",
    )
    return {word: name for name in order for word in words("headers", name)}


def _role(cell: str) -> str:
    """The role of a column by its head; 「银行卡（一卡通）账号」 by the gravest word in it; "" where it has none."""
    bare = re.sub(r"[\s\u3000*（）()：:/、]", "", cell)
    if not bare or len(bare) > CELL:
        return ""
    exact = _roles().get(bare)
    if exact:
        return exact
    for name in ("identity", "account", "passport", "permit", "household", "address", "birth", "health", "minor"):
        if any(word in bare for word in words("headers", name)):
            return name
    if any(word in bare for word in ("手机", "移动电话")):
        return "mobile"
    if any(word in bare for word in ("联系电话", "联系方式", "电话")) and "办公" not in bare:
        return "mobile"
    return "person" if bare.endswith("姓名") else ""


@dataclass(slots=True)
class PersonTable:
    """Examines a table row by row: heads first, then what stands under them.

    `names` counts the rows that name somebody; `matter` is a head that says what is told of each person, `duty` that
    the persons stand there for their office.
    """

    roles: tuple[str, ...] = ()
    seen: int = 0
    names: int = 0
    matter: str = ""
    duty: bool = False

    @property
    def lists_persons(self) -> bool:
        """It tells of many persons, by name, what they get or what is their own."""
        return bool(self.matter) and not self.duty and self.names >= threshold("person_rows")

    def row(self, cells: Sequence[str]) -> list[tuple[int, Sighting]]:
        """What is personal in a row, by 0-based cell; the row may be the head."""
        self.seen += 1
        if self.seen <= HEAD_ROWS and self._is_head(cells):
            roles = tuple(map(_role, cells))
            self.roles = tuple(new or old for new, old in zip(roles, [*self.roles, *[""] * len(roles)], strict=False))
            self._note_heads(cells, roles)
            return []
        if any(role in ("person", "minor") and _is_named(cell) for cell, role in zip(cells, self.roles, strict=False)):
            self.names += 1
        return [*self._under_heads(cells), *_split(cells)]

    def _is_head(self, cells: Sequence[str]) -> bool:
        known = sum(bool(_role(cell)) for cell in cells)
        return known >= 1 and not any(re.search(r"\d{4}", cell) for cell in cells) and not any(map(is_name, cells))

    def _note_heads(self, cells: Sequence[str], roles: Sequence[str]) -> None:
        for cell, role in zip(cells, roles, strict=True):
            self.duty = self.duty or any(word in cell for word in words("headers", "duty"))
            told = role in MATTERS or (not role and any(word in cell for word in words("headers", "benefit")))
            self.matter = self.matter or (cell.strip() if told else "")

    def _under_heads(self, cells: Sequence[str]) -> Iterator[tuple[int, Sighting]]:
        persons = "person" in self.roles or "minor" in self.roles
        office = "office" in self.roles
        for index, (cell, role) in enumerate(zip(cells, self.roles, strict=False)):
            if role and cell.strip():
                yield from ((index, each) for each in _cell(cell, role, persons, office))


def _cell(cell: str, role: str, persons: bool, office: bool) -> Iterator[Sighting]:
    """What a cell holds under a head."""
    number = DIGITS_ONLY.sub("", cell.translate(PLAIN))
    size, whole = len(number), (len(cell) - len(cell.lstrip()), len(cell.rstrip()))
    if role == "identity" and is_like_identity(number):
        yield Sighting(RESIDENT, *whole, masked(number))
    elif role == "account" and 12 <= size <= 25 and not office and not re.search("[一-龥]", cell):
        yield Sighting(ACCOUNT, *whole, ends(number))
    elif role == "mobile" and (run := MOBILE_FORM.search(cell)):
        yield Sighting(MOBILE, *run.span(), mobile_masked(run[0]), BLOCK if persons and not office else WARN)
    elif role == "passport" and (run := PASSPORT_FORM.search(cell)):
        yield Sighting(PASSPORT, *run.span(), ends(run[0]))
    elif role == "permit" and (run := PERMIT_FORM.search(cell)):
        yield Sighting(PERMIT, *run.span(), ends(run[0]))
    elif role == "household" and (run := HOUSEHOLD_FORM.search(cell)):
        yield Sighting(HOUSEHOLD, *run.span(), ends(run[0]))
    elif role == "address" and persons and (run := HOME_FORM.search(cell)):
        yield Sighting(ADDRESS, *run.span(), home_masked(run[0]), WARN)
    elif role == "birth" and persons and (run := BIRTH_FORM.search(cell)):
        yield Sighting(BIRTH, *run.span(), f"{run[0][:4]}****", WARN)
    elif role == "health" and persons and cell.strip() not in ("无", "健康", "良好", "/", "-", "—", "否"):
        yield Sighting(HEALTH, *whole, "***", WARN)
    elif role == "minor" and _is_named(cell):
        yield Sighting(MINOR, *whole, f"{cell.strip()[:1]}**", WARN)
    yield from weak(cell)


def _split(cells: Sequence[str]) -> Iterator[tuple[int, Sighting]]:
    """A resident ID in pieces, in cells that stand side by side: told of each piece that has something to hide."""
    pieces: list[tuple[int, str]] = []
    for index, cell in enumerate([*cells, "。"]):
        piece = cell.strip().translate(PLAIN)
        if piece and len(piece) < 18 and re.fullmatch("[0-9]+X?", piece):
            pieces.append((index, piece))
            continue
        whole = "".join(each for _, each in pieces)
        if len(whole) == 18 and next(sightings(whole), None):
            yield from _pieces(cells, pieces, masked(whole))
        pieces = []


def _pieces(cells: Sequence[str], pieces: list[tuple[int, str]], hidden: str) -> Iterator[tuple[int, Sighting]]:
    start = 0
    for index, piece in pieces:
        shown = hidden[start : start + len(piece)]
        start += len(piece)
        if "*" in shown:
            cell = cells[index]
            yield index, Sighting(RESIDENT, len(cell) - len(cell.lstrip()), len(cell.rstrip()), shown)


def _is_named(cell: str) -> bool:
    """A cell that names a person in full."""
    return is_name(cell) and MASKS.isdisjoint(cell)


def in_tables(text: str, bar: str = "|") -> Iterator[Sighting]:
    """The pipe tables of a text, each from its first row on; `bar` is what parts the cells."""
    for _, found in _read(text, bar):
        yield from found


def lists_of_persons(text: str) -> Iterator[tuple[int, str, PersonTable]]:
    """The pipe tables of a text that list persons: where each begins, the whole of it, and the table as it was read."""
    if "|" not in text or not any(word in text for word in words("headers", "person")):
        return
    tables: list[tuple[int, int, PersonTable]] = []
    for row, _ in _read(text, "|"):
        known = bool(tables) and tables[-1][2] is row.table
        start = tables.pop()[0] if known else row.start
        tables.append((start, row.end, row.table))
    yield from ((start, text[start:end], table) for start, end, table in tables if table.lists_persons)


def rows_of(text: str) -> Iterator[tuple[PersonTable, tuple[str, ...]]]:
    """The rows of the pipe tables of a text, rules left out, each with the table that it stands in."""
    yield from ((row.table, row.cells) for row, _ in _read(text, "|"))


class _Row(NamedTuple):
    start: int
    end: int
    table: PersonTable
    cells: tuple[str, ...]


def _read(text: str, bar: str) -> Iterator[tuple[_Row, list[Sighting]]]:
    """Every row of the pipe tables of a text, and what is personal in it."""
    table, inside = PersonTable(), False
    for line in _LINE.finditer(text):
        if bar not in line[0]:
            inside = False
        elif not inside or not _RULE.fullmatch(line[0]):
            table, inside = (table if inside else PersonTable()), True
            places = _cells(line[0], bar)
            cells = tuple(line[0][start:end] for start, end in places)
            found = table.row(cells)
            moved = [each.moved(line.start() + places[index][0]) for index, each in found]
            yield _Row(line.start(), line.end(), table, cells), moved


def _cells(line: str, bar: str) -> list[tuple[int, int]]:
    """Where the cells of a row of a table stand."""
    bounds = [found.start() for found in re.finditer(rf"(?<!\\){re.escape(bar)}", line)]
    edges = [-1, *bounds, len(line)] if line.lstrip()[:1] != "|" else [*bounds, len(line)]
    found = [(start + 1, end) for start, end in pairwise(edges)]
    return [each for each in found if line[each[0] : each[1]].strip() or each != found[-1]] if found else []
