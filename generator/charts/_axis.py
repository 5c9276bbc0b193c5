"""The frame of charts that stand upright: ticks with their lines, and the labels below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil

from generator.charts import _ink
from generator.charts._numbers import bounds, ticks
from generator.charts._plot import Plot

_HEIGHT, _ABOVE = 13.0, 1.7  # em of the field, and over it for what stands on the highest mark
_LEAST_GUTTER = 10.0
_NAME_LIMIT = 9.0  # em of a name below the field


@dataclass(frozen=True)
class Axis:
    """Where numbers and labels lie: em from the top, percent from the left."""

    plot: Plot
    ticks: tuple[Decimal, ...]
    top: float  # of the field

    @cached_property
    def bottom(self) -> float:
        return self.top + _HEIGHT

    @cached_property
    def gutter(self) -> float:
        """Percent that the numbers of the axis take on the narrowest screen."""
        widest = max(_ink.breadth(self.plot.measure.short(tick)) for tick in self.ticks)
        return max(_LEAST_GUTTER, (widest + 0.6) / _ink.NARROW * 100)

    @cached_property
    def slot(self) -> float:
        """Percent that belong to one label."""
        return (100 - self.gutter) / max(1, len(self.plot.chart.labels))

    def x(self, label: int) -> float:
        """The middle of a label's slot."""
        return self.gutter + self.slot * (label + 0.5)

    def y(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - float((value - low) / (high - low)) * _HEIGHT

    @cached_property
    def zero(self) -> float:
        """Where zero is, or the end of the axis next to it."""
        return self.y(min(max(Decimal(0), self.ticks[0]), self.ticks[-1]))

    def frame(self) -> str:
        """The ticks' lines across the field, each with its number on it; zero, or the lowest, is stronger."""
        parts = []
        for tick in self.ticks:
            y = self.y(tick)
            parts.append(_ink.line(0, y, 100, y, "chart-zero" if tick == 0 else "chart-grid"))
            parts.append(_ink.text(self.plot.measure.short(tick), 0, y - 0.3, "chart-tick"))
        return "".join(parts)

    def labels(self) -> tuple[str, float]:
        """The labels below the field, as many as have room; and where they end. The newest, the last, always stands."""
        y = self.bottom + _ink.LINE
        names = [_ink.cut(name, _NAME_LIMIT) for name in self.plot.chart.labels]
        widest = max(map(_ink.breadth, names), default=0)
        narrow, wide = (self._every(widest, room) for room in (_ink.NARROW, _ink.WIDE))
        parts = []
        for number, name in enumerate(names):
            before = len(names) - 1 - number
            if before % narrow == 0:
                parts.append(self._label(number, name, y, "" if before % wide == 0 else "chart-narrow"))
            elif before % wide == 0:
                parts.append(self._label(number, name, y, "chart-wide"))
        return "".join(parts), y + 0.5

    def _every(self, widest: float, room: float) -> int:
        """Of how many labels one is written, so that they do not touch in a width of so many em."""
        return max(1, ceil((widest * 1.5 + 0.6) / (self.slot / 100 * room))) if self.is_tight(widest, room) else 1

    def is_tight(self, widest: float, room: float) -> bool:
        return widest + 0.6 > self.slot / 100 * room

    def _label(self, number: int, name: str, y: float, kind: str) -> str:
        half = _ink.breadth(name) / 2 / _ink.NARROW * 100
        if self.x(number) + half > 100:
            return _ink.text(name, 100, y, kind, "end")
        if self.x(number) < half:
            return _ink.text(name, 0, y, kind)
        return _ink.text(name, self.x(number), y, kind, "middle")


def axis(plot: Plot, values: Iterable[Decimal], top: float, *, from_zero: bool = True) -> Axis:
    """The axis on which all these numbers lie."""
    return Axis(plot, ticks(*bounds(values, from_zero=from_zero)), top + _ABOVE)
