"""The flat YAML of most front matter, read without a YAML parser: what libyaml reads, or None, never a guess.

One expression tells whether a text is written in a small grammar: keys that are words; values on one line, plain or
quoted without escapes; below a key one level of keys, a list, or a literal text (`|`); lists and keys on one line
(`[…]`, `{…}`). Inside this grammar a text means what its lines say, so they are only taken apart. Blank lines,
comments, tabs, escapes, other indents and everything else that YAML knows are outside; so are bounds and mistakes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from generator.model import Mark

LIMIT = 4_000  # characters; so few hold fewer than `frontmatter.NODE_LIMIT` values

# What may stand nowhere, so that the classes below can say what they leave out: naming all of Unicode in each of them
# would take longer to compile than a small build.
_OUTSIDE = re.compile("[\0-\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FIRST = r"[^\n !\"#%&'*,\-:>?@\[\]`{|}]"  # begins a plain value: no indicator does
_PLAIN = rf"{_FIRST}[^\n #:]*+(?:(?:\ ++|:)[^\n #:]++)*+"
_INNER = r"[^\n \"#',:?\[\]{}]"  # of a plain value between brackets
_BRACKETED = rf"{_FIRST}{_INNER}*+(?:\ ++{_INNER}++)*+"
_QUOTED = r"(?:\"[^\n\"\\]*+\"|'[^\n']*+')"
_KEY = r"\w{1,40}+"
_PAIR, _ITEM = rf"{_KEY}:\ {_BRACKETED}", rf"(?:{_QUOTED}|{_BRACKETED})"
_SCALAR = rf"(?:{_PLAIN}|{_QUOTED})"
_LITERAL = r"\|\n{indent}[^\n ].*+\n(?:{indent}\ *+[^\n ].*+\n)*+"
_HEAD = re.compile(
    rf"""(?:{_KEY}:(?:
        \ (?:{_SCALAR}\n
            |\{{{_PAIR}(?:,\ {_PAIR})*+\}}\n
            |\[{_ITEM}(?:,\ {_ITEM})*+\]\n
            |{_LITERAL.format(indent=r"[ ]{2}")})
        |\n(?:[ ]{{2}}-\ (?:{_KEY}:\ {_SCALAR}\n(?:[ ]{{4}}{_KEY}:\ {_SCALAR}\n)*+|{_SCALAR}\n))++
        |\n(?:[ ]{{2}}{_KEY}:(?:\n|\ {_SCALAR}\n|\ {_LITERAL.format(indent=r"[ ]{4}")}))*+
    ))++""",
    re.VERBOSE,
)
_PIECE = re.compile(r"(?:(\w+): )?(\"[^\"]*\"|'[^']*'|[^\"',\[\]{} ][^,\[\]{}]*)")

Taken = tuple[dict[str, Any], dict[str, Mark], dict[str, Mark]]
_mark = lru_cache(maxsize=8_192)(Mark)  # documents have their fields at the same places: they share them


def taken_apart(text: str, first_line: int = 1) -> Taken | None:
    """A flat mapping's values, their places and the places of the keys, both by dotted path; None for any other text.

    `first_line` is the 1-based line of the text's first line.
    """
    if len(text) > LIMIT or _OUTSIDE.search(text) or not _HEAD.fullmatch(text):
        return None
    reading = _Reading()
    for number, line in enumerate(text.split("\n")[:-1], first_line):
        reading.take(line, number)
    if reading.doubled:  # the parser tells it
        return None
    return reading.values, reading.marks, reading.keys


class _Reading:
    """A text of the grammar, being taken apart line by line."""

    __slots__ = ("deeper", "doubled", "inner", "keys", "marks", "path", "text", "values")

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.marks: dict[str, Mark] = {}
        self.keys: dict[str, Mark] = {}
        self.doubled = False
        self.path = ""  # of the key that the indented lines belong to
        self.inner: Any = None  # its value, once one is seen
        self.deeper: tuple[dict[str, Any], str] = self.values, ""  # where lines of four blanks go, and its path
        self.text: tuple[dict[str, Any], str, int] | None = None  # the literal that is being read, and its indent

    def take(self, line: str, number: int) -> None:
        if self.text is not None:
            holder, name, indent = self.text
            if line[:indent].isspace():
                holder[name] += line[indent:] + "\n"
                return
            self.text = None
        if line[0] != " ":
            self.path, self.inner = line.partition(":")[0], None
            self._field(self.values, "", line, number, 0)
        elif line[2] == "-":
            self._item(line, number)
        elif line[2] != " ":
            if self.inner is None:
                self._open({}, number)
            self._field(self.inner, f"{self.path}.", line, number, 2)
        else:
            self._field(*self.deeper, line, number, 4)

    def _open(self, value: Any, number: int) -> None:
        self.inner = self.values[self.path] = value
        self.marks[self.path] = _mark(number, 3)

    def _field(self, holder: dict[str, Any], above: str, line: str, number: int, start: int) -> None:
        """A line `key: value` or `key:` that begins after some blanks; `above` is the path of what holds it, a dot."""
        name, _, written = line[start:].partition(":")
        place = above + name
        if place in self.keys:
            self.doubled = True
        self.keys[place] = _mark(number, start + 1)
        self.marks[place] = _mark(number, start + len(name) + (3 if written else 2))
        if not written:
            holder[name] = None
        elif written == " |":
            holder[name] = ""
            self.text = holder, name, start + 2
        elif written[1] in "[{":
            holder[name] = self._bracketed(line, number, start + len(name) + 2, place)
        else:
            holder[name] = _value(written[1:])

    def _item(self, line: str, number: int) -> None:
        """A line `- value` or `- key: value` of a list."""
        if self.inner is None:
            self._open([], number)
        path = f"{self.path}.{len(self.inner)}"
        self.marks[path] = _mark(number, 5)
        if line[4] in "\"'" or ": " not in line:
            self.inner.append(_value(line[4:]))
        else:
            self.deeper = {}, f"{path}."
            self.inner.append(self.deeper[0])
            self._field(*self.deeper, line, number, 4)

    def _bracketed(self, line: str, number: int, start: int, path: str) -> Any:
        """`[…]` or `{…}` to the end of its line."""
        found: dict[str, Any] = {}
        for place, piece in enumerate(_PIECE.finditer(line, start + 1)):
            name = piece[1] or str(place)
            self.doubled |= name in found
            found[name] = _value(piece[2])
            self.marks[f"{path}.{name}"] = _mark(number, piece.start(2) + 1)
            if piece[1]:
                self.keys[f"{path}.{name}"] = _mark(number, piece.start() + 1)
        return found if line[start] == "{" else list(found.values())


def _value(written: str) -> str | None:
    if written[0] in "\"'":
        return written[1:-1]
    return None if written in ("~", "null") else written
