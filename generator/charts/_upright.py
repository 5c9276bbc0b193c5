"""Columns beside each other or upon each other, and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import escape
from itertools import pairwise

from generator.charts import _ink
from generator.charts._axis import Axis, axis
from generator.charts._plot import LOOKS, Drawn, Plot

_FILLED = 0.72  # of a slot that columns take together
_WIDEST = 9.0  # percent that one column may take


def columns(plot: Plot, top: float) -> Drawn:
    """A column for each number, those of a label beside each other."""
    found = axis(plot, plot.present, top)
    many = len(plot.numbers)
    each = min(found.slot * _FILLED / many, _WIDEST)
    parts = []
    for label in range(len(plot.chart.labels)):
        left = found.x(label) - each * many / 2
        for series in range(many):
            parts.append(_column(plot, found, series, label, left + each * series, each))
    return found.drawn(parts)


def _column(plot: Plot, found: Axis, series: int, label: int, left: float, width: float) -> str:
    value = plot.numbers[series][label]
    if value is None:
        return plot.gap(left + width / 2, found.zero - 0.3)
    y = found.y(value)
    box = (left, min(y, found.zero), width, abs(found.zero - y))
    number = plot.measure.short(value)
    kind = _room(found, _widest(plot, plot.present) + 0.3, width if plot.many else found.slot)
    mark = plot.bar(series, label, box)
    if kind is None or value < 0:
        return mark
    return mark + _written(found, number, left + width / 2, y - 0.35, kind)


def _widest(plot: Plot, values: Iterable[Decimal]) -> float:
    """The em of the longest of these numbers: either all of them stand over their marks, or none."""
    return max(_ink.breadth(plot.measure.short(value)) for value in values)


def _written(found: Axis, number: str, x: float, y: float, kind: str) -> str:
    """A number over its mark, moved inward where it would leave the field."""
    half = found.half(number, _ink.WIDE if kind else _ink.NARROW)
    return _ink.text(number, min(x, 100 - half), y, f"chart-number{kind}", "middle")


def _room(found: Axis, wanted: float, percent: float) -> str | None:
    """Where a text of so many em has room: '' everywhere, ' chart-wide' on wide screens, None nowhere."""
    if wanted <= found.room(percent):
        return ""
    return " chart-wide" if wanted <= found.room(percent, _ink.WIDE) else None


def piles(plot: Plot, top: float) -> Drawn:
    """The numbers of a label upon each other: what is positive upwards from zero, what is negative downwards."""
    rows = list(zip(*plot.numbers, strict=True))
    ends = [
        sum((value for value in row if value is not None and value * sign > 0), Decimal(0))
        for row in rows
        for sign in (1, -1)
    ]
    found = axis(plot, ends, top)
    each = min(found.slot * _FILLED, _WIDEST * 1.6)
    parts = []
    for label, row in enumerate(rows):
        left = found.x(label) - each / 2
        parts += [plot.bar(series, label, (left, y, each, height)) for series, y, height in _piled(found, row)]
        if all(value is None for value in row):
            parts.append(plot.gap(left + each / 2, found.zero - 0.3))
        elif all(value is not None and value >= 0 for value in row):
            parts.append(_total(plot, found, ends, label))
    return found.drawn(parts)


def _piled(found: Axis, row: tuple[Decimal | None, ...]) -> Iterator[tuple[int, float, float]]:
    """Series, top and height of each part of a pile."""
    ends = {True: Decimal(0), False: Decimal(0)}
    for series, value in enumerate(row):
        if value is None:
            continue
        start = ends[value >= 0]
        ends[value >= 0] = start + value
        high, low = sorted((found.y(start), found.y(start + value)))
        yield series, high, low - high


def _total(plot: Plot, found: Axis, ends: list[Decimal], label: int) -> str:
    """The sum of a pile over it; `ends` holds the upper and the lower end of each."""
    kind = _room(found, _widest(plot, ends) + 0.3, found.slot)
    total = ends[2 * label]
    number = plot.measure.short(total)
    return "" if kind is None else _written(found, number, found.x(label), found.y(total) - 0.35, kind)


def lines(plot: Plot, top: float) -> Drawn:
    """A line through the numbers of each series, broken where one is missing; each number is a dot."""
    found = axis(plot, plot.present, top, from_zero=False)
    parts = []
    for series, row in enumerate(plot.numbers):
        look = series % LOOKS + 1
        points = [(found.x(label), found.y(value)) if value is not None else None for label, value in enumerate(row)]
        for start, end in pairwise(points):
            if start and end:
                parts.append(_ink.line(*start, *end, f"chart-line chart-{look}"))
        parts += [_dot(plot, series, label, *point) for label, point in enumerate(points) if point]
        parts += [plot.gap(found.x(label), found.bottom - 0.3) for label, point in enumerate(points) if not point]
        if not plot.many:
            parts += [_over(plot, found, label, *point) for label, point in enumerate(points) if point]
    return found.drawn(parts)


def _dot(plot: Plot, series: int, label: int, x: float, y: float) -> str:
    title = _ink.element("title", escape(plot.told(series, label)))
    look = series % LOOKS + 1
    place = {"cx": _ink.percent(x), "cy": _ink.em(y), "r": "0.28em"}
    return _ink.element("circle", title, class_=f"chart-dot chart-{look}", **place, **plot.marked(series, label))


def _over(plot: Plot, found: Axis, label: int, x: float, y: float) -> str:
    value = plot.numbers[0][label]
    number = "" if value is None else plot.measure.short(value)
    kind = _room(found, _widest(plot, plot.present) + 0.6, found.slot)
    return "" if kind is None else _written(found, number, x, y - 0.6, kind)
