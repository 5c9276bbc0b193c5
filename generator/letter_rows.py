"""`letters/*.csv` and `letters/*.yaml` of a unit → rows of cells by name, each with its place; never shown.

A row is a letter; the first row names the columns (`rules/letters.yaml`). What is in a cell is never repeated in a
message, since nothing that a citizen wrote may stand in a log: a message says where it stands and what belongs there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from generator import frontmatter
from generator.delimited import decoded, records
from generator.frontmatter import DATA_LIMIT, DATA_NODE_LIMIT, parse_yaml
from generator.model import Mark
from generator.rulebook import rules

COLUMNS = "编号、渠道、收到日、主题、类别、内容、办理单位、答复日、答复内容、公开"


class Fault(NamedTuple):
    """Why a row, or a file, is passed over, and how that is mended."""

    mark: Mark
    message: str
    fix: str


class Row(NamedTuple):
    """A letter as it was typed: cells by the names of `rules/letters.yaml`, where each stands; never shown."""

    source: str
    number: int  # of the row, or the line
    cells: Mapping[str, str]
    places: Mapping[str, Mark]
    names: tuple[str, ...]
    values: tuple[str, ...]

    def fault(self, cell: str, message: str, fix: str) -> Fault:
        """What is wrong in a cell of it."""
        return Fault(self.place(cell), message, fix)

    def place(self, cell: str) -> Mark:
        """Where a cell stands; the row's beginning where it has none such."""
        return self.places.get(cell, Mark(self.number, 1))


def text_of(data: bytes) -> str:
    """The text of a file, its line ends plain; ValueError where its encoding is not known."""
    return decoded(data).replace("\r\n", "\n").replace("\r", "\n")  # UnicodeDecodeError is a ValueError


def csv_rows(source: str, text: str) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file."""
    try:
        lines = list(records(text, ","))
    except ValueError as error:
        fix = "在这一行找到只有一半的英文双引号，补上另一半；用表格软件重新另存为 CSV 也行"
        return [], [Fault(Mark(int(error.args[0]), 1), "这一行有一个引号没有配对，整个文件没有读", fix)]
    if not lines:
        fix = f"第一行写列名：{COLUMNS}；用不着的文件，删去"
        return [], [Fault(Mark(1, 1), "文件是空的", fix)]
    heads = tuple(each.strip() for each in lines[0][1])
    faults = list(_head_faults(heads))
    if any(_field(each) == "number" for each in heads):
        rows = (_csv_row(source, number, heads, cells) for number, cells in lines[1:])
        found = [(row, len(cells)) for row, (_, cells) in zip(rows, lines[1:], strict=True)]
        faults += [_width(row.number, size, len(heads)) for row, size in found if size != len(heads)]
        return [row for row, size in found if size == len(heads)], faults
    fix = f"第一行写列名，一格一个：{COLUMNS}；表头上面有标题行的，删去标题行"
    return [], [*faults, Fault(Mark(1, 1), "没有「编号」这一列，整个文件没有读", fix)]


def _width(number: int, size: int, wanted: int) -> Fault:
    fix = (
        "多出的格往往是内容里的英文逗号：用表格软件打开另存，或者给这一格加上英文双引号"
        if size > wanted
        else "补齐少的格，没有内容的空着；内容分了行的，用英文双引号把这一格括起来"
    )
    return Fault(Mark(number, 1), f"这一行有 {size} 格，表头有 {wanted} 格，这一封没有读", fix)


def _head_faults(heads: tuple[str, ...]) -> Iterator[Fault]:
    for column, head in enumerate(heads, 1):
        if head and not _field(head) and not _is_private(head):
            fix = f"照手册“来信和答复”的列名改：{COLUMNS} 等；用不着的列，删去或者留着都行"
            yield Fault(Mark(1, column), f"第 {column} 列的列名不认识，这一列没有读", fix)


def _field(head: str) -> str:
    """The name of the field that a head means; '' for none."""
    return next((name for name, heads in rules("letters")["heads"].items() if head.strip() in heads), "")


def _is_private(head: str) -> bool:
    return any(head in heads for heads in rules("letters")["private"].values())


def _csv_row(source: str, number: int, heads: tuple[str, ...], cells: tuple[str, ...]) -> Row:
    pairs = [
        (head, cell.strip(), Mark(number, place))
        for place, (head, cell) in enumerate(zip(heads, cells, strict=False), 1)
    ]
    return _row(source, number, pairs)


def _row(source: str, number: int, pairs: Iterable[tuple[str, str, Mark]]) -> Row:
    private = rules("letters")["private"]
    cells, places, names, values = dict[str, str](), dict[str, Mark](), list[str](), list[str]()
    for head, cell, mark in pairs:
        name = _field(head)
        if name:
            cells[name], places[name] = cell or cells.get(name, ""), mark
        elif head in private["names"]:
            names.append(cell)
        elif head in private["values"]:
            values.append(cell)
    return Row(source, number, cells, places, tuple(filter(None, names)), tuple(filter(None, values)))


def yaml_rows(source: str, text: str) -> tuple[list[Row], list[Fault]]:
    """The letters of a YAML file: a list below 信件, each with the columns of the table as keys."""
    parsed = parse_yaml(text, limit=DATA_LIMIT, node_limit=DATA_NODE_LIMIT)
    if parsed.faults:  # whose own words may hold what was written
        fix = "检查这一行的冒号、缩进和引号：冒号是半角的，后面空一格；同一封信各行对齐；值里有冒号的，用英文双引号括起"
        return [], [
            Fault(Mark(each.line, each.column), "YAML 的写法有错，整个文件没有读", fix) for each in parsed.faults
        ]
    values = parsed.values.get("信件") if isinstance(parsed.values, dict) else None
    if not isinstance(values, list):
        fix = "第一行写“信件:”，下一行起每封信写“  - 编号: …”，其余各项与“编号”对齐"
        return [], [Fault(Mark(1, 1), "应当写“信件:”，下面每封信以 - 开头", fix)]
    rows, faults = [], list[Fault]()
    for place, value in enumerate(values):
        mark = parsed.marks.get(f"信件.{place}", Mark(1, 1))
        if isinstance(value, dict) and all(isinstance(cell, str | None) for cell in value.values()):
            rows.append(_yaml_row(source, f"信件.{place}", mark, value, parsed))
            faults += _unknown_keys(f"信件.{place}", mark, value, parsed)
        else:
            fix = "一项一行，写成“名称: 值”；一项里有几段话的，写成“内容: |”，下面各行多缩进两格"
            faults.append(Fault(mark, "每封信应当写成“编号: …”这样一行一项，这一封没有读", fix))
    return rows, faults


def _yaml_row(source: str, place: str, mark: Mark, value: Mapping[str, Any], parsed: frontmatter.ParsedYaml) -> Row:
    pairs = ((head, (cell or "").strip(), parsed.marks.get(f"{place}.{head}", mark)) for head, cell in value.items())
    return _row(source, mark[0], pairs)


def _unknown_keys(place: str, mark: Mark, value: Mapping[str, Any], parsed: frontmatter.ParsedYaml) -> Iterator[Fault]:
    for head in value:
        if not _field(head) and not _is_private(head):
            fix = f"名称照手册“来信和答复”里的写：{COLUMNS} 等；用不着的，删去这一行"
            yield Fault(parsed.keys.get(f"{place}.{head}", mark), "这一项的名称不认识，没有读", fix)
