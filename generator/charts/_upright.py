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
    kind = _room(found, plot, plot.present, each if plot.many else found.slot)
    parts = []
    for label in range(len(plot.chart.labels)):
        left = found.x(label) - each * many / 2
        for series in range(many):
            parts.append(_column(plot, found, (series, label), left + each * series, each, kind))
    return found.drawn(parts)


def _column(plot: Plot, found: Axis, mark: tuple[int, int], left: float, width: float, kind: str | None) -> str:
    series, label = mark
    value = plot.numbers[series][label]
    if value is None:
        return plot.gap(left + width / 2, found.zero - 0.3)
    y = found.y(value)
    drawn = plot.bar(series, label, (left, min(y, found.zero), width, abs(found.zero - y)))
    return drawn if value < 0 else drawn + _written(found, plot.measure.short(value), left + width / 2, y - 0.35, kind)


def _written(found: Axis, number: str, x: float, y: float, kind: str | None) -> str:
    """A number over its mark where it has room (`_room`), moved inward where it would leave the field."""
    if kind is None:
        return ""
    half = found.half(number, _ink.WIDE if kind else _ink.NARROW)
    return _ink.text(number, min(x, 100 - half), y, f"chart-number{kind}", "middle")


def _room(found: Axis, plot: Plot, values: Iterable[Decimal], percent: float) -> str | None:
    """Where all these numbers have room in a share of the field: '' everywhere, ' chart-wide' on wide screens, None
    nowhere."""
    wanted = max(_ink.breadth(plot.measure.short(value)) for value in values) + 0.4
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
    kind = _room(found, plot, ends, found.slot)
    parts = []
    for label, row in enumerate(rows):
        left = found.x(label) - each / 2
        parts += [plot.bar(series, label, (left, y, each, height)) for series, y, height in _piled(found, row)]
        if all(value is None for value in row):
            parts.append(plot.gap(left + each / 2, found.zero - 0.3))
        elif all(value is not None and value >= 0 for value in row):
            total = ends[2 * label]
            parts.append(_written(found, plot.measure.short(total), found.x(label), found.y(total) - 0.35, kind))
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


def lines(plot: Plot, top: float) -> Drawn:
    """A line through the numbers of each series, broken where one is missing; each number is a dot."""
    found = axis(plot, plot.present, top, from_zero=False)
    kind = None if plot.many else _room(found, plot, plot.present, found.slot)
    parts = []
    for series, row in enumerate(plot.numbers):
        look = series % LOOKS + 1
        points = [(found.x(label), found.y(value)) if value is not None else None for label, value in enumerate(row)]
        for start, end in pairwise(points):
            if start and end:
                parts.append(_ink.line(*start, *end, f"chart-line chart-{look}"))
        parts += [_dot(plot, series, label, *point) for label, point in enumerate(points) if point]
        parts += [plot.gap(found.x(label), found.bottom - 0.3) for label, point in enumerate(points) if not point]
        numbers = [plot.measure.short(value) if value is not None else "" for value in row]
        parts += [_written(found, number, x, y - 0.6, kind) for number, (x, y) in _there(numbers, points)]
    return found.drawn(parts)


def _dot(plot: Plot, series: int, label: int, x: float, y: float) -> str:
    title = _ink.element("title", escape(plot.told(series, label)))
    look = series % LOOKS + 1
    place = {"cx": _ink.percent(x), "cy": _ink.em(y), "r": "0.28em"}
    return _ink.element("circle", title, class_=f"chart-dot chart-{look}", **place, **plot.marked(series, label))


def _there(numbers: list[str], points: list[tuple[float, float] | None]) -> Iterator[tuple[str, tuple[float, float]]]:
    return ((number, point) for number, point in zip(numbers, points, strict=True) if point)
