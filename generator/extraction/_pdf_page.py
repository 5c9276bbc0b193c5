"""What a page of a PDF draws: counted, and the words with their places; whether it holds pictures."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from generator.extraction._columns import Word, rows
from generator.extraction._values import FaultKind, TooMuch

OPERATIONS = 2_000_000  # of one page, with the forms that it draws again and again
SMALL = 32  # pixels: what is smaller shows no words
FORMS = 2_000  # resources of one page that are looked at
_PAINTS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"INLINE IMAGE"})
# Fonts often map 身 to the radical ⾝ that looks the same; where Unicode has no folding for it, it is here.
_RADICALS = dict(
    zip(
        "⺁⺇⺌⺎⺗⺟⺠⺩⺫⺮⺶⺼⺽⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "厂几小兀心母民王目竹羊肉臼虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_MODERN = str.maketrans(
    {**_RADICALS, **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}}
)


def modern(text: str) -> str:
    """The text with radicals written as the characters that they stand for."""
    return text.translate(_MODERN)


_SHOWN = frozenset({b"Tj", b"TJ", b"'", b'"'})
_INKS = frozenset({b"q", b"Q", b"g", b"rg", b"k", b"sc", b"scn"}) | _SHOWN


class _Ink:
    """The colour that areas and letters are painted in; a text is handed out later than it is painted."""

    def __init__(self) -> None:
        self.used = self._red = False
        self._kept: list[bool] = []

    def see(self, operator: bytes, operands: Any) -> None:
        """Note what an operation does to the colour, or that letters were painted in it."""
        if operator in _SHOWN:
            self.used = self._red
        elif operator == b"q":
            self._kept.append(self._red)
        elif operator == b"Q":
            self._red = self._kept.pop() if self._kept else False
        else:
            self._red = _is_red([float(each) for each in operands if isinstance(each, int | float)])


def _is_red(color: list[float]) -> bool:
    """Whether a colour of one (grey), three or four (print) parts is red."""
    if len(color) == 4:
        cyan, magenta, yellow, black = color
        return cyan < 0.3 and magenta > 0.6 and yellow > 0.5 and black < 0.5
    return len(color) == 3 and color[0] > 0.6 and max(color[1:]) < 0.4


class Visitor:
    """Sees every operation of a page and every piece of text with its place."""

    def __init__(self) -> None:
        self.count = 0
        self.painted = self.inline = False
        self.words: list[Word] = []
        self._ink = _Ink()

    def operation(self, operator: bytes, operands: Any, _now: Any, _text: Any) -> None:
        """Count an operation; raise `TooMuch` beyond the limit."""
        self.count += 1
        if self.count > OPERATIONS:
            raise TooMuch(FaultKind.TOO_LARGE, "绘制内容太多，没有检查；请用原软件重新导出")
        self.painted = self.painted or operator in _PAINTS
        self.inline = self.inline or operator == b"INLINE IMAGE"
        if operator in _INKS:
            self._ink.see(operator, operands)

    def text(self, text: str, now: list[float], place: list[float], _font: Any, size: float) -> None:
        """Note a piece of text: `now` and `place` are the matrices of the page and of the text."""
        if not text.strip():
            return
        x = place[4] * now[0] + place[5] * now[2] + now[4]
        y = place[4] * now[1] + place[5] * now[3] + now[5]
        scale = math.hypot(place[2], place[3]) * math.hypot(now[2], now[3])
        if all(map(math.isfinite, (x, y, scale * size))):
            self.words.append(Word(modern(text), float(x), float(y), abs(float(size * scale)) or 1.0, self._ink.used))

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The page's lines as rows of cells, or empty where it looks like no table."""
        return rows(self.words)


def page_pictures(page: Any) -> bool:
    """Whether a page, or a form that it draws, has a picture large enough to show words."""
    return any(_is_picture(each) for each in objects(page, "/XObject"))


def _is_picture(each: Any) -> bool:
    width, height = (int(each.get(key, SMALL)) for key in ("/Width", "/Height"))
    return bool(each.get("/Subtype") == "/Image" and min(width, height) >= SMALL)


def objects(page: Any, key: str) -> list[Any]:
    """The resources of a kind that a page can draw with, its own and those of its forms, each once."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = [page.get("/Resources")]
    while waiting and len(seen) < FORMS:
        resources = _resolved(waiting.pop())
        if not hasattr(resources, "get") or id(resources) in seen:
            continue
        seen.add(id(resources))
        for name in dict.fromkeys((key, "/XObject")):
            values = [_resolved(value) for value in (_resolved(resources.get(name)) or {}).values()]
            found += [value for value in values if name == key and hasattr(value, "get")]
            waiting += [value.get("/Resources") for value in values if name == "/XObject" and hasattr(value, "get")]
    return found


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
