"""What must not become public in what was read of a file, told before anything is written, and the same with it masked.

The words of every paragraph, cell, note and stated value are examined as the checks examine a document: a cell under
the head of its column, whatever tables have been merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from generator.blocks import Block, Grid, GridCell, Imported, Note, Paragraph, Picture, Sheet, Span
from generator.official_lines import bare, words
from generator.personal_context import examine, examine_row
from generator.personal_data import BLOCK, Sighting
from generator.personal_tables import PersonTable
from generator.secrecy import marks

GRADE = "密级"


class Worry(NamedTuple):
    """Something that must not be public (`grave`), or that somebody has to look at; masking may mend it.

    `secret` where it is a grade or mark of secrecy: for the secrecy office, not for the clerk to mend.
    """

    place: str
    message: str
    grave: bool
    maskable: bool
    secret: bool = False


def guarded(imported: Imported, name: str = "") -> tuple[Imported, tuple[Worry, ...]]:
    """The same with everything personal masked, and what there was; `name` is what the file is called in `导入`."""
    guard = _Guard()
    blocks = guard.blocks(imported.blocks, "")
    notes = tuple(Note(each.number, guard.blocks(each.blocks, f"脚注 {each.number} ")) for each in imported.notes)
    pictures = tuple(
        Picture(each.name, each.data, guard.text(each.words, f"图片 {each.name} 的说明")) for each in imported.pictures
    )
    made = replace(
        imported,
        blocks=blocks,
        notes=notes,
        pictures=pictures,
        sheets=tuple(guard.sheet(each) for each in imported.sheets),
        values=guard.values(imported.values),
    )
    for each in (name or imported.original, *imported.attachments):
        guard.name(each)
    return made, tuple(guard.worries)


def worries_of_name(name: str) -> tuple[Worry, ...]:
    """What the name of a file tells that must not be public."""
    guard = _Guard()
    guard.name(name)
    return tuple(guard.worries)


@dataclass(slots=True)
class _Guard:
    """Goes through what was read once: gives back each part masked, and keeps what it found."""

    worries: list[Worry] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def blocks(self, blocks: Sequence[Block], place: str) -> tuple[Block, ...]:
        return tuple(self._block(each, place) for each in blocks)

    def _block(self, block: Block, place: str) -> Block:
        if isinstance(block, Grid):
            self.tables += 1
            return self._grid(block, f"{place}表 {self.tables} ")
        self.paragraphs += 1
        return self._paragraph(block, f"{place}第 {self.paragraphs} 段")

    def _paragraph(self, block: Paragraph, place: str) -> Paragraph:
        block = replace(block, number=self.text(block.number, place), spans=self._links(block.spans, place))
        found = self._seen("".join(span.text for span in block.spans), place)
        return replace(block, spans=_masked_spans(block.spans, found)) if found else block

    def _links(self, spans: Sequence[Span], place: str) -> tuple[Span, ...]:
        """Spans without the links that tell something: masked they would lead nowhere."""
        links = dict.fromkeys(span.link for span in spans if span.link)
        telling = {link for link in links if self._seen(unquote(link), f"{place}的链接")}
        return tuple(replace(span, link="") if span.link in telling else span for span in spans)

    def _grid(self, grid: Grid, place: str) -> Grid:
        table, made = PersonTable(), []
        for number, (row, cells) in enumerate(zip(grid.rows, _placed(grid), strict=True), 1):
            texts = tuple(_words(cell.blocks) if cell else "" for cell in cells)
            under = _by_cell(examine_row(table, texts))
            columns = [column for column, cell in enumerate(cells) if cell is not None]
            made.append(
                tuple(
                    self._cell(cell, texts[column], under.get(column, ()), f"{place}第 {number} 行第 {column + 1} 列")
                    for cell, column in zip(row, columns, strict=True)
                )
            )
        self._list(table, place)
        return replace(grid, rows=tuple(made), caption=self.text(grid.caption, f"{place}的表题"))

    def _cell(self, cell: GridCell, text: str, under: Sequence[Sighting], place: str) -> GridCell:
        """A cell: what its own words tell is told there, what its head tells of the whole cell."""
        only = cell.blocks[0] if len(cell.blocks) == 1 else None
        if isinstance(only, Paragraph):
            self._mark(text, place)
            self._tell(under, place)
            only = replace(only, number=self.text(only.number, place), spans=self._links(only.spans, place))
            return replace(cell, blocks=(replace(only, spans=_masked_spans(only.spans, under)),))
        own = replace(cell, blocks=self.blocks(cell.blocks, f"{place} "))
        beyond = [each for each in under if not any(each.masked == seen.masked for seen in examine(text))]
        self._tell(beyond, place)
        return _hidden(own, beyond, text)

    def sheet(self, sheet: Sheet) -> Sheet:
        """A table of data."""
        table, rows = PersonTable(), []
        place = f"表「{sheet.name}」"
        for number, cells in enumerate(sheet.rows):
            under, made = _by_cell(examine_row(table, cells)), list(cells)
            for column, cell in enumerate(cells):
                where = f"{place}{sheet.place(number, column)}"
                self._mark(cell, where)
                self._tell(under.get(column, ()), where)
                made[column] = _masked_text(cell, under.get(column, ()))
            rows.append(tuple(made))
        self._list(table, place)
        return replace(
            sheet,
            name=self.text(sheet.name, "表名"),
            rows=tuple(rows),
            caption=self.text(sheet.caption, f"{place}的标题"),
            above=tuple(self.text(each, f"{place}上面的文字") for each in sheet.above),
            below=tuple(self.text(each, f"{place}下面的文字") for each in sheet.below),
        )

    def values(self, values: Mapping[str, str]) -> dict[str, str]:
        """What the source states; a grade of secrecy in its own column is grave whatever it says."""
        grade = values.get(GRADE, "").strip()
        if any(each and each not in words("open_grades") for each in grade.split("；")):
            self._secret(grade, f"“{GRADE}”一栏")
            values = {name: text for name, text in values.items() if name != GRADE}
        return {name: self.text(text, f"“{name}”一栏") for name, text in values.items()}

    def name(self, name: str) -> None:
        """The name of a file, with the folders that it is in: it cannot be masked here."""
        path = PurePosixPath(name)
        for part in (*path.parent.parts, path.stem):
            self._mark(part, "文件名")
        self.worries += (
            Worry("文件名", f"出现{each.kind}：{each.masked}；请先给文件改名", True, False) for each in examine(name)
        )

    def text(self, text: str, place: str) -> str:
        """A text that stands alone."""
        return _masked_text(text, self._seen(text, place))

    def _seen(self, text: str, place: str) -> tuple[Sighting, ...]:
        self._mark(text, place)
        found = examine(text)
        self._tell(found, place)
        return found

    def _tell(self, found: Sequence[Sighting], place: str) -> None:
        self.worries += (Worry(place, f"出现{each.kind}：{each.masked}", each.grade == BLOCK, True) for each in found)

    def _mark(self, text: str, place: str) -> None:
        """A mark anywhere, and a grade that has a line to itself, which needs no star."""
        for line in map(bare, text.split("\n")):
            if line in words("grades"):
                self._secret(line, place)
        for each in marks(text):
            self._secret(each[0], place)

    def _secret(self, mark: str, place: str) -> None:
        self.worries.append(Worry(place, f"出现密级或内部资料标志「{mark}」", True, False, True))

    def _list(self, table: PersonTable, place: str) -> None:
        if table.lists_persons:
            told = f"列出 {table.names} 人的姓名和“{table.matter}”，公开要用“公示”类型并写公示截止"
            self.worries.append(Worry(place.strip(), told, False, False))


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(grid: Grid) -> Iterator[list[GridCell | None]]:
    """Each row by column: a cell stands where it begins, None where another covers the place."""
    covered: dict[int, int] = {}  # column → rows yet to be covered
    for row in grid.rows:
        cells: list[GridCell | None] = []
        for cell in row:
            while covered.get(len(cells), 0):
                cells.append(None)
            start = len(cells)
            cells += [cell, *[None] * (cell.columns - 1)]
            covered |= dict.fromkeys(range(start, len(cells)), cell.rows)
        width = max([len(cells), *(column + 1 for column, rows in covered.items() if rows)])
        cells += [None] * (width - len(cells))
        covered = {column: rows - 1 for column, rows in covered.items() if rows > 1}
        yield cells


def _words(blocks: Sequence[Block]) -> str:
    """The words of a cell, without the numbers that are automatic."""
    texts = ("".join(span.text for span in each.spans) for each in blocks if isinstance(each, Paragraph))
    return "\n".join(texts)


def _by_cell(found: Sequence[tuple[int, Sighting]]) -> dict[int, list[Sighting]]:
    by_cell: dict[int, list[Sighting]] = {}
    for column, each in found:
        by_cell.setdefault(column, []).append(each)
    return by_cell


def _hidden(cell: GridCell, found: Sequence[Sighting], text: str) -> GridCell:
    """A cell of several paragraphs, in which only its head tells that something is personal: one paragraph, masked."""
    if not found:
        return cell
    return replace(cell, blocks=(Paragraph((Span(_masked_text(text, found)),)),))


def _masked_text(text: str, found: Sequence[Sighting]) -> str:
    for each in reversed(found):
        text = f"{text[: each.start]}{each.masked}{text[each.end :]}"
    return text


def _masked_spans(spans: Sequence[Span], found: Sequence[Sighting]) -> tuple[Span, ...]:
    """Spans with other words in the places that were found; a place that goes over several spans ends in its first."""
    made, offset = [], 0
    for span in spans:
        end, pieces, at = offset + len(span.text), [], offset
        for each in found:
            if each.start >= end or each.end <= offset:
                continue
            pieces += [span.text[at - offset : max(each.start, at) - offset]]
            pieces += [each.masked] if each.start >= offset else []
            at = min(each.end, end)
        pieces.append(span.text[at - offset :])
        made.append(replace(span, text="".join(pieces)))
        offset = end
    return tuple(made)
