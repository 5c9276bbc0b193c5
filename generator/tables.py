"""Data files (CSV, YAML) → `Table`: what may stand in a document as an accessible table, with every mistake's place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from generator.cells import NUMBER
from generator.delimited import decoded
from generator.frontmatter import DATA_LIMIT, DATA_NODE_LIMIT, ParsedYaml, parse_yaml
from generator.model import Mark, Table
from generator.table_rows import Fault, Row

ROW_LIMIT = 5_000
COLUMN_LIMIT = 100
FAULT_LIMIT = 20
_HEADER = ("header", "表头")
_ROWS = ("rows", "行")


class _Refused(Exception):
    """The file cannot be read as a table; carries the fault."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, column, message)


def read_rows(path: Path) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a data file, its header first, and what is wrong in it; no rows where it has no usable header.

    Never raises on content or a missing file. Rows that do not fit the header are told, and left out.
    """
    try:
        text = _text(path)
        rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _yaml_rows(text)
    except _Refused as refused:
        return (), (refused.fault,)
    header = rows[0] if rows else Row(1, 1, ())
    if faults := tuple(_header_faults(header))[:FAULT_LIMIT]:
        return (), faults
    fitting = (header, *(row for row in rows[1:] if len(row.cells) == len(header.cells)))
    return fitting, tuple(_width_faults(rows))[:FAULT_LIMIT]


def table(rows: tuple[Row, ...], source: str, caption: str) -> Table:
    """The rows of a data file as a table named `caption`; `source` is its path as messages and the table tell it."""
    header, body = rows[0].cells, tuple(row.cells for row in rows[1:])
    numeric = tuple(_is_numeric([row[index] for row in body]) for index in range(len(header)))
    return Table(source, caption, header, body, numeric)


def _text(path: Path) -> str:
    """The decoded text: UTF-8 with or without BOM, else GB18030 as Excel on Chinese Windows writes it."""
    try:
        if path.is_symlink():
            raise _Refused(1, 1, "是符号链接，不读取；请换成真实的文件")
        with path.open("rb") as file:
            data = file.read(DATA_LIMIT + 1)
    except OSError as error:
        raise _Refused(1, 1, f"读不了数据文件：{error.strerror}") from error
    if len(data) > DATA_LIMIT:
        raise _Refused(1, 1, f"数据文件超过 {DATA_LIMIT // 1024 // 1024} MiB；请改作附件发布")
    text = _decoded(data)
    if not text.strip():
        raise _Refused(1, 1, "数据文件是空的")
    found = re.search(r"[\0-\x08\x0b\x0c\x0e-\x1f]", text)
    if found:
        raise _Refused(*Mark.at(text, found.start()), "含有看不见的控制字符；请另存为“CSV UTF-8”")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    try:
        return decoded(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Refused(line, 1, "文件编码认不出来；请另存为“CSV UTF-8”") from error


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _csv_rows(text: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):  # spreadsheets leave blank lines, or lines of commas only
                rows.append(Row(line, 1, tuple(_cell(cell) for cell in cells), _places(line, cells)))
                if len(rows) > ROW_LIMIT + 1:
                    raise _Refused(line, 1, f"超过 {ROW_LIMIT} 行；请拆分，或改作附件发布")
            line = reader.line_num + 1
    except csv.Error as error:
        raise _Refused(line, 1, "CSV 写法有误：引号没有成对，或单元格过长") from error
    return _without_empty_tail(rows)


def _places(line: int, cells: list[str]) -> tuple[Mark, ...]:
    """Where the cells of a line begin, as far as they are written without quotes."""
    ends = accumulate((len(cell) + 1 for cell in cells), initial=1)
    return tuple(Mark(line, start) for start in ends)


def _without_empty_tail(rows: list[Row]) -> list[Row]:
    """Drop columns at the right that are empty in every row: spreadsheets export them."""
    width = max((len(row.cells) for row in rows), default=0)
    if len({len(row.cells) for row in rows}) != 1:
        return rows
    while width > 1 and not any(row.cells[width - 1] for row in rows):
        width -= 1
    return [row._replace(cells=row.cells[:width]) for row in rows]


def _cell(written: str) -> str:
    return " ".join(written.split())


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _yaml_rows(text: str) -> list[Row]:
    parsed = parse_yaml(text, node_limit=DATA_NODE_LIMIT, limit=DATA_LIMIT)
    if parsed.faults:
        fault = parsed.faults[0]
        raise _Refused(fault.line, fault.column, fault.message)
    if isinstance(parsed.values, dict):
        return _header_and_rows(parsed.values, parsed)
    if isinstance(parsed.values, list):
        return _mappings(parsed.values, parsed)
    raise _Refused(1, 1, "应当是列表（每行“- 列名: 值”），或“表头”加“行”")


def _header_and_rows(values: dict[str, Any], parsed: ParsedYaml) -> list[Row]:
    names = [next((key for key in spellings if key in values), "") for spellings in (_HEADER, _ROWS)]
    for key in values:
        if key not in names:
            raise _Refused(*parsed.keys[key], f"不认识「{key}」；只用“表头”和“行”")
    if not all(names):
        raise _Refused(1, 1, "缺少“表头”或“行”")
    header, rows = (values[name] for name in names)
    if not isinstance(header, list):
        raise _Refused(*_mark(parsed, names[0]), "“表头”应当是列名的列表")
    if not isinstance(rows, list):
        raise _Refused(*_mark(parsed, names[1]), "“行”应当是列表，每一行也是列表")
    places = tuple(_mark(parsed, f"{names[0]}.{index}") for index in range(len(header)))
    found = [Row(*_mark(parsed, names[0]), _texts(header, names[0], parsed), places)]
    for number, row in enumerate(rows[: ROW_LIMIT + 1]):
        path = f"{names[1]}.{number}"
        if not isinstance(row, list):
            raise _Refused(*_mark(parsed, path), f"第 {number + 1} 行应当写成列表，例如 [甲, 1]")
        cells = tuple(_mark(parsed, f"{path}.{index}") for index in range(len(row)))
        found.append(Row(*_mark(parsed, path), _texts(row, path, parsed), cells))
    return _bounded(found)


def _mappings(values: list[Any], parsed: ParsedYaml) -> list[Row]:
    first = values[0] if values else None
    if not isinstance(first, dict):
        raise _Refused(*_mark(parsed, "0"), "列表的每一项应当是“列名: 值”")
    header = tuple(first)
    found = [Row(*_mark(parsed, "0"), tuple(_cell(name) for name in header))]
    for number, each in enumerate(values[: ROW_LIMIT + 1]):
        path = str(number)
        if not isinstance(each, dict):
            raise _Refused(*_mark(parsed, path), f"第 {number + 1} 项应当是“列名: 值”")
        _same_keys(header, each, number, parsed)
        cells = [each[name] for name in header]
        places = tuple(_mark(parsed, f"{path}.{name}") for name in header)
        found.append(Row(*_mark(parsed, path), _texts(cells, path, parsed, header), places))
    return _bounded(found)


def _same_keys(header: tuple[str, ...], row: dict[str, Any], number: int, parsed: ParsedYaml) -> None:
    for key in row:
        if key not in header:
            raise _Refused(*parsed.keys[f"{number}.{key}"], f"第 {number + 1} 项多了「{key}」，各项的列名必须相同")
    for key in header:
        if key not in row:
            raise _Refused(*_mark(parsed, str(number)), f"第 {number + 1} 项缺少「{key}」，各项的列名必须相同")


def _texts(cells: list[Any], path: str, parsed: ParsedYaml, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    for index, cell in enumerate(cells):
        if isinstance(cell, list | dict):
            place = f"{path}.{names[index] if names else index}"
            raise _Refused(*_mark(parsed, place), "单元格里只能是文字或数字，不能再套列表")
    return tuple(_cell(cell or "") for cell in cells)


def _mark(parsed: ParsedYaml, path: str) -> Mark:
    return parsed.marks.get(path, Mark(1, 1))


def _bounded(rows: list[Row]) -> list[Row]:
    if len(rows) > ROW_LIMIT + 1:
        raise _Refused(rows[-1].line, 1, f"超过 {ROW_LIMIT} 行；请拆分，或改作附件发布")
    return rows


# ── both ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _header_faults(header: Row) -> Iterator[Fault]:
    width = len(header.cells)
    if width > COLUMN_LIMIT:
        yield Fault(header.line, header.column, f"有 {width} 列，超过 {COLUMN_LIMIT} 列；请拆分，或改作附件发布")
        return
    for index, name in enumerate(header.cells):
        if not name:
            yield Fault(*header.place(index), f"表头第 {index + 1} 列是空的；每一列都要有名称")
    if not width:
        yield Fault(header.line, header.column, "缺少表头：第一行应当是各列的名称")


def _width_faults(rows: list[Row]) -> Iterator[Fault]:
    width = len(rows[0].cells)
    for row in rows[1:]:
        if len(row.cells) != width:
            yield Fault(row.line, row.column, f"这一行有 {len(row.cells)} 格，表头有 {width} 格")


def _is_numeric(cells: list[str]) -> bool:
    """Whether all cells that are not empty are numbers, and there is one."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(NUMBER.fullmatch(cell) for cell in filled)
