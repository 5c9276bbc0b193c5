"""What may be told for ever of a list that was taken down: how many rows it had, and what its amounts come to.

No cell of a list is kept: a head is kept only where it names an amount, and a sum only where enough rows make it up, so
that it tells of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.model import Document, Table, Total
from generator.personal_data import PLAIN
from generator.personal_tables import CELL, HEAD_ROWS, PersonTable, rows_of
from generator.personal_words import is_name, words
from generator.references import TAG, masked
from generator.rulebook import threshold

MOST = 20  # tables of one file
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,6})?")
_MARKS = re.compile(r"[\s,，元¥￥*_]")
_WHOLE = frozenset(("合计", "总计", "小计", "共计"))


@dataclass(slots=True)
class Tally:
    """Counts the rows of a table and adds up its amounts; the head stands among the first rows."""

    heads: tuple[str, ...] = ()
    seen: int = 0
    rows: int = 0
    sums: dict[int, list[Decimal] | None] = field(default_factory=dict)  # None: not all of the column is numbers

    def row(self, cells: Sequence[str], head: bool = False) -> None:
        """Take the next row; `head` where it is known to be the head."""
        bare = tuple(cell.strip() for cell in cells)
        self.seen += 1
        if not self.heads:
            if head or (self.seen <= HEAD_ROWS and _is_head(bare)):
                self.heads = bare
                self.sums = {index: [] for index, cell in enumerate(bare) if _is_amount(cell)}
        elif any(bare) and bare != self.heads and _WHOLE.isdisjoint(re.sub(r"\s", "", cell) for cell in bare):
            self.rows += 1
            for index, found in self.sums.items():
                self.sums[index] = _added(found, bare[index] if index < len(bare) else "")

    @property
    def total(self) -> Total:
        """What may be told."""
        least = threshold("total_rows")
        told = ((self.heads[index], found) for index, found in self.sums.items() if found)
        return Total(self.rows, tuple((head, f"{sum(found):,}") for head, found in told if len(found) >= least))


def _is_head(cells: Sequence[str]) -> bool:
    """A row of an attachment that names its columns: what is told of each row, and no number or person among it."""
    named = any(map(_is_amount, cells)) or any(word == cell for cell in cells for word in words("headers", "person"))
    return named and not any(_NUMBER.fullmatch(_MARKS.sub("", cell)) or is_name(cell) for cell in cells)


def _is_amount(cell: str) -> bool:
    return 0 < len(cell) <= CELL and not is_name(cell) and any(word in cell for word in words("headers", "amount"))


def _added(found: list[Decimal] | None, cell: str) -> list[Decimal] | None:
    """The numbers of a column with one more; a blank cell and nought add nothing that could be told apart."""
    if found is None or cell in ("", "-", "—", "/"):
        return found
    number = _MARKS.sub("", cell.translate(PLAIN))
    if not _NUMBER.fullmatch(number):
        return None
    return [*found, Decimal(number)] if Decimal(number) else found


def totals(document: Document) -> tuple[Total, ...]:
    """Of every table of a document: in its text, the data files that it shows, its attachments."""
    shown = {table.source for _, table in document.body.tables}
    found = [*_in_text(document.body.source), *(_of_data(table) for _, table in document.body.tables)]
    found += [each for file in document.attachments if file.source not in shown for each in file.totals]
    return tuple(each for each in found if each.rows)


def kept(tallies: Iterable[Tally]) -> tuple[Total, ...]:
    """The totals of a file's tables, the first of many."""
    return tuple([each.total for each in tallies if each.rows][:MOST])


def _of_data(table: Table) -> Total:
    tally = Tally()
    tally.row(table.header, head=True)
    for row in table.rows:
        tally.row(row)
    return tally.total


def _in_text(source: str) -> Iterator[Total]:
    """Of pipe tables, whose first row is the head, and of tables in HTML."""
    text = masked(source)
    tallies: dict[int, Tally] = {}
    tables: list[PersonTable] = []  # held, so that none has the place of another
    for table, cells in rows_of(text):
        tables.append(table)
        tally = tallies.setdefault(id(table), Tally())
        tally.row(cells, head=not tally.seen)
    for table_rows in _html(text) if "<t" in text.lower() else ():
        tallies[-len(tallies) - 1] = tally = Tally()
        for number, row in enumerate(table_rows):
            tally.row(row, head=not number)
    yield from (each.total for each in tallies.values())


def _html(text: str) -> Iterator[list[list[str]]]:
    """The tables of raw HTML as rows of cells; one within another counts with it."""
    rows: list[list[str]] = []
    start = -1  # of the text of the cell that is open
    for tag in TAG.finditer(text):
        name, ends = tag[2].lower(), bool(tag[1])
        if name not in ("table", "tr", "td", "th"):
            continue
        if start >= 0 and rows:
            rows[-1].append(re.sub(r"<[^<>]*>", "", text[start : tag.start()]))
        start = tag.end() if name in ("td", "th") and not ends else -1
        if name == "tr" and not ends:
            rows.append([])
        elif name == "table":
            yield from [rows] if rows else []
            rows = []
    yield from [rows] if rows else []
