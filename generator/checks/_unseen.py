"""Elements of raw HTML in which nobody would see a link, told by what their attributes do, not by how they are named.

Editors paste from WeChat and Word, which hide much that is empty (`display:none` around nothing, boxes of no height
that draw a line): an element counts only where a link stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.references import TAG, addresses, attributes
from generator.rulebook import rules

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_ONE_AFTER_ANOTHER = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})  # need no end tag
_FRAMES = frozenset({"iframe", "embed", "object", "marquee"})  # cut off what goes beyond their width and height
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "%": 0.16}
_LENGTH = re.compile(r"(?<![\w.#-])(-?(?:\d+\.?\d*|\.\d+))(px|pt|pc|em|rem|ex|%)?(?![\w.])")
STYLE = 5_000  # characters of a style that are read
_MARKS = re.compile(r"style|hidden|width|height", re.IGNORECASE)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLIPPED = re.compile(r"rect\(\s*0|inset\(\s*(?:[5-9]\d|100)%")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")


class _Inside(NamedTuple):
    """What it is like within an open element: which tag hides everything there, makes it tiny, makes it invisible.

    -1 is none; what is tiny or invisible may be seen again in an element within, what is gone may not.
    """

    name: str = ""
    gone: int = -1
    tiny: int = -1
    invisible: int = -1

    @property
    def hidden(self) -> int:
        """The first tag that hides what stands here; -1 where it can be seen."""
        return min((each for each in self[1:] if each >= 0), default=-1)


@cache
def _limit(name: str) -> float:
    return float(rules("hidden_links")[name])


def hiding(text: str) -> Iterator[int]:
    """Where the tags stand that hide a link, in a text whose code is blanked out; each once, in order of the links."""
    if "<" not in text or not _MARKS.search(text):
        return
    tags = list(TAG.finditer(text))
    frames = (tag.start() for tag in tags if not tag[1] and tag[2].lower() in _FRAMES)
    goals = sorted({*(place.start for place in addresses(text) if not place.image), *frames})
    opened = _Opened()
    told = {-1}
    for tag, following in zip(tags, [*(each.start() for each in tags[1:]), len(text)], strict=True):
        opened.take(tag)
        place = bisect_left(goals, tag.start())
        hidden = opened.inside.hidden if place < len(goals) and goals[place] < following else -1
        if hidden not in told:
            told.add(hidden)
            yield hidden
        if not tag[1] and (tag[2].lower() in _VOID or tag[3].endswith("/")):
            opened.close(tag[2].lower())


class _Opened:
    """The elements that are open where one has read to."""

    def __init__(self) -> None:
        self._stack = [_Inside()]
        self._names: Counter[str] = Counter()

    @property
    def inside(self) -> _Inside:
        """What it is like here."""
        return self._stack[-1]

    def take(self, tag: re.Match[str]) -> None:
        """Go past a tag; a paragraph, row or cell ends before the next one."""
        name = tag[2].lower()
        if tag[1] or (name in _ONE_AFTER_ANOTHER and self.inside.name == name):
            self.close(name)
        if not tag[1]:
            self._names[name] += 1
            self._stack.append(_within_tag(self.inside, name, tag.start(), attributes(tag[3])))

    def close(self, name: str) -> None:
        """End the innermost element of a name and all within it, where there is one."""
        while self._names[name]:
            last = self._stack.pop()
            self._names[last.name] -= 1
            if last.name == name:
                break


def _within_tag(around: _Inside, name: str, start: int, values: dict[str, str]) -> _Inside:
    style = _declarations(values.get("style", ""))
    framed = name in _FRAMES and any(_is_within(values.get(side, ""), "box_pixels") for side in ("width", "height"))
    gone = "hidden" in values or framed or _is_gone(style)
    size = style.get("font-size") or style.get("font", "")
    tiny, invisible = around.tiny, around.invisible
    if _LENGTH.search(size):
        tiny = start if _is_within(size, "text_pixels") else -1
    if "visibility" in style:
        invisible = start if style["visibility"] in ("hidden", "collapse") else -1
    return _Inside(name, start if gone and around.gone < 0 else around.gone, tiny, invisible)


def _declarations(style: str) -> dict[str, str]:
    """What a style says, the last word of each property."""
    pairs = (each.partition(":") for each in _REMARK.sub("", style[:STYLE].lower()).split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def _is_gone(style: dict[str, str]) -> bool:
    """A style that leaves nothing of an element to be seen, whatever those within it say."""
    cut = any(style.get(name, "").startswith(("hidden", "clip")) for name in ("overflow", "overflow-x", "overflow-y"))
    sides = ("height", "max-height", "width", "max-width")
    placed = style.get("position") in ("absolute", "fixed", "relative")
    shifts = ("text-indent", "margin-left", "margin-top", *(("left", "top", "right", "bottom") if placed else ()))
    moved = _MOVED.search(style.get("transform", ""))
    return (
        style.get("display") == "none"
        or _is_clear(style.get("opacity", ""))
        or (cut and any(_is_within(style.get(side, ""), "box_pixels") for side in sides))
        or any(_is_far(style.get(name, "")) for name in shifts)
        or (moved is not None and _is_far(moved[1]))
        or bool(_CLIPPED.search(style.get("clip", "") + style.get("clip-path", "")))
    )


def _pixels(value: str) -> list[float]:
    return [float(found[1]) * _PIXELS[found[2] or ""] for found in _LENGTH.finditer(value)]


def _is_within(value: str, limit: str) -> bool:
    """The first length of a value is no more than a limit."""
    return any(0 <= each <= _limit(limit) for each in _pixels(value)[:1])


def _is_far(value: str) -> bool:
    return any(each <= -_limit("off_screen_pixels") for each in _pixels(value))


def _is_clear(value: str) -> bool:
    found = _LENGTH.search(value)
    return found is not None and float(found[1]) * (1 if found[2] == "%" else 100) <= _limit("opacity_percent")
