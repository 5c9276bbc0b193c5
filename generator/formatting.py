"""A document's front matter put in order: what has one right form gets it, and fields stand in the order of the table.

Every change is made on the text, then proved: the new text is read again, and must say what the old one said but for
the one value that was meant, with the same body. What cannot be proved is not changed. Comments stay with their field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.document_fields import DocumentFields
from generator.forms import Fields, Shape, inner_table, names_of, repair_day, shape_of
from generator.frontmatter import FrontMatter, Value, read
from generator.model import Mark
from generator.numbering import parse_document_number, repair_document_number

_WIDE_COLON = re.compile(r"(\s*)([^\s:：#\"'{}\[\]]+)[ \t\u3000]*：[ \t\u3000]*")
_BLANKS = " \t\u00a0\u3000\u200b\u2060\ufeff"
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^#:\r\n]*")  # cannot be taken for anything but text


class Formatted(NamedTuple):
    """The text in order, and what was repaired in words; another order is no repair."""

    data: bytes
    repairs: tuple[str, ...]


class _Scalar(NamedTuple):
    """A value of the table: its path as it is written, the name of its field, whether it is a day, its text."""

    path: str
    name: str
    is_day: bool
    value: str


def formatted(data: bytes) -> Formatted | None:
    """A document with its front matter in order; None where that cannot be read, and nothing may be touched."""
    try:
        text, repairs = _with_narrow_colons(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    found = read(text.encode())
    if found.head.faults or not isinstance(found.head.values, dict):
        return None
    for each in list(_scalars(DocumentFields, found.head.values)):
        right = _right_form(each)
        made = _replaced(text, found.head.marks[each.path], each.value, right) if right else text
        again = read(made.encode())
        if made != text and _says(again, found, each.path, right):
            text, found = made, again
            repairs.append(f"「{each.value}」改为「{right}」")
    ordered = _ordered(text, found)
    again = read(ordered.encode())
    if not again.head.faults and again.head.values == found.head.values and again.body == found.body:
        text = ordered
    return Formatted(text.encode(), tuple(repairs))


def _with_narrow_colons(text: str) -> tuple[str, list[str]]:
    """`标题：通知` as `标题: 通知`, where the word before it is a field."""
    lines, names = text.splitlines(keepends=True), names_of(DocumentFields)
    repairs = []
    for place in range(1, _closing(lines)):
        wide = _WIDE_COLON.match(lines[place])
        if wide is not None and not wide[1] and wide[2] in names:
            lines[place] = f"{wide[2]}: {lines[place][wide.end() :]}"
            repairs.append(f"「{wide[2]}」后面的全角冒号改为半角")
    return "".join(lines), repairs


def _closing(lines: list[str]) -> int:
    """The place of the line that ends the front matter; 0 where there is none."""
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != "---":
        return 0
    return next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)


# ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _scalars(table: type[Fields], values: dict[str, Value], above: str = "") -> Iterator[_Scalar]:
    for key, value in values.items():
        name = names_of(table).get(key)
        if name is None:
            continue
        inner, _ = inner_table(table, name)
        several = [(f"{key}.{number}", each) for number, each in enumerate(value)] if isinstance(value, list) else []
        for place, each in several or [(key, value)]:
            if inner is not None and isinstance(each, dict):
                yield from _scalars(inner, each, f"{above}{place}.")
            elif isinstance(each, str):
                yield _Scalar(f"{above}{place}", name, shape_of(table, name) is Shape.DAY, each)


def _right_form(each: _Scalar) -> str:
    """The one right form of a value; "" where it has it already, or where there is no telling."""
    bare = each.value.strip(_BLANKS)
    if each.is_day:
        right = repair_day(bare)
    elif each.name == "document_number":
        right = bare if parse_document_number(bare) else repair_document_number(bare)
    elif each.name in ("index_number", "former_index_numbers"):
        right = unicodedata.normalize("NFKC", bare)
    else:
        right = bare
    return right if right != each.value and _PLAIN.fullmatch(right) else ""


def _replaced(text: str, mark: Mark, old: str, new: str) -> str:
    """The text with a value in another's place: plain, or between its quotes; as it is where it stands otherwise."""
    lines = text.splitlines(keepends=True)
    line, start = lines[mark.line - 1], mark.column - 1
    for quote in ("", '"', "'"):
        written = f"{quote}{old}{quote}"
        if line.startswith(written, start):
            lines[mark.line - 1] = f"{line[:start]}{quote}{new}{quote}{line[start + len(written) :]}"
            break
    return "".join(lines)


def _says(again: FrontMatter, before: FrontMatter, path: str, right: str) -> bool:
    """The new text says the same as before, and `right` at a path."""
    if again.head.faults or again.body != before.body:
        return False
    wanted: Value = _put(before.head.values, path.split("."), right)
    return bool(wanted == again.head.values)


def _put(values: Value, path: list[str], right: str) -> Value:
    """A copy of values with another text at a path."""
    if not path:
        return right
    first, *rest = path
    if isinstance(values, list):
        return [_put(each, rest, right) if str(place) == first else each for place, each in enumerate(values)]
    return {key: _put(each, rest, right) if key == first else each for key, each in values.items()}


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _ordered(text: str, found: FrontMatter) -> str:
    """The fields in the order of the table, each with the comment above it; others after them, as they stood."""
    lines = text.splitlines(keepends=True)
    end = _closing(lines)
    marks = [found.head.keys[key] for key in found.head.values]
    starts = [mark.line - 1 for mark in marks]
    if not end or any(mark.column != 1 for mark in marks) or len(set(starts)) < len(starts):
        return text  # written in one line, or indented: as it is
    places = [_above(lines, start) for start in sorted(starts)]
    blocks = [lines[start:stop] for start, stop in pairwise((*places, end))]
    names = names_of(DocumentFields)
    ranks = {name: rank for rank, name in enumerate(DocumentFields.model_fields)}
    keys = sorted(found.head.values, key=lambda key: found.head.keys[key].line)
    rank = {key: ranks.get(names.get(key, ""), len(ranks)) for key in keys}
    moved = sorted(range(len(keys)), key=lambda place: (rank[keys[place]], place))
    body = [line for place in moved for line in blocks[place]]
    return "".join([*lines[: places[0]], *body, *lines[end:]]) if places else text


def _above(lines: list[str], start: int) -> int:
    """Where a field's block begins: at the first of the comments that stand right above it."""
    while start > 1 and lines[start - 1].startswith("#"):
        start -= 1
    return start
