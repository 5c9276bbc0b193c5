"""Which column of another system's index is which field of ours, by the names that such columns go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from generator.errors import UsageError
from generator.frontmatter import HEAD_LIMIT, decode, parse_mapping
from generator.rulebook import rules

FILE, BODY, ATTACHMENTS, IGNORED, GRADE, OPENNESS = "文件", "正文", "附件", "不导入", "密级", "公开属性"
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]$")
_BETWEEN = re.compile(r"[\s_\-*:：]+")
Mapped = Mapping[
    str, tuple[str, ...]
]  # fields by their Chinese label: the names of columns, the first that is filled counts


NO_MORE: Mapped = {}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one index: the places of each field's columns, in the order in which they count; the unknown."""

    places: Mapping[str, tuple[int, ...]]
    unknown: tuple[int, ...]


def column_names(path: Path | None, further: Mapped = NO_MORE) -> Mapped:
    """The names of the shipped rules, before them those of a file of one's own; `UsageError` for a mistake in it.

    `further` are fields with their names that whoever asks knows besides.
    """
    shipped = _joined(_shipped(), further)
    if path is None:
        return shipped
    own = _own(path)
    for field in own:
        if field not in shipped:
            near = get_close_matches(field, shipped, n=1)
            advice = f"是不是「{near[0]}」？" if near else f"可以写：{'、'.join(shipped)}"
            raise UsageError(f"不认识的字段「{field}」", str(path), advice)
    given = {_plain(name) for names in own.values() for name in names}
    return {
        field: (*own.get(field, ()), *(name for name in names if _plain(name) not in given))
        for field, names in shipped.items()
    }


def _joined(shipped: Mapped, further: Mapped) -> Mapped:
    """Fields of both; a name that the further ones have is no other field's."""
    taken = {_plain(name) for names in further.values() for name in names}
    kept = {field: tuple(name for name in names if _plain(name) not in taken) for field, names in shipped.items()}
    return {**kept, **further}


@cache
def _shipped() -> Mapped:
    return {field: tuple(names) for field, names in rules("oa_columns").items()}


def _own(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        with path.open("rb") as file:
            text, wrong = decode(file.read(HEAD_LIMIT + 1))
    except FileNotFoundError as error:
        raise UsageError("没有这个列名对照文件", str(path), "检查 --mapping 后面的文件名") from error
    except OSError as error:
        raise UsageError(f"读不了列名对照：{error.strerror}", str(path)) from error
    parsed = parse_mapping(text)
    faults = (*wrong, *parsed.faults)
    if faults or not isinstance(parsed.values, dict):
        fault = faults[0]
        raise UsageError(f"列名对照有误：{fault.message}", f"{path}:{fault.line}:{fault.column}")
    return {field: _listed(value, f"{path}:{parsed.keys[field].line}") for field, value in parsed.values.items()}


def _listed(value: Any, place: str) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in names):
        raise UsageError("列名对照里应当是列名，或列名的列表", place, "例如 发文字号: [文号, wjbh]")
    return tuple(names)


def columns_of(heads: Sequence[str], names: Mapped) -> Columns:
    """Which columns of this head belong to which fields."""
    by_name: dict[str, list[int]] = {}
    for index, head in enumerate(heads):
        by_name.setdefault(_plain(head), []).append(index)
    places = {field: tuple(_places(each, by_name)) for field, each in names.items()}
    known = {index for each in places.values() for index in each}
    return Columns(places, tuple(index for index in range(len(heads)) if index not in known))


def _places(names: Iterable[str], by_name: Mapping[str, list[int]]) -> list[int]:
    plain = dict.fromkeys(_plain(name) for name in names)
    return [index for name in plain for index in by_name.get(name, ())]


def _plain(name: str) -> str:
    """A name as it is compared: without case, width, blanks, and what stands in brackets at its end."""
    text = unicodedata.normalize("NFKC", name).strip().casefold()
    return _BETWEEN.sub("", _BRACKETED.sub("", text) or text)
