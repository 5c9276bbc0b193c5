"""The forms that a field can have: day, text, flag, list, choice; and how a table of fields is declared.

Every YAML scalar arrives as text; the form that a field asks for is made here, so that `010`, `no` or `12:30:45`
never become something else. One table, in a module whose name ends in `_fields`, validates a file, words the messages,
makes the JSON Schema for editors' completion and the field reference of the manual: key, Chinese label, meaning, form,
legal ground. A key may be written in English or by its Chinese label.
"""

from __future__ import annotations

import os
import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes longer than a small build
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from generator.model import (
    Audience,
    ChartKind,
    ColumnStatus,
    Form,
    Frequency,
    Level,
    Manner,
    Mount,
    Openness,
    Registry,
    UnitKind,
    Validity,
)

LABELS: dict[type, dict[str, str]] = {
    Validity: {"in_force": "有效", "amended": "已修改", "expired": "失效", "repealed": "废止"},
    Openness: {"proactive": "主动公开", "on_request": "依申请公开", "withheld": "不予公开"},
    UnitKind: {"county": "县级门户", "township": "乡镇", "department": "部门", "village": "村"},
    Mount: {"root": "根", "path": "路径", "host": "独立主机"},
    Audience: {"everyone": "全社会", "specific": "特定群体"},
    Manner: {"proactive": "主动", "on_request": "依申请"},
    Level: {"county": "县级", "township": "乡级", "village": "村级"},
    ColumnStatus: {"filled": "已填", "linked": "链接", "not_applicable": "不适用"},
    Form: {"integer": "整数", "number": "数字", "date": "日期", "year": "年份", "string": "文本"},
    ChartKind: {
        **{"bar": "柱状图", "lying_bar": "条形图", "line": "折线图", "stacked": "堆积图", "share": "占比图"},
    },
    Registry: {"uscc": "统一社会信用代码", "region_code": "行政区划代码", "name": "单位名称"},
    Frequency: {
        **{"daily": "每日", "weekly": "每周", "monthly": "每月", "quarterly": "每季度", "half_yearly": "每半年"},
        **{"yearly": "每年", "irregular": "不定期"},
    },
}


def label_of(member: Any) -> str:
    """The Chinese label of an enum member."""
    return LABELS[type(member)][member.value]


_LOOSE_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}.*)?")


def repair_day(text: str) -> str:
    """The right form of a day written otherwise (2026年1月5日, ２０２６/1/5), '' when there is no telling."""
    match = _LOOSE_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return ""
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return ""


def _off_the_calendar(year: int, month: int, day: int) -> str:
    """Why there is no such day."""
    if not 1 <= year <= date.max.year or not 1 <= month <= 12:
        return "在日历上不存在"
    return f"在日历上不存在：{year} 年 {month} 月只有 {monthrange(year, month)[1]} 天"


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            raise ValueError(f"「{value}」{_off_the_calendar(*map(int, match.groups()))}") from None
    if match := _LOOSE_DAY.fullmatch(value):
        if not (right := repair_day(value)):
            raise ValueError(f"「{value}」{_off_the_calendar(*map(int, match.groups()))}")
        raise ValueError(f"日期「{value}」写法不合规，请写作 {right}")
    raise ValueError(f"「{value}」不是日期，请写作 2026-01-31 这样的形式")


def _texts(value: object) -> object:
    if isinstance(value, str):
        return [found[0] for found in _PART.finditer(value)]
    return [] if value is None else value


_PART = re.compile(r"[^\s;；、，,]+(?:\s+[^\s;；、，,]+)*")


def text_offsets(value: str) -> tuple[int, ...]:
    """Where each of several texts begins in the line that they are written in."""
    return tuple(found.start() for found in _PART.finditer(value))


def _lines(value: object) -> object:
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    return [] if value is None else value


def _text(value: object) -> object:
    return "" if value is None else value


def _flag(value: object) -> object:
    return {"是": "true", "否": "false"}.get(value, value) if isinstance(value, str) else value


def choice(kind: type, meant: Mapping[str, str] = MappingProxyType({})) -> Any:
    """A field type that takes an enum's value or its Chinese label; `meant` tells of other words which label they
    stand for, so that the message can name it."""
    labels = LABELS[kind]
    values = {label: value for value, label in labels.items()}

    def resolve(value: object) -> object:
        found = values.get(value, value) if isinstance(value, str) else value
        if found not in labels:
            hint = f"；请写作 {meant[value]}" if isinstance(value, str) and value in meant else ""
            raise ValueError(f"「{value}」不在可选值之内：{'、'.join(values)}{hint}")
        return found

    return Annotated[kind, BeforeValidator(resolve), WithJsonSchema({"enum": [*values, *labels]})]


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
SPLIT = BeforeValidator(_texts)
Texts = Annotated[
    tuple[str, ...],
    SPLIT,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Lines = Annotated[
    tuple[str, ...],
    BeforeValidator(_lines),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def entry(
    label: str, meaning: str, *, aliases: tuple[str, ...] = (), default: Any = "", law: str = "", shown: str = ""
) -> Any:
    """A field of the table: its Chinese label, other labels it goes by, what it means, the law that asks for it, and
    a value that advice may show where its form alone does not say how one looks."""
    extra: dict[str, Any] = {"x-aliases": list(aliases), "x-law": law, **({"x-shown": shown} if shown else {})}
    return Field(default=default, title=label, description=meaning, json_schema_extra=extra)


def needed(label: str, meaning: str, *, aliases: tuple[str, ...] = (), law: str = "", shown: str = "") -> Any:
    """A field that must be written."""
    return entry(label, meaning, aliases=aliases, default=..., law=law, shown=shown)


def said_of(table: type[Fields], name: str, key: str) -> str:
    """What a field declares beside its form, by its key (`x-law`, `x-shown`); "" where it says nothing."""
    extra = table.model_fields[name].json_schema_extra
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""


class Fields(BaseModel):
    """A table of fields; keys outside it are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@cache
def names_of(table: type[Fields]) -> dict[str, str]:
    """Every way to write a key of the table → its name: the name itself, its Chinese label, its other labels."""
    names: dict[str, str] = {}
    for name, field in table.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        aliases = extra.get("x-aliases", [])
        for written in (name, field.title or name, *(aliases if isinstance(aliases, list) else ())):
            names[str(written)] = name
    return names


def label(table: type[Fields], name: str) -> str:
    """The Chinese label of a field."""
    field = table.model_fields.get(name)
    return field.title or name if field else name


class Shape(Enum):
    """How a field is written."""

    TEXT = "text"
    TEXTS = "texts"  # several in one line, or a list
    LINES = "lines"  # one a line, or a list
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    CHOICE = "choice"
    TABLE = "table"
    TABLES = "tables"
    KEYED = "keyed"  # free keys


@cache
def shape_of(table: type[Fields], name: str) -> Shape:
    """How a field of a table is written."""
    field = table.model_fields[name]
    inner, how = inner_table(table, name)
    forms = (field.annotation, *get_args(field.annotation))
    if inner is not None or get_origin(field.annotation) is dict:
        return {"one": Shape.TABLE, "many": Shape.TABLES}.get(how, Shape.KEYED)
    if SPLIT in field.metadata:
        return Shape.TEXTS
    if get_origin(field.annotation) is tuple:
        return Shape.LINES
    if date in forms or Day in forms:
        return Shape.DAY
    if bool in forms:
        return Shape.FLAG
    if field.annotation in LABELS:
        return Shape.CHOICE
    return Shape.TEXT if str in forms else Shape.NUMBER


@cache
def inner_table(table: type[Fields], name: str) -> tuple[type[Fields] | None, str]:
    """The table inside a field, and how it is held: itself, in a list, or as the values of free keys."""
    return _table_in(table.model_fields[name].annotation)


def _table_in(annotation: Any) -> tuple[type[Fields] | None, str]:
    if isinstance(annotation, type) and issubclass(annotation, Fields):
        return annotation, "one"
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        found, _ = _table_in(arguments[0])
        return found, "many"
    if origin is dict:
        found, _ = _table_in(arguments[1])
        return found, "keyed"
    if origin in (Union, UnionType):
        for argument in arguments:
            found, how = _table_in(argument)
            if found:
                return found, how
    return None, ""
