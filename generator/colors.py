"""Colours as style sheets write them: read, mixed, held against each other (WCAG 2.1: contrast), told apart by hue."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
_CALL = re.compile(r"([a-z-]+)\((.*)\)", re.DOTALL)
_NAMED = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "transparent": "#00000000"}
DEPTH = 20  # of tokens that stand for tokens


class Color(NamedTuple):
    """Red, green and blue from 0 to 255, and how much of it covers what is below."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @property
    def strength(self) -> float:
        """How far it is from a grey: from 0 to 255."""
        return max(self[:3]) - min(self[:3])

    @property
    def hue(self) -> float:
        """Its place on the circle of colours, in degrees."""
        return colorsys.rgb_to_hsv(self.red / 255, self.green / 255, self.blue / 255)[0] * 360

    def over(self, ground: Color) -> Color:
        """What is seen where this lies on something opaque."""
        return _mean(self, ground, self.alpha)


def literals(value: str) -> Iterable[Color]:
    """The colours that are written out as numbers in a value."""
    return (found for each in _HEX.findall(value) if (found := color(each, {})) is not None)


def color(value: str, tokens: Mapping[str, str], depth: int = 0) -> Color | None:
    """The colour of a value, its tokens (`var(--red)`) looked up; None where it cannot be told."""
    value = value.strip()
    if depth > DEPTH:
        return None
    if _HEX.fullmatch(value):
        return _of_hex(value[1:])
    if value.lower() in _NAMED:
        return _of_hex(_NAMED[value.lower()][1:])
    call = _CALL.fullmatch(value)
    if call is None:
        return None
    parts = _split(call[2])
    if call[1] == "var":
        name = parts[0].removeprefix("--")
        return color(tokens.get(name, parts[1] if len(parts) > 1 else ""), tokens, depth + 1)
    if call[1] in ("rgb", "rgba"):
        return _of_numbers(re.split(r"[\s,/]+", call[2].strip()))
    if call[1] == "color-mix" and len(parts) == 3 and parts[0] == "in srgb":
        return _mixed(parts[1], parts[2], tokens, depth + 1)
    return None


def _split(text: str) -> list[str]:
    """The arguments of a call: what stands between commas outside of brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [each.strip() for each in parts]


def _of_hex(digits: str) -> Color:
    digits = "".join(each * 2 for each in digits) if len(digits) < 5 else digits
    red, green, blue, alpha = (int((digits + "ff")[place : place + 2], 16) for place in (0, 2, 4, 6))
    return Color(red, green, blue, alpha / 255)


def _of_numbers(parts: list[str]) -> Color | None:
    if len(parts) not in (3, 4) or not all(re.fullmatch(r"\d+(?:\.\d+)?%?", each) for each in parts):
        return None
    values = [float(each.rstrip("%")) * (2.55 if each.endswith("%") else 1) for each in parts[:3]]
    alpha = (float(parts[3].rstrip("%")) / (100 if parts[3].endswith("%") else 1)) if len(parts) == 4 else 1.0
    red, green, blue = (min(each, 255.0) for each in values)
    return Color(red, green, blue, min(alpha, 1.0))


def _mixed(one: str, other: str, tokens: Mapping[str, str], depth: int) -> Color | None:
    """The mean of two colours by their shares (CSS Color 5), each as much as it covers."""
    (first, share), (second, rest) = _share(one), _share(other)
    if share is None:
        share = 50.0 if rest is None else 100 - rest
    rest = 100 - share if rest is None else rest
    a, b = color(first, tokens, depth), color(second, tokens, depth)
    total = share + rest
    if a is None or b is None or total <= 0:
        return None
    left, right = a.alpha * share / total, b.alpha * rest / total
    alpha = left + right
    if alpha == 0:
        return Color(0, 0, 0, 0)
    return _mean(a, b, left / alpha)._replace(alpha=alpha * min(total / 100, 1.0))


def _mean(one: Color, other: Color, share: float) -> Color:
    """So much of the one colour and the rest of the other, as though both were opaque."""
    red, green, blue = (share * x + (1 - share) * y for x, y in zip(one[:3], other[:3], strict=True))
    return Color(red, green, blue)


def _share(part: str) -> tuple[str, float | None]:
    found = re.fullmatch(r"(.+?)\s+(\d+(?:\.\d+)?)%", part, re.DOTALL)
    return (found[1], float(found[2])) if found else (part, None)


def contrast(text: Color, ground: Color) -> float:
    """How well a text is told from its ground: from 1 to 21."""
    one, other = _luminance(text.over(ground)), _luminance(ground)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(shade: Color) -> float:
    red, green, blue = (_linear(each / 255) for each in shade[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def families(hues: Iterable[float], width: float) -> int:
    """How many arcs of that many degrees cover all hues on the circle of colours: the fewest there are."""
    places = sorted(set(hues))
    return min((_arcs([(each - start) % 360 for each in places], width) for start in places), default=0)


def _arcs(offsets: list[float], width: float) -> int:
    count, end = 0, -1.0
    for offset in sorted(offsets):
        if offset > end:
            count, end = count + 1, offset + width
    return count
