"""Tables → charts: those that an editor asks for, and those of budgets, which come by themselves.

Nothing is guessed about numbers: a chart that a table does not allow is none, and of one that was asked for it is told
why, with the place in the front matter or of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from generator import cells
from generator.chart_fields import ChartFields
from generator.charts import LABEL_LIMIT, SERIES_LIMIT
from generator.model import Chart, ChartKind, Form, Series, Table
from generator.rulebook import rules

_DIGITS = 15  # on either side of the point


class Wrong(NamedTuple):
    """Why there is no chart: the field that is to blame (`values.1`) or a cell (row, column), and the words."""

    field: str
    message: str
    cell: tuple[int, int] | None = None


def chart(asked: ChartFields, table: Table, title: str) -> Chart | tuple[Wrong, ...]:
    """The chart of a table that an editor asks for, or what is wrong; `title` where the editor wrote none."""
    label, wrong = _column(table, asked.labels, "labels") if asked.labels else (0, ())
    columns, more = _columns(asked, table, label)
    if wrong or more:
        return (*wrong, *more)
    chosen, absent = _rows(asked, table, label)
    if absent:
        return absent
    made = _chart(asked.kind, asked.title or title, table, label, columns, chosen, asked.description)
    return tuple(_faults(made, table, columns, chosen)) or made


# ── what an editor asks for ─────────────────────────────────────────────────────────────────────────────────────


def _column(table: Table, name: str, field: str) -> tuple[int, tuple[Wrong, ...]]:
    """The place of a column by its head, with or without its unit."""
    bare = [_bare(head) for head in table.header]
    for heads in (list(table.header), bare):
        if heads.count(name) == 1:
            return heads.index(name), ()
    near = get_close_matches(name, [*table.header, *bare], n=1, cutoff=0.4)
    hint = f"，是不是「{near[0]}」？" if near else f"；表头是：{'、'.join(table.header)}"
    twice = name in table.header
    return 0, (Wrong(field, f"「{name}」有两列，分不清画哪一列" if twice else f"数据文件里没有「{name}」这一列{hint}"),)


def _columns(asked: ChartFields, table: Table, label: int) -> tuple[tuple[int, ...], tuple[Wrong, ...]]:
    """The columns of numbers: those that are named, else all that are numbers of one unit."""
    if not asked.values:
        numbers = [index for index, numeric in enumerate(table.numeric) if numeric and index != label]
        same = tuple(index for index in numbers if _unit(table, index) == _unit(table, numbers[0]))
        return _bounded(same, "data", () if same else _no_numbers(table, label))
    found = [_column(table, name, f"values.{number}") for number, name in enumerate(asked.values)]
    wrong = tuple(each for _, told in found for each in told)
    columns = tuple(index for index, told in found if not told)
    units = {_unit(table, index) for index in columns}
    if len(units) > 1:
        shown = "、".join(sorted(unit or "没有单位" for unit in units))
        wrong += (Wrong("values", f"各列的单位不同（{shown}），一张图里只能用一个单位；分成几张图"),)
    return _bounded(columns, "values", wrong)


def _no_numbers(table: Table, label: int) -> tuple[Wrong, ...]:
    """Why no column is one of numbers: the cells that keep one from it, where most of its cells are numbers."""
    found = []
    for index in (each for each in range(len(table.header)) if each != label):
        cells_of = [(row, each[index]) for row, each in enumerate(table.rows) if each[index] not in cells.MISSING]
        strange = [(row, cell) for row, cell in cells_of if not _is_number(cell)]
        if len(strange) * 2 < len(cells_of):
            found += [_no_number(table, row, index) for row, _ in strange]
    return tuple(found) or (Wrong("data", "数据文件里没有数字列"),)


def _no_number(table: Table, row: int, index: int) -> Wrong:
    return Wrong("", f"「{table.header[index]}」的「{table.rows[row][index]}」不是能画的数字", (row, index))


def _bounded(
    columns: tuple[int, ...], field: str, wrong: tuple[Wrong, ...]
) -> tuple[tuple[int, ...], tuple[Wrong, ...]]:
    if len(columns) > SERIES_LIMIT:
        wrong += (Wrong(field, f"要画 {len(columns)} 列数，最多 {SERIES_LIMIT} 列；用“数值”选几列"),)
    return columns, wrong


def _rows(asked: ChartFields, table: Table, label: int) -> tuple[tuple[int, ...], tuple[Wrong, ...]]:
    """The rows that are drawn, by number: those that are named, else all but sums, which would dwarf their parts."""
    names = [row[label] for row in table.rows]
    if not asked.rows:
        found = tuple(number for number, name in enumerate(names) if not name.endswith(_sums()))
        many = len(found) > LABEL_LIMIT
        told = (Wrong("data", f"有 {len(found)} 行，最多画 {LABEL_LIMIT} 行；用“行”选几行"),) if many else ()
        return found[:LABEL_LIMIT], told
    absent = tuple(
        Wrong(f"rows.{number}", f"「{table.header[label]}」一列里没有「{name}」{_near(name, names)}")
        for number, name in enumerate(asked.rows)
        if name not in names
    )
    return tuple(names.index(name) for name in asked.rows if name in names), absent


def _near(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.4)
    return f"，是不是「{near[0]}」？" if near else ""


def _faults(made: Chart, table: Table, columns: Sequence[int], chosen: Sequence[int]) -> Iterator[Wrong]:
    """What the numbers do not allow."""
    if made.kind is ChartKind.SHARE and len(columns) > 1:
        yield Wrong("values", "占比图只能画一列数；用“数值”选一列，或改用堆积图")
        return
    for number, index in enumerate(columns):
        if not any(_is_number(table.rows[row][index]) for row in chosen):
            yield Wrong(f"values.{number}", f"「{table.header[index]}」这一列没有数字，画不出来")
            continue
        for row in chosen:
            cell = table.rows[row][index]
            if cell not in cells.MISSING and not _is_number(cell):
                yield _no_number(table, row, index)
            elif made.kind is ChartKind.SHARE and _number(cell).startswith("-"):
                yield Wrong("", f"「{cell}」是负数，不能画成占比图；改用条形图", (row, index))


# ── the value ───────────────────────────────────────────────────────────────────────────────────────────────────


def _chart(
    kind: ChartKind,
    title: str,
    table: Table,
    label: int,
    columns: Sequence[int],
    chosen: Sequence[int],
    description: str = "",
) -> Chart:
    year = table.schema.fields[label].form is Form.YEAR
    return Chart(
        kind=kind,
        title=title,
        labels=tuple(f"{table.rows[row][label]}年" if year else table.rows[row][label] for row in chosen),
        series=tuple(
            Series(_bare(table.header[index]), tuple(_number(table.rows[row][index]) for row in chosen))
            for index in columns
        ),
        unit=_unit(table, columns[0]) if columns else "",
        label_head=table.header[label],
        description=description,
        source=table.source,
    )


def _unit(table: Table, index: int) -> str:
    """The unit of measure of a column; % where its numbers are followed by it."""
    field = table.schema.fields[index]
    signs = {cells.plain(row[index][-1:]) for row in table.rows if row[index]} if field.suffixed else set()
    return field.unit or cells.unit_of(table.header[index], Form.NUMBER) or "".join(sorted(signs))


def _bare(head: str) -> str:
    """A head without the unit in its brackets."""
    unit = cells.unit_of(head, Form.NUMBER)
    return head[: -len(unit) - 2] if unit and len(head) > len(unit) + 2 else head


def _is_number(cell: str) -> bool:
    whole, _, part = _number(cell).lstrip("-").partition(".")
    return cells.NUMBER.fullmatch(cell) is not None and max(len(whole.lstrip("0")), len(part)) <= _DIGITS


def _number(cell: str) -> str:
    """A cell as exact decimal text; "" where it says that there is none, or is no number."""
    return cells.plain(cell).rstrip(cells.SUFFIXES) if cells.NUMBER.fullmatch(cell) else ""


# ── budgets and final accounts ──────────────────────────────────────────────────────────────────────────────────

_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def _sums() -> tuple[str, ...]:
    """How the names of rows end that are sums of others."""
    return tuple(rules("data_tables")["sum_rows"])


class _Part(NamedTuple):
    """The rows of a table that add up to the row that says so: 收入, 支出."""

    name: str
    rows: tuple[int, ...]


def budget_charts(table: Table) -> tuple[Chart, ...]:
    """What a table of a budget or of final accounts shows of itself: how its parts changed, where the money goes.

    Only of a table that can be trusted to be one: a first column of names, columns of money headed by years, and rows
    that add up, to the cent, to the sum below them in every year.
    """
    years = _years(table)
    parts = tuple(_parts(table, years)) if years else ()
    newest = years[-1:]
    found = []
    for part in parts:
        if len(years) > 1:
            heads = "和".join(_year(table.header[index]) for index in years[::-1])
            title = f"{heads}{part.name}各项"
            found.append(_chart(ChartKind.LYING_BAR, title, table, 0, years[::-1], part.rows))
        if part is parts[-1] or len(years) == 1:
            title = f"{_year(table.header[newest[0]])}{part.name}构成"
            found += _share(title, table, newest, part)
    return tuple(found)


def _share(title: str, table: Table, newest: tuple[int, ...], part: _Part) -> Iterator[Chart]:
    made = _chart(ChartKind.SHARE, title, table, 0, newest, part.rows)
    numbers = [Decimal(value) for value in made.series[0].values]
    if min(numbers) >= 0 and sum(numbers) > 0:
        yield made


def _years(table: Table) -> tuple[int, ...]:
    """The columns of money headed by a year, the newest last; none where the table is not of the form."""
    if not table.header or table.numeric[0] or len({row[0] for row in table.rows}) != len(table.rows):
        return ()
    money = rules("data_tables")["money"]
    found = [
        index
        for index, head in enumerate(table.header)
        if table.numeric[index] and _YEAR.search(head) and _unit(table, index) in money
    ]
    dated = {_year(table.header[index]): index for index in found}
    same = len({_unit(table, index) for index in found}) == 1 and len(dated) == len(found) <= SERIES_LIMIT
    return tuple(index for _, index in sorted(dated.items())) if same else ()


def _year(head: str) -> str:
    found = _YEAR.search(head)
    return f"{found[1]}年" if found else ""


def _parts(table: Table, years: tuple[int, ...]) -> Iterator[_Part]:
    """The runs of rows that end in their sum."""
    begun: list[int] = []
    ends = _sums()
    for number, row in enumerate(table.rows):
        if not row[0].endswith(ends):
            begun.append(number)
            continue
        name = next((row[0].removesuffix(end) for end in ends if row[0].endswith(end)), "")
        if name and 1 < len(begun) <= LABEL_LIMIT and all(_adds_up(table, begun, number, index) for index in years):
            yield _Part(name, tuple(begun))
        begun = []


def _adds_up(table: Table, rows: Sequence[int], total: int, index: int) -> bool:
    values = [table.rows[row][index] for row in (*rows, total)]
    if not all(_is_number(value) for value in values):
        return False
    *parts, whole = (Decimal(_number(value)) for value in values)
    return sum(parts) == whole
