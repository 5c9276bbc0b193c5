"""The lines of front matter: a value as YAML, and one field put, replaced or taken out with every other byte kept.

A change is made on the lines, then proved: the new text is read again, and must say the same as before but for that
field, with the same body. What cannot be proved is None.
"""

from __future__ import annotations

import json
import re

from generator.fields import DocumentFields
from generator.forms import names_of
from generator.frontmatter import FrontMatter, read

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SIMPLE = re.compile(r"[\w一-龥（(〔《“][^:#\r\n\"'\[\]{},|>&*!%@`]*")
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ud800-\udfff\ufeff\ufffe\uffff]+")


def cleaned(value: str) -> str:
    """A value in one line, without what cannot be seen: as it will be read from front matter again."""
    return " ".join(_CONTROLS.sub(" ", value).split())


def scalar(value: str, quoted: bool = False) -> str:
    """A text as a YAML value of one line: plain where it cannot be taken for anything else, or between quotes."""
    text = cleaned(value)
    plain = not quoted and _SIMPLE.fullmatch(text) and not text.isdigit() and text != "null"
    return text if plain else json.dumps(text, ensure_ascii=False)


def key_of(found: FrontMatter, label: str) -> str:
    """How a file writes the key of a field that is known by its label; "" where it does not have it."""
    names = names_of(DocumentFields)
    values = found.head.values if isinstance(found.head.values, dict) else {}
    return next((key for key in values if names.get(key) == names[label]), "")


def with_field(text: str, label: str, line: str) -> str | None:
    """The text with another whole line (without its end) for a field; "" takes the field out."""
    found = read(text.encode())
    if not _is_sound(found):
        return None
    key = key_of(found, label)
    lines = _LINES.findall(text)
    start, stop = _block(lines, found, key) if key else _place(lines, found, label)
    end = lines[0][len(lines[0].rstrip("\r\n")) :]
    new = [line.replace("\n", end) + end] if line else []
    made = "".join([*lines[:start], *new, *lines[stop:]])
    return made if _proved(found, read(made.encode()), key, label, line) else None


def with_body(text: str, body: str) -> str | None:
    """The text with another body; `body` has plain line ends and takes on those of the text."""
    found = read(text.encode())
    lines = _LINES.findall(text)
    end = lines[0][len(lines[0].rstrip("\r\n")) :]
    written = f"\n{body}" if end == "\n" else f"\n{body}".replace("\n", end)
    made = "".join(lines[: found.body_line - 1]) + written
    again = read(made.encode())
    return made if again.head.values == found.head.values and again.body == f"\n{body}" else None


def _block(lines: list[str], found: FrontMatter, key: str) -> tuple[int, int]:
    """The lines of a field: from its key to what stands above the next key."""
    start = found.head.keys[key].line - 1
    starts = (found.head.keys[each].line - 1 for each in found.head.values)
    stop = min([each for each in starts if each > start], default=found.body_line - 2)
    while stop > start + 1 and (lines[stop - 1].startswith("#") or not lines[stop - 1].strip()):
        stop -= 1
    return start, stop


def _place(lines: list[str], found: FrontMatter, label: str) -> tuple[int, int]:
    """Where a field that is not there yet belongs: behind the last that the table has before it."""
    names = names_of(DocumentFields)
    ranks = {name: rank for rank, name in enumerate(DocumentFields.model_fields)}
    own = ranks[names[label]]
    above = [key for key in found.head.values if ranks.get(names.get(key, ""), len(ranks)) < own]
    place = max((_block(lines, found, key)[1] for key in above), default=1)
    return place, place


def _proved(before: FrontMatter, after: FrontMatter, key: str, label: str, line: str) -> bool:
    """Only that field differs."""
    if not _is_sound(after) or after.body != before.body:
        return False
    kept = {name: value for name, value in before.head.values.items() if name != key}
    own = key_of(after, label)
    return {name: value for name, value in after.head.values.items() if name != own} == kept and bool(own) == bool(line)


def _is_sound(found: FrontMatter) -> bool:
    """Front matter that could be read; a byte-order mark before it does no harm."""
    return isinstance(found.head.values, dict) and all(fault.code == "F002" for fault in found.head.faults)
