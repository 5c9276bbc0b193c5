"""Values that come from elsewhere as lines of front matter: whatever they hold, no YAML comes out of it; and the mark
of those that were guessed, behind their line."""

from __future__ import annotations

import json
import re

from generator.document_fields import DocumentFields
from generator.forms import names_of
from generator.frontmatter import FrontMatter, read
from generator.guesses import GUESSED
from generator.merging import lines_of

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


def with_mark(text: str, label: str, guessed: bool) -> str:
    """The text with the mark of a guess behind a field's line, or without it; all else stays."""
    found = read(text.encode())
    key = key_of(found, label)
    if not key:
        return text
    lines = lines_of(text)
    place = found.head.keys[key].line - 1
    bare = lines[place].rstrip("\r\n")
    end = lines[place][len(bare) :]
    lines[place] = f"{bare.removesuffix(GUESSED)}{GUESSED if guessed else ''}{end}"
    return "".join(lines)
