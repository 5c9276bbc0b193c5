"""The form of a document, made from the one table of fields: what it asks in which order, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from generator.document_fields import DocumentFields
from generator.forms import LABELS, Fields, Shape, inner_table, label, shape_of
from generator.frontmatter import Value
from generator.kinds import kinds, spellings
from generator.model import Column, ColumnRole, ColumnStatus, Unit
from generator.rulebook import rules

ALWAYS = ("title", "date_published", "subject_category", "review")
USUAL = ("kind", "column", "document_number", "date_written", "summary", "attachments", "draft")
UNSEEN = ("imported",)  # written by the program for itself
FIXED = ("index_number",)  # shown, and never changed by hand
LONG = ("summary", "remarks", "conditions", "materials", "process")
YES = ("是", "true", "yes", "1", "on", "y", "t")
_PARTS = re.compile(r"\s*[;；、，,]\s*")


@dataclass(frozen=True, slots=True)
class Box:
    """A field as a form shows it; `choices` are (what is written, what is shown), `hints` may be chosen from or not.

    `kinds` are those that cannot do without the field. `inner` are the fields of a table, of which `rows` has as many
    as are filled in. `usual` fields are shown at once, others when they are asked for or filled in.
    """

    name: str
    label: str
    meaning: str
    law: str
    shape: str
    value: str = ""
    needed: bool = False
    usual: bool = False
    fixed: bool = False
    kinds: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    inner: tuple[Box, ...] = ()
    rows: tuple[tuple[Box, ...], ...] = ()
    guessed: bool = False

    @property
    def shown(self) -> bool:
        """It stands in the form at once."""
        return self.needed or self.usual or bool(self.value or self.rows)


def boxes(
    said: Mapping[str, Value], unit: Unit, kind: str, column: str, guesses: Collection[str] = ()
) -> tuple[Box, ...]:
    """Every field of a document of a unit, what is shown at once first, and of that what its kind cannot do without."""
    names = (name for name in DocumentFields.model_fields if name not in UNSEEN)
    made = (_box(DocumentFields, name, said.get(name), unit, kind) for name in names)
    told = {
        "kind": f"由栏目决定（{kinds()[kind].label}）" if kind in kinds() else "",
        "column": f"由文件夹决定（{column}）",
    }
    made = (_unwritten(box, told[box.name]) if told.get(box.name) and not box.value else box for box in made)
    made = (replace(box, guessed=box.name in guesses) for box in made)
    return tuple(sorted(made, key=lambda box: (not box.shown, bool(box.inner), not box.needed)))


def _unwritten(box: Box, told: str) -> Box:
    """A choice that says what holds where nothing is chosen."""
    return replace(box, choices=(("", told), *box.choices[1:]))


def _box(table: type[Fields], name: str, value: Value, unit: Unit | None = None, kind: str = "") -> Box:
    field, shape = table.model_fields[name], shape_of(table, name)
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    inner = inner_table(table, name)[0]
    wanting = _wanting(name) if table is DocumentFields else ()
    return Box(
        name,
        label(table, name),
        field.description or "",
        str(extra.get("x-law", "")),
        _shape_in_form(name, shape, value),
        _shown(shape, value),
        field.is_required() or (table is DocumentFields and (name in ALWAYS or kind in wanting)),
        name in USUAL,
        name in FIXED and bool(value),
        wanting,
        _choices(table, name, unit, value) if unit else (),
        _hints(name, unit) if unit else (),
        tuple(_box(inner, each, None) for each in inner.model_fields) if inner else (),
        tuple(_rows(inner, value)) if inner else (),
    )


@cache
def _wanting(name: str) -> tuple[str, ...]:
    """The kinds that cannot do without a field."""
    return tuple(kind.name for kind in kinds().values() if name in kind.required)


def _rows(inner: type[Fields], value: Value) -> Iterator[tuple[Box, ...]]:
    several = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    for each in several:
        if isinstance(each, dict):
            yield tuple(_box(inner, name, each.get(name)) for name in inner.model_fields)


def _shape_in_form(name: str, shape: Shape, value: Value) -> str:
    """How a field is filled in: a day that is none is mended as text, a long text in several lines."""
    if shape is Shape.DAY and isinstance(value, str) and not _is_day(value):
        return Shape.TEXT.value
    if shape is Shape.TEXT and (name in LONG or (isinstance(value, str) and "\n" in value)):
        return Shape.LINES.value
    return shape.value


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _shown(shape: Shape, value: Value) -> str:
    """A value as a form shows it."""
    if isinstance(value, list):
        between = "\n" if shape is Shape.LINES else "；"
        return between.join(each for each in value if isinstance(each, str))
    if shape is Shape.FLAG:
        return "是" if _is_yes(value) else ""
    return value.rstrip("\n") if isinstance(value, str) else ""


def _is_yes(value: Value) -> bool:
    return isinstance(value, str) and value.lower() in YES


def is_draft(said: Mapping[str, Value]) -> bool:
    """What a file says of itself: it is a draft."""
    return _is_yes(said.get("draft"))


def _choices(table: type[Fields], name: str, unit: Unit, value: Value) -> tuple[tuple[str, str], ...]:
    """What a field may be, with official names; what is written there and is none of them stays to be seen."""
    if name == "kind":
        found = [(each.label, each.label) for each in kinds().values()]
        written = kinds()[spellings()[str(value)]].label if value in spellings() else value
    elif name == "column":
        found = [(each.key, f"{each.name}（{each.key}）") for each in open_columns(unit)]
        written = next((each.key for each in open_columns(unit) if value in (each.key, each.name)), value)
    elif shape_of(table, name) is Shape.CHOICE:
        labels = LABELS[table.model_fields[name].annotation]  # type: ignore[index]
        found = [(each, each) for each in labels.values()]
        written = labels.get(str(value), value)
    else:
        return ()
    known = {each for each, _ in found}
    strange = [(written, f"{written}（不认识）")] if isinstance(written, str) and written not in known else []
    place = next((at for at, (each, _) in enumerate(found) if each == written), None)
    if place is not None and isinstance(value, str) and value != written:
        found[place] = (value, found[place][1])  # as the file writes it
    return (("", "不写"), *found, *strange)


def open_columns(unit: Unit) -> tuple[Column, ...]:
    """The columns of a unit that documents may be put into."""
    return tuple(
        each for each in unit.walk() if each.role is not ColumnRole.LINK and each.status is ColumnStatus.FILLED
    )


def _hints(name: str, unit: Unit) -> tuple[str, ...]:
    if name == "subject_category":
        return tuple(str(each["name"]) for each in rules("subject_categories")["categories"])
    if name == "genre":
        return tuple(str(each["name"]) for each in rules("genres")["genres"])
    return (unit.name,) if name == "issuing_agency" else ()


def value_of(name: str, sent: Value, said: Value) -> Value:
    """What is to be written for what a form sends; in the manner in which the file already says it."""
    if name not in DocumentFields.model_fields or not isinstance(sent, str):
        return sent
    shape = shape_of(DocumentFields, name)
    if shape is Shape.TEXTS and isinstance(said, list):
        return [each for each in _PARTS.split(sent.strip()) if each]
    if shape is Shape.LINES and (isinstance(said, list) or "\n" in sent):
        return [line.strip() for line in sent.splitlines() if line.strip()]
    text = sent.strip()
    return f"{text}\n" if "\n" in text else text
