"""Values written as YAML, as a person would: plain where that is safe, one field a line, lists below their key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.forms import Fields, inner_table, label
from generator.frontmatter import Value

_PLAIN = re.compile(r"""(?![\s\-?:,\[\]{}#&*!|>'"%@`]|(?:~|null)$)[^\r\n]*[^\s:]""")
_UNSAFE = re.compile(r":\s|\s#|[\x85\u2028\u2029]")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}:#]")
_INDENTED = re.compile(r"^\s|[^\S\n]$|\n\n\Z", re.MULTILINE)


def scalar(value: str, quote: str = "", in_flow: bool = False) -> str:
    """A text in one line: plain where that is safe, else quoted; in its old quotes where it had some."""
    if quote == "'" and value.isprintable():
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    plain = _PLAIN.fullmatch(value) and not _UNSAFE.search(value) and not (in_flow and _UNSAFE_IN_FLOW.search(value))
    return value if plain and quote != '"' else json.dumps(value, ensure_ascii=False)


def flow(value: Value, table: type[Fields] | None, english: bool) -> str:
    """A value in one line, between brackets where it holds others."""
    if isinstance(value, dict):
        pairs = (f"{_key(table, name, english)}: {flow(each, None, english)}" for name, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(flow(each, table, english) for each in value)}]"
    return scalar(value or "", in_flow=True)


def field(name: str, value: Value, table: type[Fields] | None, indent: int, english: bool) -> str:
    """A field with its value, in as many lines as it takes, without the last line's end."""
    inner = inner_table(table, name)[0] if table is not None and name in table.model_fields else None
    return f"{_key(table, name, english)}:{below(value, inner, indent, english)}"


def below(value: Value, table: type[Fields] | None, indent: int, english: bool) -> str:
    """What follows the colon of a key that stands behind so many blanks."""
    if isinstance(value, dict):
        return "".join(f"\n{' ' * (indent + 2)}{line}" for line in _pairs(value, table, indent + 2, english))
    if isinstance(value, list):
        return "".join(f"\n{' ' * (indent + 2)}{item(each, table, indent + 2, english)}" for each in value)
    text = value or ""
    if "\n" in text and not _INDENTED.search(text):
        sign = "|" if text.endswith("\n") else "|-"
        lines = (f"{' ' * (indent + 2)}{line}" if line else "" for line in text.removesuffix("\n").split("\n"))
        return f" {sign}\n" + "\n".join(lines)
    return f" {scalar(text)}"


def item(value: Value, table: type[Fields] | None, indent: int, english: bool) -> str:
    """An item of a list whose dash stands behind so many blanks."""
    if isinstance(value, dict):
        return "- " + f"\n{' ' * (indent + 2)}".join(_pairs(value, table, indent + 2, english))
    return f"- {flow(value, table, english)}" if isinstance(value, list) else f"- {scalar(value or '')}"


def _pairs(value: dict[str, Value], table: type[Fields] | None, indent: int, english: bool) -> Iterator[str]:
    return (field(name, each, table, indent, english) for name, each in value.items())


def _key(table: type[Fields] | None, name: str, english: bool) -> str:
    if table is None:
        return scalar(name, in_flow=True)
    return name if english else label(table, name)
