"""What a body's source refers to and what of it will not be published, with places; nothing here converts Markdown.

All searches are linear in the length of the text: code is blanked out first (same length, same lines), then links are
found by pairing brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from generator.dialect import ELEMENTS
from generator.sanitizer import ALLOWED


class Found(NamedTuple):
    """A reference in a body: the address as written, its text, where it stands, what it is.

    `line` is 0-based within the body, `column` 1-based; `alone` means the only thing in its paragraph.
    """

    target: str
    text: str
    line: int
    column: int
    image: bool
    alone: bool


class _Place(NamedTuple):
    """A reference by offsets in the text."""

    start: int
    end: int
    target: str
    text: str
    image: bool


_FENCE = re.compile(r"(~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*)[ ]*(?:hl_lines=(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*)?\Z")
_TICKS = re.compile(r"`+|\n[ \t]*(?=\n)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(
    r"""\(\s*+(?:<([^<>\n]*)>|((?:[^()\n\\]|\\.|\((?:[^()\n\\]|\\.){0,200}\)){0,1000}?))"""
    r"""(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\s*\)"""
)
_BRACKETS = re.compile(r"\\.|!?\[|\]\(?|\n[ \t]*(?=\n)", re.DOTALL)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)([^\]\n]{1,500})\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))", re.MULTILINE)
_AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]*)>")
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:]*)((?:[^<>"']|"[^"<]{0,5000}"|'[^'<]{0,5000}')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~:\"'<-])")


def find(source: str) -> tuple[Found, ...]:
    """The links, images and inclusions of a body in their order; what stands in code or comments is none."""
    text = _masked(source)
    places = sorted({*_inline(text), *_defined(text), *_tagged(text)})
    found, line, counted = [], 0, 0
    for place in places:
        line += text.count("\n", counted, place.start)
        counted = place.start
        column = place.start - (text.rfind("\n", 0, place.start) + 1) + 1
        alone = place.image and _is_alone(text, place)
        found.append(Found(place.target, place.text, line, column, place.image, alone))
    return tuple(found)


# ── code ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _masked(source: str) -> str:
    """The source with code and comments blanked out, line by line of the same length."""
    text = _without_fences(source) if "```" in source or "~~~" in source else source
    text = _without_spans(text) if "`" in text else text
    return _COMMENT.sub(lambda found: _blank(found[0]), text) if "<!--" in text else text


def _blank(code: str) -> str:
    return re.sub(r"[^\n]", " ", code)


def _without_fences(source: str) -> str:
    lines = source.split("\n")
    closings: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line[:3] in ("```", "~~~") and (bare := line.rstrip(" ")) == bare[0] * len(bare):
            closings.setdefault(bare, []).append(number)
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        ends = closings.get(opening[1], []) if opening else []
        while ends and ends[0] <= number:
            ends.pop(0)
        if ends:
            for inside in range(number, ends[0] + 1):
                lines[inside] = " " * len(lines[inside])
            number = ends[0]
        number += 1
    return "\n".join(lines)


def _without_spans(text: str) -> str:
    """Blank out code spans: a run of backticks and the next run of the same length in the same paragraph."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
    following: dict[int, int] = {}  # length of run → index of its next occurrence, in the paragraph being read
    closing = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        if text[start] == "\n":
            following.clear()
            continue
        closing[index] = following.get(end - start, -1)
        following[end - start] = index
    parts, done, index = [], 0, 0
    while index < len(runs):
        start = runs[index][0]
        if closing[index] >= 0 and text[start - 1 : start] != "\\":
            end = runs[closing[index]][1]
            parts += [text[done:start], _blank(text[start:end])]
            done, index = end, closing[index]
        index += 1
    return "".join([*parts, text[done:]])


# ── references ──────────────────────────────────────────────────────────────────────────────────────────────────


def _inline(text: str) -> Iterator[_Place]:
    """`[text](target)` and `![text](target)`, by pairing brackets within a paragraph."""
    open_brackets: list[tuple[int, int, bool]] = []
    for found in _BRACKETS.finditer(text) if "](" in text else ():
        token = found[0]
        if token in ("[", "!["):
            open_brackets.append((found.start(), found.end(), token == "!["))
        elif token[0] == "\n":
            open_brackets.clear()
        elif token[0] == "]" and open_brackets:
            start, inner, image = open_brackets.pop()
            target = _TARGET.match(text, found.end() - 1) if token == "](" else None
            if target:
                written = target[1] if target[1] is not None else target[2]
                yield _Place(start, target.end(), _written(written), text[inner : found.start()], image)


def _written(target: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", target.strip()))


def _defined(text: str) -> Iterator[_Place]:
    for found in _DEFINITION.finditer(text) if "]:" in text else ():
        yield _Place(found.start(1) - 1, found.end(), _written(found[2] or found[3]), found[1], False)


def _tagged(text: str) -> Iterator[_Place]:
    """`<https://…>`, and the addresses of raw `<a>` and `<img>`."""
    if "<" not in text:
        return
    for found in _AUTOMATIC.finditer(text):
        yield _Place(found.start(), found.end(), found[1], found[1], False)
    for found in _TAG.finditer(text):
        wanted = {"a": "href", "img": "src"}.get(found[2].lower()) if not found[1] else None
        values = _attributes(found[3]) if wanted else {}
        if wanted and wanted in values:
            yield _Place(found.start(), found.end(), values[wanted], values.get("alt", ""), wanted == "src")


def _attributes(written: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(written):
        values.setdefault(found[1].lower(), unescape((found[2] or "").strip("\"'")))
    return values


def _is_alone(text: str, place: _Place) -> bool:
    """Whether a paragraph holds this image only: blank lines, headings, or the text's ends around its line."""
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    end = len(text) if end < 0 else end
    if text[start : place.start].strip() or text[place.end : end].strip():
        return False
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)].strip()
    after = text[end + 1 : (text.find("\n", end + 1) if "\n" in text[end + 1 :] else len(text))].strip()
    indented = text[start : start + 1] == "　"
    return (indented or not before or before.startswith("#")) and (not after or after.startswith("#"))
