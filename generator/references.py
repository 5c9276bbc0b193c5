"""What a body's source refers to and what of it will not be published, with places; nothing here converts Markdown.

All searches are linear in the length of the text: code is blanked out first (same length, same lines), then links are
found by pairing brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from generator.grammar import ADDRESS


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


class Place(NamedTuple):
    """A reference by its offsets in the text."""

    start: int
    end: int
    target: str
    text: str
    image: bool


_FENCE = re.compile(r"(~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*)[ ]*(?:hl_lines=(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*)?\Z")
_TICKS = re.compile(r"`+|\n[ \t]*(?=\n)")
_TARGET = re.compile(
    r"""\(\s*+(?:<([^<>\n]*)>|((?:[^()\n\\]|\\.|\((?:[^()\n\\]|\\.){0,200}\)){0,1000}?))"""
    r"""(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\s*\)"""
)
_BRACKETS = re.compile(r"\\.|!?\[|\]\(?|\n[ \t]*(?=\n)", re.DOTALL)
_DEFINITION = re.compile(
    r"^(?:[ \t　>*+-]|\d+\.|\[\^[^\]\n]*\]:)*+\[(?!\^)([^\]\n]{1,500})\]:[ \t]*\n?[ \t]*"
    rf"(?:<([^<>\n]*)>|({ADDRESS}))",
    re.MULTILINE,
)
_AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]*)>")
TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9:]*)((?:[^<>"']|"[^"<]{0,5000}"|'[^'<]{0,5000}')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~:\"'<-])")


def addresses(text: str) -> list[Place]:
    """Every reference of a masked text, in order."""
    return sorted({*_inline(text), *_defined(text), *_tagged(text)})


def find(source: str) -> tuple[Found, ...]:
    """The links, images and inclusions of a body in their order; what stands in code or comments is none."""
    text = masked(source)
    found, line, counted = [], 0, 0
    for place in addresses(text):
        line += text.count("\n", counted, place.start)
        counted = place.start
        column = place.start - (text.rfind("\n", 0, place.start) + 1) + 1
        alone = place.image and _is_alone(text, place)
        found.append(Found(place.target, place.text, line, column, place.image, alone))
    return tuple(found)


# ── code ────────────────────────────────────────────────────────────────────────────────────────────────────────


def masked(source: str) -> str:
    """The source with code and comments blanked out: same length, same lines."""
    text = _without_fences(source) if "```" in source or "~~~" in source else source
    text = _without_spans(text) if "`" in text else text
    return _without_comments(text) if "<!--" in text else text


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
        place = bisect_right(ends, number)
        if place < len(ends):
            for inside in range(number, ends[place] + 1):
                lines[inside] = " " * len(lines[inside])
            number = ends[place]
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


def _without_comments(text: str) -> str:
    """Blank out comments that are closed; searching by hand, since an expression would be quadratic on open ones."""
    parts, done = [], 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[done:start], _blank(text[start : end + 3])]
        done = end + 3
    return "".join([*parts, text[done:]])


# ── references ──────────────────────────────────────────────────────────────────────────────────────────────────


def _inline(text: str) -> Iterator[Place]:
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
                yield Place(start, target.end(), _written(written), text[inner : found.start()], image)


def _written(target: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", target.strip()))


def _defined(text: str) -> Iterator[Place]:
    for found in _DEFINITION.finditer(text) if "]:" in text else ():
        yield Place(found.start(1) - 1, found.end(), _written(found[2] or found[3]), found[1], False)


def _tagged(text: str) -> Iterator[Place]:
    """`<https://…>`, and the addresses of raw `<a>` and `<img>`."""
    if "<" not in text:
        return
    for found in _AUTOMATIC.finditer(text):
        yield Place(found.start(), found.end(), found[1], found[1], False)
    for found in TAG.finditer(text):
        wanted = {"a": "href", "img": "src"}.get(found[2].lower()) if not found[1] else None
        values = attributes(found[3]) if wanted else {}
        if wanted and wanted in values:
            yield Place(found.start(), found.end(), values[wanted], values.get("alt", ""), wanted == "src")


def attributes(written: str) -> dict[str, str]:
    """The attributes of a raw tag, names in lower case, entities decoded."""
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(written):
        values.setdefault(found[1].lower(), unescape((found[2] or "").strip("\"'")))
    return values


def _is_alone(text: str, place: Place) -> bool:
    """Whether a paragraph holds this image only: blank lines, headings, or the text's ends around its line."""
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    end = len(text) if end < 0 else end
    if text[start : place.start].strip() or text[place.end : end].strip():
        return False
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)].strip()
    below = _line_at(text, end + 1)
    indented = text[start : start + 1] == "　"
    return (indented or not above or above[0] == "#") and (not below.strip() or below[0] in "#　")


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]
