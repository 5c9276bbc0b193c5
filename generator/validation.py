"""Text values → a table of fields: Chinese labels to names, pydantic for the forms, its errors in plain Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from generator.examples import example, ground
from generator.faults import finding
from generator.forms import Fields, Shape, inner_table, label, names_of, repair_day, shape_of, text_offsets
from generator.frontmatter import ParsedYaml, Value
from generator.model import Finding, Mark

Table = TypeVar("Table", bound=Fields)


class Reading:
    """One text being read against a table; collects findings at the places where the values stand."""

    def __init__(self, path: str, parsed: ParsedYaml) -> None:
        self.path = path
        self.parsed = parsed
        self.marks: dict[str, Mark] = {}  # by English names
        self.findings: list[Finding] = []

    def translate(self, table: type[Fields], values: dict[str, Value], written: str, named: str) -> dict[str, Value]:
        """The values under their English names, inner tables included; unknown and doubled keys are findings."""
        names = names_of(table)
        result: dict[str, Value] = {}
        for key, value in values.items():
            place = f"{written}.{key}" if written else key
            name = names.get(key)
            if name is None:
                self._unknown(table, key, place, {names[each] for each in values if each in names})
                continue
            target = f"{named}.{name}" if named else name
            if name in result:
                self._add("F104", self.parsed.keys.get(place), f"「{key}」与「{label(table, name)}」是同一个字段")
                continue
            self.marks[target] = self.parsed.marks.get(place) or self.parsed.keys.get(place) or Mark(1, 1)
            if shape_of(table, name) is Shape.TEXTS:
                self._spread(value, place, target)
            if not isinstance(value, str) and value is not None:
                value = self._descend(*inner_table(table, name), value, place, target)
            if value is not None:
                result[name] = value
        return result

    def _spread(self, value: Value, place: str, target: str) -> None:
        """Note where each of several texts stands: items of a list, or parts of a line."""
        start = self.marks[target]
        if isinstance(value, str):
            places = [Mark(start.line, start.column + offset) for offset in text_offsets(value)]
        else:
            places = [self.parsed.marks.get(f"{place}.{i}", start) for i in range(len(value or ()))]
        for number, mark in enumerate(places):
            self.marks[f"{target}.{number}"] = mark

    def _descend(self, inner: type[Fields] | None, how: str, value: Value, place: str, target: str) -> Value:
        if inner is None:
            for key in value if isinstance(value, dict) else ():
                self.marks[f"{target}.{key}"] = self.parsed.keys.get(f"{place}.{key}", self.marks[target])
            return value
        if how == "one" and isinstance(value, dict):
            return self.translate(inner, value, place, target)
        if how == "many" and isinstance(value, list):
            return tuple(self._inside(inner, each, str(i), place, target) for i, each in enumerate(value))
        if how == "keyed" and isinstance(value, dict):
            return {key: self._inside(inner, each, key, place, target) for key, each in value.items()}
        return value

    def _inside(self, inner: type[Fields], value: Value, key: str, place: str, target: str) -> Value:
        """One of the tables that a field holds, with its place."""
        place, target = f"{place}.{key}", f"{target}.{key}"
        mark = self.parsed.keys.get(place) or self.parsed.marks.get(place)
        if mark is not None:
            self.marks[target] = mark
        return self.translate(inner, value, place, target) if isinstance(value, dict) else value

    def _unknown(self, table: type[Fields], key: str, place: str, there: set[str]) -> None:
        """Tell a key that is none, and what was meant: of those much like it, one that is needed and not there."""
        names, fields = names_of(table), table.model_fields
        near = get_close_matches(key, names, n=3, cutoff=0.5)
        near.sort(key=lambda each: (names[each] in there, not fields[names[each]].is_required()))
        hint = f"，是不是想写「{near[0]}」？" if near else ""
        self._add("F101", self.parsed.keys.get(place), f"没有「{key}」这个字段{hint}")

    def _add(self, code: str, mark: Mark | None, message: str, fix: str = "") -> None:
        self.findings.append(finding(code, self.path, mark or Mark(1, 1), message, fix))

    def validate(self, table: type[Table], values: dict[str, Value]) -> Table | None:
        """The table filled with the values, or None with every mistake told."""
        try:
            return table.model_validate(values)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self._invalid(table, each)
            return None

    def _invalid(self, table: type[Fields], error: Any) -> None:
        location = [str(part) for part in error["loc"]]
        mark = next((self.marks[p] for p in _prefixes(location) if p in self.marks), Mark(1, 1))
        name = " · ".join(_labels(table, location)) or "内容"
        if error["type"] == "missing":
            told = finding("F102", self.path, mark, f"缺少「{name}」", f"补写“{example(table, location)}”")
            self.findings.append(replace(told, law=ground(table, location) or told.law))
        else:
            reason = _reason(error)
            self._add("F103", mark, f"「{name}」{reason}", _advice(table, location, error, reason))


def read(table: type[Table], path: str, parsed: ParsedYaml) -> tuple[Table | None, dict[str, Mark], list[Finding]]:
    """Parsed YAML → the filled table, its marks by English dotted path, and what is wrong."""
    reading = Reading(path, parsed)
    for fault in parsed.faults:
        reading.findings.append(finding(fault.code, path, (fault.line, fault.column), fault.message))
    if not isinstance(parsed.values, dict):
        return None, {}, reading.findings
    values = reading.translate(table, parsed.values, "", "")
    return reading.validate(table, values), reading.marks, reading.findings


def completed(table: type[Table], path: str, parsed: ParsedYaml, stand_ins: Mapping[str, Value]) -> Table | None:
    """The table with stand-ins for what is missing, and days that are written otherwise in their right form, so that
    the rest can be judged; None where more is wrong."""
    if parsed.faults or not isinstance(parsed.values, dict):
        return None
    values = {**stand_ins, **Reading(path, parsed).translate(table, parsed.values, "", "")}
    try:
        return table.model_validate(values)
    except ValidationError as error:  # which `read` has told
        repaired = {str(each["loc"][0]): _repaired(each) for each in error.errors(include_url=False)}
    if not all(repaired.values()):
        return None
    try:
        return table.model_validate({**values, **repaired})
    except ValidationError:  # a day was meant where none may stand
        return None


def _repaired(error: Any) -> str:
    """The day that is meant by a field's own text; "" where it means none, or stands deeper."""
    return repair_day(error["input"]) if len(error["loc"]) == 1 and isinstance(error["input"], str) else ""


def _prefixes(location: list[str]) -> Iterator[str]:
    for length in range(len(location), 0, -1):
        yield ".".join(location[:length])


def _labels(table: type[Fields], location: list[str]) -> Iterator[str]:
    current: type[Fields] | None = table
    for part in location:
        if part.isdigit():
            yield f"第 {int(part) + 1} 项"
        elif current is not None and part in current.model_fields:
            yield label(current, part)
            current = inner_table(current, part)[0]
        else:
            yield part


_REASONS = {
    "int_parsing": "应当是整数",
    "int_type": "应当是整数",
    "int_from_float": "应当是整数",
    "bool_parsing": "应当写“是”或“否”",
    "bool_type": "应当写“是”或“否”",
    "string_type": "应当是文字，不能是列表或下一级字段",
    "date_type": "应当是日期，例如 2026-01-31",
    "tuple_type": "应当是列表：每项一行，以“- ”开头",
    "dict_type": "应当写成下一级的“键: 值”",
    "model_type": "应当写成下一级的“键: 值”",
    "model_attributes_type": "应当写成下一级的“键: 值”",
    "date_from_datetime_parsing": "应当是日期，例如 2026-01-31",
}


def _reason(error: Any) -> str:
    kind = error["type"]
    if kind == "value_error":
        return f"：{error['ctx']['error']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        context = error["ctx"]
        return f"不能小于 {context['ge']}" if "ge" in context else f"不能大于 {context['le']}"
    return _REASONS.get(kind, f"写法不对（{error['msg']}）")


def _advice(table: type[Fields], location: list[str], error: Any, reason: str) -> str:
    """The line as it should be: with what the editor most likely meant, else with an example."""
    line = example(table, location)
    if not line:
        return ""
    name = line.partition(": ")[0]
    wanted = re.search(r"请写作 (\S+)", reason)
    choices = reason.partition("不在可选值之内：")[2].split("、")
    near = get_close_matches(str(error["input"]), choices, n=1, cutoff=0.3)
    if wanted or near:
        return f"写成“{name}: {wanted[1] if wanted else near[0]}”"
    return f"核对以后重写，例如“{line}”"
