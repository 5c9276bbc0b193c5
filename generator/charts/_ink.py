"""Elements of SVG as text. Across, places are percentages of the width; down, they are em: letters keep their size on
every screen while the drawing takes the width that there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape

NARROW, WIDE = 16.0, 36.0  # em: in the largest letters on a telephone (charts.css sees to it); where there is room
LINE = 1.5  # em from line to line


def percent(value: float) -> str:
    return f"{_short(value)}%"


def em(value: float) -> str:
    return f"{_short(value)}em"


def _short(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, inside: str = "", **attributes: str) -> str:
    """An element with what stands in it, which is markup; `class_` and names with `_` are written as SVG has them."""
    written = "".join(f' {key.strip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>" if inside or name in ("title", "desc") else f"<{name}{written}/>"


def text(words: str, x: float, y: float, kind: str = "", anchor: str = "", dx: float = 0) -> str:
    """Words whose baseline is at `y` em; `anchor` middle or end where they do not begin at `x` percent."""
    more = {"class_": kind} if kind else {}
    if anchor:
        more["text_anchor"] = anchor
    if dx:
        more["dx"] = em(dx)
    return element("text", escape(words), x=percent(x), y=em(y), **more)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return element("line", x1=percent(x1), y1=em(y1), x2=percent(x2), y2=em(y2), class_=kind)


def breadth(words: str) -> float:
    """The em that words take, rather too many than too few."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.62 for each in words)


def wrapped(words: str, most: float) -> tuple[str, ...]:
    """Words in lines of at most `most` em; Chinese may be broken anywhere, and what is very long ends in …."""
    lines = list(_broken(words, most))
    return tuple(lines[:3] if len(lines) <= 3 else (*lines[:2], f"{lines[2][:-2]}…"))


def cut(words: str, most: float) -> str:
    """As many of the words as have room in `most` em; … at the end where some have none."""
    if breadth(words) <= most:
        return words
    return f"{next(_broken(words, most - 1))}…"


def _broken(words: str, most: float) -> Iterator[str]:
    begun, taken = "", 0.0
    for each in words:
        wide = breadth(each)
        if begun and taken + wide > most:
            yield begun
            begun, taken = "", 0.0
        begun, taken = begun + each, taken + wide
    yield begun
