"""A file of villages' numbers (CSV, a row a village and year) → rows, and what is wrong in them by row and column.

A quantity may stand in two columns, as two forms that were pasted together have it: then both must say the same. A row
that contradicts itself is kept back; which of its numbers is right only the village knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from generator.delimited import records
from generator.model import Mark, VillageYear
from generator.village_rules import COUNTED, Quantity, VillageRules

KEYS = ("村代码", "村名", "年份")
TOTAL = "000"  # the last three digits of a township's own row
WRONG, DOUBT = "F227", "F228"
_HEAD = re.compile(r"(.+?)\s*(?:[（(]([^（）()]+)[）)])?")
NUMBERED = re.compile(r"[0-9０-９]{5}")  # in words: a telephone, an account, an identity card
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_WHOLE = (*COUNTED, "头", "只")


class Fault(NamedTuple):
    """What is wrong at a place of a file."""

    code: str
    mark: Mark
    message: str


class Head(NamedTuple):
    """A column of a file: where it stands, what it is, and by how much its numbers are multiplied."""

    column: int
    quantity: Quantity
    factor: Decimal
    written: str


class Row(NamedTuple):
    """A row with where its values stand."""

    line: int
    columns: Mapping[str, int]
    row: VillageYear

    def mark(self, name: str) -> Mark:
        """Where a value of the row stands, or would."""
        return Mark(self.line, self.columns.get(name, 1))


class Read(NamedTuple):
    """What a file says: rows of villages and of the township, those kept back, and faults."""

    rows: tuple[Row, ...] = ()
    withheld: tuple[tuple[int, str], ...] = ()
    faults: tuple[Fault, ...] = ()


def read(text: str, township: str, rules: VillageRules) -> Read:
    """The rows of a file; `township` are the nine digits that its codes begin with, "" for any."""
    try:
        lines = list(records(text, ","))
    except ValueError as error:
        return Read(faults=(Fault("F205", Mark(int(error.args[0]), 1), "这一行有一个引号没有配对"),))
    if not lines:
        return Read(faults=(Fault("F205", Mark(1, 1), f"空文件：表头应当有 {'、'.join(KEYS)} 和各列"),))
    number, cells = lines[0]
    keys = {name: cells.index(name) for name in KEYS if name in cells}
    if missing := [name for name in KEYS if name not in keys]:
        return Read(faults=(Fault("F205", Mark(number, 1), f"表头缺少：{'、'.join(missing)}"),))
    heads, faults = _heads(number, cells, rules)
    rows, withheld = [], []
    for line, cells in lines[1:]:
        place = _Place(line, {name: cells[at].strip() if at < len(cells) else "" for name, at in keys.items()}, keys)
        if told := tuple(place.faults(township)):
            faults += told
            continue
        row, told = _row(place, cells, heads, rules)
        faults += told
        if any(each.code == WRONG for each in told):
            withheld.append((row.row.year, row.row.code))
        else:
            rows.append(row)
    return Read(tuple(rows), tuple(withheld), tuple(faults))


class _Place(NamedTuple):
    """A row's line and keys."""

    line: int
    keys: Mapping[str, str]
    columns: Mapping[str, int]

    def faults(self, township: str) -> Iterator[Fault]:
        """What is wrong with the keys."""
        code, year = self.keys["村代码"], self.keys["年份"]
        if not re.fullmatch(r"[0-9]{12}", code, re.ASCII):
            yield self._at(
                "村代码", f"村代码「{code}」应当是 12 位数字（乡镇 9 位加 3 位），表格软件把长数字改了的，设成文本再存"
            )
        elif not code.startswith(township):
            yield self._at("村代码", f"村代码「{code}」不是本乡镇的：应当以 {township} 开头")
        if not self.keys["村名"]:
            yield self._at("村名", "村名是空的")
        elif NUMBERED.search(self.keys["村名"]):
            yield self._at("村名", "村名里有一长串数字；只写村名，不写电话、证件号码")
        if not re.fullmatch(r"(?:19|20)[0-9]{2}", year, re.ASCII):
            yield self._at("年份", f"年份「{year}」应当是 4 位数字，例如 2025")

    def _at(self, name: str, message: str) -> Fault:
        return Fault("F205", Mark(self.line, self.columns[name] + 1), message)


def _heads(line: int, cells: Sequence[str], rules: VillageRules) -> tuple[list[Head], list[Fault]]:
    heads, faults = list[Head](), list[Fault]()
    for at, cell in enumerate(cells, 1):
        if cell in KEYS or not cell.strip():
            continue
        found = _HEAD.fullmatch(cell.strip())
        name, unit = found.groups(default="") if found else (cell, "")
        quantity = rules.quantities.get(name)
        factor = _factor(quantity, unit, rules) if quantity else None
        if quantity is None:
            near = get_close_matches(name, rules.quantities, 1)
            hint = f"，是不是「{rules.quantities[near[0]].head}」" if near else ""
            faults.append(Fault(DOUBT, Mark(line, at), f"不认识「{cell}」这一列，没有用它{hint}"))
        elif factor is None:
            said = f"写的是「{unit}」" if unit else "没有写单位"
            faults.append(Fault("F205", Mark(line, at), f"「{cell}」{said}，应当写成「{quantity.head}」；这一列没有用"))
        else:
            heads.append(Head(at, quantity, factor, cell.strip()))
    return heads, faults


def _factor(quantity: Quantity, unit: str, rules: VillageRules) -> Decimal | None:
    """What numbers in a unit are multiplied by to be in the quantity's own; None where that cannot be."""
    if unit == quantity.unit:
        return Decimal(1)
    return rules.conversions.get(quantity.unit, {}).get(unit)


def _row(
    place: _Place, cells: Sequence[str], heads: Iterable[Head], rules: VillageRules
) -> tuple[Row, tuple[Fault, ...]]:
    values, columns, faults = dict[str, str](), dict[str, int](), list[Fault]()
    places = dict[str, Head]()
    for head in heads:
        cell = cells[head.column - 1].strip() if head.column <= len(cells) else ""
        mark, name = Mark(place.line, head.column), head.quantity.name
        columns.setdefault(name, head.column)
        if head.quantity.listed:
            if NUMBERED.search(cell):
                faults.append(Fault(WRONG, mark, f"「{head.written}」里有一长串数字；这一列只写名称"))
            values[name] = "、".join(_items(cell))
            continue
        if not cell:
            continue
        number = _number(cell, head)
        if number is None:
            faults.append(Fault(WRONG, mark, f"「{head.written}」写的是「{cell}」，应当是{_form(head.quantity)}"))
        elif name not in values:
            values[name], places[name], columns[name] = number, head, head.column
        elif not _same(values[name], number, (places[name], head)):
            other = places[name]
            message = f"「{head.written}」{cell} 与第 {other.column} 列「{other.written}」"
            message += f"{cells[other.column - 1].strip()} 不一致：同一个数写了两遍"
            faults.append(Fault(WRONG, mark, message))
    known = tuple((name, value) for name, value in values.items() if value)
    code, name, year = (place.keys[key] for key in KEYS)
    row = Row(place.line, columns, VillageYear(code, name, int(year), known))
    return row, (*faults, *_contradictions(row, rules))


def _items(cell: str) -> list[str]:
    """The names of a list; what stands for further ones is none."""
    return [
        item for each in re.split(r"[、，,;；\s]+", cell) if (item := each.removesuffix("等")) and item not in "无-—"
    ]


def _number(cell: str, head: Head) -> str | None:
    """A cell as exact decimal text in the quantity's unit; None where it is no number of that unit."""
    plain = cell.replace(",", "").removesuffix("%")
    if not _NUMBER.fullmatch(plain) or (head.quantity.unit in _WHOLE and "." in plain):
        return None
    number = Decimal(plain) * head.factor
    return format(number.normalize() if head.factor != 1 else number, "f")


def _form(quantity: Quantity) -> str:
    return "整数" if quantity.unit in _WHOLE else "数（不带单位和文字）"


def _same(one: str, other: str, heads: tuple[Head, Head]) -> bool:
    """Both are equal, or as near as numbers in two units can be when each was rounded to two digits."""
    slack = max((head.factor for head in heads if head.factor != 1), default=Decimal(0)) / 200
    return abs(Decimal(one) - Decimal(other)) <= slack


def _contradictions(row: Row, rules: VillageRules) -> Iterator[Fault]:
    """What cannot be so within one row."""
    values = dict(row.row.values)
    numbers = {name: Decimal(value) for name, value in values.items() if not rules.quantities[name].listed}
    for name, number in numbers.items():
        quantity = rules.quantities[name]
        if quantity.whole in numbers and number > numbers[quantity.whole]:
            whole = rules.quantities[quantity.whole]
            message = f"「{quantity.head}」{number} 比「{whole.head}」{numbers[whole.name]} 还大：部分不能大于整体"
            yield Fault(WRONG, row.mark(name), message)
        if quantity.ratio and (message := _misreckoned(quantity, values[name], numbers)):
            yield Fault(DOUBT, row.mark(name), message)
    yield from _overlaps(row, numbers, rules)
    yield from _empty_lists(row, values, numbers, rules)


def _misreckoned(quantity: Quantity, typed: str, numbers: Mapping[str, Decimal]) -> str:
    """What is wrong with a percentage that was typed, "" for nothing; half of its last digit is rounding."""
    part, whole = (numbers.get(name) for name in quantity.ratio)
    if part is None or not whole:
        return ""
    computed = part * 100 / whole
    exponent = Decimal(typed).as_tuple().exponent
    slack = Decimal(5).scaleb(int(exponent) - 1)
    if abs(computed - Decimal(typed)) <= slack:
        return ""
    reckoned = f"{quantity.ratio[0]} {part} ÷ {quantity.ratio[1]} {whole} = {computed.quantize(Decimal('0.1'))}%"
    return f"「{quantity.head}」填了 {typed}%，按 {reckoned}；页面上用算出来的"


def _overlaps(row: Row, numbers: Mapping[str, Decimal], rules: VillageRules) -> Iterator[Fault]:
    for group in rules.groups:
        present = [name for name in group.parts if name in numbers]
        if len(present) < 2 or group.whole not in numbers:
            continue
        if any(numbers[name] > numbers[group.whole] for name in present):
            continue  # told already
        total = sum(numbers[name] for name in present)
        if total > numbers[group.whole]:
            words = " + ".join(f"{name} {numbers[name]}" for name in present)
            message = f"{words} = {total}，比「{rules.quantities[group.whole].head}」{numbers[group.whole]} 还大"
            yield Fault(WRONG, row.mark(present[-1]), f"{message}：一户（一笔）只能算在其中一列")


def _empty_lists(
    row: Row, values: Mapping[str, str], numbers: Mapping[str, Decimal], rules: VillageRules
) -> Iterator[Fault]:
    if row.row.code.endswith(TOTAL):
        return
    for quantity in rules.quantities.values():
        if quantity.listed and quantity.name in row.columns and quantity.name not in values:
            beside = numbers.get(quantity.beside)
            if beside:
                message = f"「{quantity.head}」是空的，可是「{quantity.beside}」有 {beside}；页面上不写这一小句"
                yield Fault(DOUBT, row.mark(quantity.name), message)
