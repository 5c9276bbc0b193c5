"""Bars that lie, for names that are long, and the parts of a whole."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from generator.charts import _ink
from generator.charts._numbers import plain
from generator.charts._plot import LOOKS, Drawn, Plot, swatch

_THICK, _BETWEEN = 1.0, 0.55  # em of a bar, and below each label
_VALUE_ROOM = 0.7


def bars(plot: Plot, top: float) -> Drawn:
    """For each label its name, and below it a bar for each series with its number behind it."""
    scale = _Scale(plot, [*plot.present, Decimal(0)])
    parts, y = [], top
    for label, name in enumerate(plot.chart.labels):
        words, y = _name(name, y)
        parts.append(words + scale.zero_line(y - 0.1, y + (_THICK + 0.3) * len(plot.numbers) - 0.2))
        for series in range(len(plot.numbers)):
            parts.append(_bar(plot, scale, series, label, y))
            y += _THICK + 0.3
        y += _BETWEEN
    return Drawn("".join(parts), y)


def _name(name: str, y: float) -> tuple[str, float]:
    """A label over its bars, in lines, and where they end."""
    found = _ink.wrapped(name, _ink.NARROW - 1)
    texts = (_ink.text(words, 0, y + _ink.LINE * number + 1.1) for number, words in enumerate(found))
    return "".join(texts), y + _ink.LINE * len(found)


class _Scale:
    """Numbers across: as much room is kept at the right as the widest number needs on the narrowest screen."""

    def __init__(self, plot: Plot, values: list[Decimal]) -> None:
        widest = max((_ink.breadth(plot.measure.short(value)) for value in values), default=0)
        self.room = 100 - (max(widest, 3) + _VALUE_ROOM) / _ink.NARROW * 100
        self.low, self.high = min(values), max(values)
        self.zero = self.x(Decimal(0))

    def x(self, value: Decimal) -> float:
        span = self.high - self.low
        return float((value - self.low) / span) * self.room if span else 0.0

    def zero_line(self, top: float, bottom: float) -> str:
        return _ink.line(self.zero, top, self.zero, bottom, "chart-zero") if self.low < 0 else ""


def _bar(plot: Plot, scale: _Scale, series: int, label: int, y: float) -> str:
    value = plot.numbers[series][label]
    if value is None:
        return plot.gap(scale.zero, y + 0.85, "start", 0.3)
    end = scale.x(value)
    left, right = sorted((end, scale.zero))
    mark = plot.bar(series, label, (left, y, right - left, _THICK))
    return mark + _ink.text(plot.measure.short(value), right, y + 0.87, "chart-number", dx=0.4)


def heaps(plot: Plot, top: float) -> Drawn:
    """For each label a bar of parts, one for each series, their sum behind it; of numbers not negative."""
    sums = [sum((value for value in row if value is not None), Decimal(0)) for row in zip(*plot.numbers, strict=True)]
    scale = _Scale(plot, [*sums, Decimal(0)])
    parts, y = [], top
    for label, name in enumerate(plot.chart.labels):
        words, y = _name(name, y)
        parts.append(words)
        end = Decimal(0)
        for series, row in enumerate(plot.numbers):
            value = row[label]
            if value is not None:
                left, end = scale.x(end), end + value
                parts.append(plot.bar(series, label, (left, y, scale.x(end) - left, _THICK)))
        if all(row[label] is None for row in plot.numbers):
            parts.append(plot.gap(0, y + 0.85, "start", 0.3))
        else:
            parts.append(_ink.text(plot.measure.short(end), scale.x(end), y + 0.87, "chart-number", dx=0.4))
        y += _THICK + 0.3 + _BETWEEN
    return Drawn("".join(parts), y)


def share(plot: Plot, top: float) -> Drawn:
    """One bar for the whole, its parts in order; below it each part with its number and percentage."""
    row = plot.numbers[0]
    total = sum((value for value in row if value is not None), Decimal(0))
    parts, end, y = [], Decimal(0), top + 2.9
    for label, value in enumerate(row):
        if value is not None:
            left, end = float(end / total) * 100, end + value
            width = float(end / total) * 100 - left
            parts.append(plot.bar(0, label, (left, top, width, 2.2), look=label))
    numbers = ["无数据" if each is None else f"{plot.measure.short(each)}（{percentage(each, total)}）" for each in row]
    pairs = list(zip(plot.chart.labels, numbers, strict=True))
    beside = all(_ink.breadth(name) + _ink.breadth(number) + 2.2 <= _ink.NARROW for name, number in pairs)
    for label, (name, number) in enumerate(pairs):
        parts.append(swatch(plot, label % LOOKS, 0, y))
        words, y = _part(name, number, y, beside=beside)
        parts.append(words)
    return Drawn("".join(parts), y)


def _part(name: str, number: str, y: float, *, beside: bool) -> tuple[str, float]:
    """A part's name and number: on one line where all have room for that on the narrowest screen, else the number below
    the whole name; and where they end."""
    lines = (name,) if beside else _ink.wrapped(name, _ink.NARROW - 1.6)
    texts = [
        _ink.element("text", escape(words), x="1.6em", y=_ink.em(y + _ink.LINE * row + 1))
        for row, words in enumerate(lines)
    ]
    below = y + _ink.LINE * len(lines)
    if beside:
        texts.append(_ink.text(number, 100, y + 1, "chart-number", "end"))
    else:
        texts.append(_ink.element("text", escape(number), x="1.6em", y=_ink.em(below + 0.85), class_="chart-number"))
    return "".join(texts), below + (0.15 if beside else _ink.LINE + 0.2)


def percentage(value: Decimal, total: Decimal) -> str:
    """A part of a whole in percent with one decimal; what is not nothing is not told as 0%."""
    found = (value / total * 100).quantize(Decimal("0.1"))
    return "<0.1%" if value and not found else f"{plain(found)}%"
