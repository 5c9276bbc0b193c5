"""Sheets, however they were read, as tables of data: one data file a sheet, whatever its size.

A small sheet is a data file too: editors mend it in a spreadsheet, and readers download it. What is drawn as a report
belongs in Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.blocks import Imported, Paragraph, Remark, Sheet, Span
from generator.errors import UsageError
from generator.extraction import Area, DrawnSheet, Fault, Limits, drawn
from generator.frontmatter import DATA_LIMIT
from generator.importers._layout import Layout, laid_out
from generator.importers._matrix import Matrix, matrix
from generator.importers._refusal import refusal
from generator.tables import COLUMN_LIMIT, ROW_LIMIT

AROUND = 40  # rows that a title, a head and notes may take
_TOO_LONG = f"超过 {ROW_LIMIT} 行，没有导入；请拆分，或把原文件列为附件"
_NAMELESS = re.compile(r"(?:Sheet|工作表)\d*", re.IGNORECASE)


def imported(path: Path, limits: Limits) -> Imported:
    """All sheets of a file; `UsageError` where none can be read."""
    pieces = drawn(path, limits, ROW_LIMIT + AROUND)
    sheets = tuple(piece for piece in pieces if isinstance(piece, DrawnSheet))
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    if not sheets and any(fault.kind.unread for fault in faults):
        raise refusal(faults, path, "请用表格软件打开，另存为 xlsx 后再导入")
    found = [each for index in range(len(sheets)) for each in _parts(sheets, index, path.stem)]
    tables = tuple(each for each in found if isinstance(each, Sheet))
    texts = tuple(each for each in found if isinstance(each, Paragraph))
    told = tuple(each for each in found if isinstance(each, Remark))
    if not tables and not texts and not told:
        raise UsageError("是空的，没有可以导入的内容", str(path), "请用表格软件打开核对")
    told = (*(Remark(fault.place, fault.message) for fault in faults), *told)
    return Imported(path.name, blocks=texts, sheets=tables, remarks=told)


def _parts(sheets: tuple[DrawnSheet, ...], index: int, stem: str) -> Iterator[Sheet | Paragraph | Remark]:
    """What becomes of a sheet: data, or running text where it is no table; and what is to be told of it."""
    sheet = sheets[index]
    name = _name(sheets, index, stem)
    place = f"工作表“{sheet.name}”" if sheet.name else ""
    yield from (Remark(place, message) for message in _told(sheet))
    cells = matrix(sheet)
    if not cells.numbers or sheet.cut:
        return
    if sheet.name and _is_text(cells, sheet.merged):  # plain text has no merged cells: it is always a table
        yield from (Paragraph((Span(cell.text),)) for row in cells.cells for cell in row if cell.text)
        return
    layout = laid_out(cells)
    yield from (Remark(place, message) for message in (*layout.told, *_doubts(layout)))
    if refused := _refused(layout):
        yield Remark(place, refused)
    else:
        rows = (layout.head, *layout.rows)
        yield Sheet(name, rows, layout.caption, layout.above, layout.below, layout.numbers, layout.columns)


def _doubts(layout: Layout) -> Iterator[str]:
    """What makes it doubtful that this is a table of data."""
    if not layout.rows:
        yield "只有表头，没有一行数据；请核对原文件"
    elif len(layout.head) == 1:
        yield "只有一列，不像数据表；是文字的，请放进 Word 文件再导入"


def _is_text(cells: Matrix, merged: tuple[Area, ...]) -> bool:
    """Whether no row has two cells, and there is no column of cells either: a cover, a note."""
    if len(cells.numbers) == 1 or any(len(cells.filled(row)) > 1 for row in range(len(cells.numbers))):
        return len(cells.numbers) == 1
    wide = {(area.top, area.left) for area in merged if area.right > area.left}
    return len(cells.columns) > 1 or all((number, cells.columns[0]) in wide for number in cells.numbers)


def _name(sheets: tuple[DrawnSheet, ...], index: int, stem: str) -> str:
    """The sheet's own name, or the file's where it has none of its own; a number where there are several of those."""
    nameless = [number for number, sheet in enumerate(sheets) if not sheet.name or _NAMELESS.fullmatch(sheet.name)]
    if index not in nameless:
        return sheets[index].name
    return stem if len(nameless) == 1 else f"{stem}-{nameless.index(index) + 1}"


def _refused(layout: Layout) -> str:
    """Why a sheet cannot be a data file, or empty."""
    size = sum(len(cell.encode()) + 3 for row in (layout.head, *layout.rows) for cell in row)
    if len(layout.rows) > ROW_LIMIT:
        return _TOO_LONG
    if len(layout.head) > COLUMN_LIMIT:
        return f"有 {len(layout.head)} 列，超过 {COLUMN_LIMIT} 列，没有导入；请拆分，或把原文件列为附件"
    return f"超过 {DATA_LIMIT >> 20} MiB，没有导入；请拆分，或把原文件列为附件" if size > DATA_LIMIT else ""


def _told(sheet: DrawnSheet) -> Iterator[str]:
    if sheet.hidden:
        yield "是隐藏的，没有导入；要公开的请先取消隐藏，再导入一次"
    parts = ((sheet.hidden_rows, "行"), (sheet.hidden_columns, "列"))
    if hidden := "、".join(f"{count} {unit}" for count, unit in parts if count):
        yield f"有隐藏的 {hidden}，没有导入；要公开的请先取消隐藏，再导入一次"
    if sheet.unvalued:
        words = "的公式没有存下结果，或结果是错误，这几格是空的；请用表格软件打开、改好、保存后再导入"
        yield f"{_places(sheet.unvalued)} {words}"
    if sheet.rounded:
        yield f"{_places(sheet.rounded)} 是超过 15 位的数字，末几位可能已变成 0；请核对，并把该列改为文本"
    if sheet.cut:
        yield _TOO_LONG


def _places(cells: tuple[str, ...]) -> str:
    return "、".join(cells[:5]) + (f" 等 {len(cells)} 格" if len(cells) > 5 else "")
