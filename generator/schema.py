"""The field table in two more forms: JSON Schema for editors' completion, and the reference of the manual."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticUndefined

from generator.forms import Fields, inner_table, names_of

NOTES = {"one": "下一级字段", "many": "列表，每项有下一级字段", "keyed": "以文件夹名为键的下一级字段"}


def json_schema(table: type[Fields], title: str) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) that takes every spelling of a key: English, Chinese label, other labels."""
    schema = table.model_json_schema()
    tables = {"": schema, **schema.get("$defs", {})}
    for name, each in tables.items():
        known = next((found for found in _tables(table) if found.__name__ == name), table)
        _spell(each, known)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def _tables(table: type[Fields]) -> list[type[Fields]]:
    """A table and every table inside it."""
    found = [table]
    for name in table.model_fields:
        inner, _ = inner_table(table, name)
        if inner is not None:
            found += _tables(inner)
    return found


def _spell(schema: dict[str, Any], table: type[Fields]) -> None:
    """Give an object schema every spelling of its keys; which of them must be there is then `anyOf` per field."""
    spelled: dict[str, Any] = {}
    for written, name in names_of(table).items():
        spelled[written] = {key: value for key, value in schema["properties"][name].items() if key[:2] != "x-"}
    needed = schema.pop("required", [])
    schema["properties"] = spelled
    if needed:
        schema["allOf"] = [
            {"anyOf": [{"required": [written]} for written, name in names_of(table).items() if name == wanted]}
            for wanted in needed
        ]


def reference(table: type[Fields], title: str) -> str:
    """The fields of a table as a Markdown section, inner tables after it."""
    rows = [f"## {title}", "", "| 字段 | 英文写法 | 也可写作 | 含义 | 必填 | 依据 |", "|---|---|---|---|---|---|"]
    inner_tables = []
    for name, field in table.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        inner, how = inner_table(table, name)
        meaning = f"{field.description}（{NOTES[how]}，见下）" if inner else field.description
        needed = "是" if field.default is PydanticUndefined else ""
        aliases = "、".join(str(each) for each in _list(extra.get("x-aliases")))
        rows.append(f"| {field.title} | `{name}` | {aliases} | {meaning} | {needed} | {extra.get('x-law') or ''} |")
        if inner is not None:
            inner_tables.append(reference(inner, f"{title} · {field.title}"))
    return "\n".join([*rows, "", *inner_tables])


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
