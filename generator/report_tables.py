"""The data of a yearly report's tables, cell by cell: text scalars → numbers, every mistake at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.frontmatter import Value
from generator.model import START, Mark, Marks, ReportBlock, ReportRow
from generator.report_form import TOTAL, BlockForm, Form, form, plain


class Fault(NamedTuple):
    """A mistake in a report: line and column (in YAML 1-based; in prose lines are counted from 0), and the message."""

    line: int
    column: int
    message: str


Found = dict[str, tuple[Value, str]]  # key of the form → its value and dotted path


class Reader:
    """One data file being read; collects faults where the values stand."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.faults: list[Fault] = []
        self._names = {"": ""}  # dotted path as written → by the form's names

    def fault(self, place: str, message: str) -> None:
        """A mistake at a dotted path, or at the nearest path above it whose place is known."""
        self.faults.append(Fault(*self._mark(place), message))

    def _mark(self, place: str) -> Mark:
        mark = self.marks.get(place)
        while mark is None and place:
            place = place.rpartition(".")[0]
            mark = self.marks.get(place)
        return mark or START

    def cells(self) -> dict[str, Mark]:
        """Where every row and cell stands, by the form's names; a cell of a list by its number from 0."""
        found: dict[str, Mark] = {}
        for place, mark in self.marks.items():
            row, _, number = place.rpartition(".")
            if place in self._names:
                found[self._names[place]] = mark
            elif row in self._names and number.isdecimal():
                found[f"{self._names[row]}.{number}"] = mark
        return found

    def take(self, values: Value, place: str, known: Sequence[str], required: bool = False) -> Found:
        """The rows of a mapping by the form's names; unknown, doubled and (where required) missing ones are told."""
        names = {plain(label): label for label in known}
        names.update({plain(row.label): row.key for row in form().rows if row.key in known})
        found: Found = {}
        for key, value in values.items() if isinstance(values, dict) else ():
            path = f"{place}.{key}" if place else key
            name = names.get(plain(key))
            if name is None:
                self.fault(path, self._unknown(key, place, known))
            elif name in found:
                self.fault(path, f"「{key}」写了两次")
            else:
                found[name] = (value, path)
                self._names[path] = ".".join(filter(None, (self._names.get(place), name)))
        for name in known:
            if required and name not in found:
                self.fault(place, f"{_named(place)}缺少「{name}」")
        return found

    def _unknown(self, key: str, place: str, known: Sequence[str]) -> str:
        where = f"{_named(place)}里" if place else ""
        if key in form().old:
            return f"「{key}」是 2019 年旧格式的栏目，2021 年起不再使用"
        near = get_close_matches(plain(key), known, n=1, cutoff=0.4)
        return f"{where}没有「{key}」这一项" + (f"，是不是「{near[0]}」？" if near else f"，应当是：{'、'.join(known)}")

    def section(self, sections: Found, name: str) -> tuple[Value, str]:
        """A section's mapping; one that is something else is told and read as empty."""
        value, place = sections.get(name, ({}, name))
        if not isinstance(value, dict):
            self.fault(place, f"「{name}」应当写成下一级的“键: 值”")
            return {}, place
        return value, place

    def year(self, sections: Found, source: str) -> int:
        """The report's year, which is also the name of its file."""
        value, place = sections.get("年度", (None, ""))
        if value is None:
            return 0
        if not isinstance(value, str) or not re.fullmatch(r"20[0-9]{2}", value):
            self.fault(place, f"「年度」应当是四位数的年份，例如 {PurePosixPath(source).stem}")
            return 0
        if value != PurePosixPath(source).stem:
            self.fault(place, f"「年度」是 {value}，文件名却是 {PurePosixPath(source).name}")
        return int(value)

    # ── table two ──

    def normative(self, section: tuple[Value, str], shape: Form) -> tuple[ReportBlock, ...]:
        """Table two (主动公开政府信息情况), block by block."""
        found = self.take(*section, [row for block in shape.blocks for row in block.rows])
        return tuple(
            ReportBlock(
                block.article, block.heads, tuple((row, self._block_row(found, row, block)) for row in block.rows)
            )
            for block in shape.blocks
        )

    def _block_row(self, found: Found, row: str, block: BlockForm) -> tuple[str, ...]:
        heads = block.heads[1:]
        value, place = found.get(row, (None, ""))
        if row not in found:
            return ("0.00" if block.decimals else "0",) * len(heads)
        if len(heads) == 1:
            return (self.cell(value, place, f"「{row}」", block.decimals),)
        if not isinstance(value, dict):
            self.fault(place, f"「{row}」应当写成 {{{': 0, '.join(heads)}: 0}}")
            return ("0",) * len(heads)
        cells = self.take(value, place, heads, required=True)
        return tuple(self.cell(*cells.get(head, ("0", place)), f"「{row}」的「{head}」", False) for head in heads)

    def cell(self, value: Value, place: str, name: str, decimals: bool) -> str:
        """A cell as it is printed: an integer from 0 up, or an amount in 万元."""
        pattern = r"[0-9]{1,9}(?:\.[0-9]{1,6})?" if decimals else r"[0-9]{1,9}"
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value if decimals else str(int(value))
        written = f"「{value}」" if value and isinstance(value, str) else "一组值" if value else "空着"
        wanted = "不小于 0 的数（单位：万元）" if decimals else "不小于 0 的整数"
        self.fault(place, f"{name}应当是{wanted}，现在是{written}；没有就写 0")
        return "0"

    # ── tables three and four ──

    def requests(self, section: tuple[Value, str], shape: Form) -> tuple[ReportRow, ...]:
        """Table three (收到和处理政府信息公开申请情况); the row and the column 总计 computed where none is written."""
        value, place = section
        tops = self.take(value, place, list(dict.fromkeys(row.parent or row.key for row in shape.rows)))
        inner: dict[str, Found] = {}
        for parent in dict.fromkeys(row.parent for row in shape.rows if row.parent):
            mapping, path = self.section(tops, parent) if parent in tops else ({}, parent)
            inner[parent] = self.take(mapping, path, [row.key for row in shape.rows if row.parent == parent])
        read = [self._row(row.key, inner.get(row.parent, tops), shape.applicants) for row in shape.rows]
        results = [values for row, values in zip(shape.rows, read, strict=True) if row.group and not row.total]
        total = tuple(sum(column) for column in zip(*results, strict=True))
        return tuple(
            ReportRow(row.group, row.subgroup, row.label, total if row.total and row.key not in tops else values)
            for row, values in zip(shape.rows, read, strict=True)
        )

    def disputes(self, section: tuple[Value, str], shape: Form) -> tuple[int, ...]:
        """Table four (行政复议、行政诉讼): fifteen numbers, each group's 总计 computed where none is written."""
        found = self.take(*section, shape.disputes)
        return tuple(number for name in shape.disputes for number in self._row(name, found, shape.outcomes))

    def _row(self, name: str, found: Found, heads: tuple[str, ...]) -> tuple[int, ...]:
        """A row written as a list of integers, one for each head; the 总计 after them may be written too."""
        value, place = found.get(name, (["0"] * len(heads), ""))
        if not isinstance(value, list) or len(value) - len(heads) not in (0, 1):
            count = f"，现在有 {len(value)} 个" if isinstance(value, list) else ""
            self.fault(place, f"「{name}」应当是 {len(heads)} 个数的列表：[{', '.join(heads)}]{count}")
            return (0,) * (len(heads) + 1)
        numbers = tuple(
            int(self.cell(each, f"{place}.{number}", f"「{name}」的「{head}」", False))
            for number, (each, head) in enumerate(zip(value, (*heads, TOTAL), strict=False))
        )
        return numbers if len(numbers) > len(heads) else (*numbers, sum(numbers))


def _named(place: str) -> str:
    """The last part of a dotted path, as a message names it."""
    return f"「{place.rpartition('.')[2]}」" if place else ""
