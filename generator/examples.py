"""A good value for a field, so that advice can show what to write there."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin

from generator.forms import LABELS, Fields, inner_table, label, said_of


def example(table: type[Fields], location: list[str]) -> str:
    """`成文日期: 2026-01-31`: the field at a place of a table with a value of its form; '' where there is none."""
    owner, name = _field_at(table, location)
    return f"{label(owner, name)}: {_value(owner, name)}" if name else ""


def ground(table: type[Fields], location: list[str]) -> str:
    """What asks for the field at a place of a table; '' where the field does not say."""
    owner, name = _field_at(table, location)
    return said_of(owner, name, "x-law") if name else ""


def _field_at(table: type[Fields], location: list[str]) -> tuple[type[Fields], str]:
    """The innermost table that the place leads into, and its field; '' where there is none."""
    owner = current = table
    name = ""
    for part in location:
        if part in current.model_fields:
            name, owner = part, current
            current = inner_table(owner, part)[0] or current
    return owner, name


def _value(table: type[Fields], name: str) -> str:
    if shown := said_of(table, name, "x-shown"):
        return shown
    inner, how = inner_table(table, name)
    if inner is not None:
        first = next((each for each, field in inner.model_fields.items() if field.is_required()), "")
        first = first or next(iter(inner.model_fields))
        pair = f"{label(inner, first)}: …"
        return {"one": f"{{{pair}}}", "many": f"[{{{pair}}}]", "keyed": f"{{zhuanti: {{{pair}}}}}"}[how]
    return _plain(table.model_fields[name].annotation, table.model_fields[name].default)


def _plain(form: Any, default: Any) -> str:
    """A value of a form without fields of its own."""
    forms = _forms(form)
    if date in forms:
        return "2026-01-31"
    if bool in forms:
        return "是"
    if int in forms:
        return str(default) if isinstance(default, int) else "2026"
    if tuple in forms:
        return "[…, …]"
    enum = next((each for each in forms if isinstance(each, type) and issubclass(each, Enum)), None)
    return next(iter(LABELS[enum].values())) if enum else "…"


def _forms(form: Any) -> tuple[Any, ...]:
    """The types that a form is made of: `Annotated[date, …] | None` of date."""
    origin = get_origin(form)
    return (form, origin, *(found for each in get_args(form) for found in _forms(each)))
