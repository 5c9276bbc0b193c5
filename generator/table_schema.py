"""What editors say of a data file, `<name>.schema.yaml` beside it: read, held against the cells, filled up where it is
silent. What a column's cells are is then known of every published table."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from generator import cells, frontmatter, validation
from generator.faults import finding
from generator.forms import LABELS, label
from generator.model import Finding, Form, Mark, Reference, TableField, TableSchema
from generator.sources import read_text_file
from generator.table_fields import TableColumnFields, TableFields
from generator.table_rows import Fault, Row

SUFFIX = ".schema.yaml"
DATA = (".csv", ".yaml", ".yml")
FAULT_LIMIT = 20
_ORDERED = (Form.INTEGER, Form.NUMBER, Form.YEAR, Form.DATE)


@dataclass(frozen=True, slots=True)
class Described:
    """A description as written; `marks` are the places of its fields."""

    source: str
    fields: TableFields
    marks: Mapping[str, Mark]


def beside(path: str) -> str:
    """Where the description of a data file lies."""
    return posixpath.splitext(path)[0] + SUFFIX


def orphans(paths: Sequence[str]) -> Iterator[Finding]:
    """Descriptions among the files of a unit without a data file beside them."""
    for path in [each for each in paths if each.endswith(SUFFIX)]:
        stem = path.removesuffix(SUFFIX)
        if not any(f"{stem}{ending}" in paths for ending in DATA):
            yield finding("F224", path, (1, 1), f"旁边没有数据文件 {posixpath.basename(stem)}.csv 或 .yaml")


def read(root: Path, path: str) -> tuple[Described | None, list[Finding]]:
    """The description in a file of the workspace, or None with what is wrong in it."""
    try:
        text, faults = frontmatter.decode(read_text_file(root, path))
    except OSError as error:
        return None, [finding("F019", path, (1, 1), f"读不了：{error.strerror}")]
    told = [finding(each.code, path, (each.line, each.column), each.message) for each in faults]
    fields, marks, wrong = validation.read(TableFields, path, frontmatter.parse_mapping(text))
    told += wrong
    if fields is None:
        return None, told
    unusable = list(_bounds(path, fields, marks))
    return None if unusable else Described(path, fields, marks), [*told, *unusable]


def _bounds(path: str, fields: TableFields, marks: Mapping[str, Mark]) -> Iterator[Finding]:
    """Bounds that are not of their column's form."""
    for number, column in enumerate(fields.columns):
        for name in ("minimum", "maximum"):
            bound: str = getattr(column, name)
            if bound and not (column.form in _ORDERED and cells.is_of(column.form, bound)):
                mark = marks.get(f"columns.{number}.{name}", Mark(1, 1))
                what = f"写的「{bound}」与类型不符" if column.form else "要同时写类型"
                message = f"「{column.name}」的“{label(TableColumnFields, name)}”{what}"
                yield finding("F103", path, mark, message, "类型写整数、数字、年份或日期，最小、最大照这个类型写")


# ── held against the table ──────────────────────────────────────────────────────────────────────────────────────


def judge_heads(described: Described, header: Sequence[str]) -> Iterator[Finding]:
    """Columns that the table does not have, or that are described twice."""
    seen = Counter[str]()
    for number, column in enumerate(described.fields.columns):
        mark = described.marks.get(f"columns.{number}.name", Mark(1, 1))
        seen[column.name] += 1
        if column.name not in header:
            near = get_close_matches(column.name, header, n=1, cutoff=0.4)
            hint = f"，是不是「{near[0]}」？" if near else ""
            yield finding("F222", described.source, mark, f"数据文件里没有「{column.name}」这一列{hint}")
        elif seen[column.name] > 1 or header.count(column.name) > 1:
            yield finding("F222", described.source, mark, f"「{column.name}」有两列，分不清说明的是哪一列")


def judge(described: Described, rows: Sequence[Row]) -> tuple[Fault, ...]:
    """Cells that are not what their column is said to be, in the order of rows; no more than can be mended at once."""
    header = rows[0].cells
    known = [column for column in described.fields.columns if column.name in header]
    columns = [(header.index(column.name), column) for column in known]
    keys = [index for index, column in columns if column.key]
    faults = [fault for row in rows[1:] for fault in _faults(row, columns)]
    faults += _doubled(rows, columns, keys) if keys else ()
    return tuple(sorted(faults)[:FAULT_LIMIT])


def _faults(row: Row, columns: list[tuple[int, TableColumnFields]]) -> Iterator[Fault]:
    for index, column in columns:
        if told := _wrong(column, row.cells[index]):
            yield Fault(*row.place(index), f"「{column.name}」{told}")


def _wrong(column: TableColumnFields, cell: str) -> str:
    """What is wrong with a cell, or empty."""
    if not cell:
        return "是空的，这一列每行都要填" if column.required or column.key else ""
    form = column.form
    if form is None or form is Form.STRING:
        return ""
    if not cells.is_of(form, cell):
        return f"：「{cell}」不是{LABELS[Form][form.value]}"
    if column.minimum and cells.rank(form, cell) < cells.rank(form, column.minimum):
        return f"：「{cell}」小于 {column.minimum}"
    if column.maximum and cells.rank(form, cell) > cells.rank(form, column.maximum):
        return f"：「{cell}」大于 {column.maximum}"
    return ""


def _doubled(rows: Sequence[Row], columns: list[tuple[int, TableColumnFields]], keys: list[int]) -> Iterator[Fault]:
    """Rows with the key of an earlier one."""
    forms = {index: column.form or Form.STRING for index, column in columns}
    first: dict[tuple[str, ...], int] = {}
    for row in rows[1:]:
        key = tuple(cells.written(forms[index], row.cells[index]) for index in keys)
        line = first.setdefault(key, row.line)
        if line != row.line and all(key):
            yield Fault(*row.place(keys[0]), f"主键「{'、'.join(key)}」与第 {line} 行重复")


# ── filled up ───────────────────────────────────────────────────────────────────────────────────────────────────


def schema_of(described: Described | None, rows: Sequence[Row]) -> TableSchema:
    """What is known of a table: as described, and where nothing is said as its cells tell."""
    header = rows[0].cells
    named = {column.name: column for column in described.fields.columns} if described else {}
    names = _unique([cells.guarded(head) for head in header])
    fields = tuple(
        _field(name, head, [row.cells[index] for row in rows[1:]], named.get(head))
        for index, (name, head) in enumerate(zip(names, header, strict=True))
    )
    key = tuple(name for name, head in zip(names, header, strict=True) if head in named and named[head].key)
    if described is None:
        return TableSchema(fields)
    said = described.fields
    return TableSchema(fields, key, said.title, said.meaning, said.frequency)


def _unique(names: list[str]) -> tuple[str, ...]:
    """The names, with a number where one was there before: machines ask for columns by name."""
    found: list[str] = []
    for name in names:
        number, wanted = 2, name
        while wanted in found:
            wanted, number = f"{name}_{number}", number + 1
        found.append(wanted)
    return tuple(found)


def _field(name: str, head: str, column: list[str], said: TableColumnFields | None) -> TableField:
    if said is None:
        form = cells.form_of(head, column)
        return TableField(name, form, cells.unit_of(head, form), suffixed=cells.is_suffixed(form, column))
    form = said.form or (Form.STRING if said.registry else cells.form_of(head, column))
    return TableField(
        name,
        form,
        said.unit or cells.unit_of(head, form),
        said.meaning,
        said.required or said.key,
        cells.plain(said.minimum) if form is not Form.DATE else said.minimum,
        cells.plain(said.maximum) if form is not Form.DATE else said.maximum,
        said.registry,
        cells.is_suffixed(form, column),
    )


def references(described: Described, rows: Sequence[Row]) -> tuple[Reference, ...]:
    """The cells that name units of the registry."""
    header = rows[0].cells
    columns = [
        (header.index(column.name), column.registry)
        for column in described.fields.columns
        if column.registry and column.name in header
    ]
    return tuple(
        Reference(registry, row.cells[index], row.place(index))
        for row in rows[1:]
        for index, registry in columns
        if row.cells[index]
    )
