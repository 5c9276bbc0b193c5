"""The mark behind a value that the program guessed: written by imports, seen in forms, gone when it is changed."""

from __future__ import annotations

from collections.abc import Collection

from generator.document_fields import DocumentFields
from generator.forms import names_of
from generator.frontmatter import read

TOLD = "由程序猜测，请核对"
GUESSED = f"   # {TOLD}"


def guessed(data: bytes) -> frozenset[str]:
    """The fields of a file, by English name, that bear the mark."""
    return frozenset(_lines(data))


def confirmed(data: bytes, fields: Collection[str]) -> bytes:
    """The file without the marks of these fields."""
    lines = data.splitlines(keepends=True)
    for name, number in _lines(data).items():
        if name in fields:
            text = lines[number].decode()
            lines[number] = (text.rpartition("#")[0].rstrip() + text[len(text.rstrip("\r\n")) :]).encode()
    return b"".join(lines)


def _lines(data: bytes) -> dict[str, int]:
    """Marked fields, each with the number of its line from 0."""
    names, lines = names_of(DocumentFields), data.splitlines()
    found = ((key, mark.line - 1) for key, mark in read(data).head.keys.items() if key in names)
    return {names[key]: number for key, number in found if any(_is_marked(line, key) for line in lines[number:][:1])}


def _is_marked(line: bytes, key: str) -> bool:
    """The line is that of the key, whatever else YAML takes for the end of a line, and bears the mark."""
    return line.startswith(key.encode()) and line.rstrip().endswith(f"# {TOLD}".encode())
