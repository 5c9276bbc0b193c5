"""The frame of charts that stand upright: ticks with their lines, and the labels below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from html import escape
from math import ceil

from generator.charts import _ink
from generator.charts._numbers import bounds, ticks
from generator.charts._plot import Drawn, Plot

_HEIGHT, _ABOVE = 13.0, 1.7  # em of the field, and over it for what stands on the highest mark
_GUTTERS = range(2, 9)  # em, as charts.css has them
_NAME_LIMIT = 9.0  # em of a name below the field


@dataclass(frozen=True)
class Axis:
    """Where numbers and labels lie: em from the top, percent of the field. The axis' numbers stand left of its zero."""

    plot: Plot
    ticks: tuple[Decimal, ...]
    top: float  # of the field

    @cached_property
    def bottom(self) -> float:
        return self.top + _HEIGHT

    @cached_property
    def gutter(self) -> int:
        """The em that the numbers of the axis take at the left."""
        widest = max(map(_ink.breadth, self.plot.measure.even(self.ticks)))
        return min(max(ceil(widest + 0.6), _GUTTERS[0]), _GUTTERS[-1])

    @cached_property
    def slot(self) -> float:
        """Percent of the field that belong to one label."""
        return 100 / max(1, len(self.plot.chart.labels))

    def x(self, label: int) -> float:
        """The middle of a label's slot."""
        return self.slot * (label + 0.5)

    def room(self, percent: float, whole: float = _ink.NARROW) -> float:
        """The em of a share of the field where the drawing has so many."""
        return percent / 100 * (whole - self.gutter)

    def half(self, words: str, whole: float = _ink.NARROW) -> float:
        """The share of the field that half of these words take."""
        return _ink.breadth(words) / 2 / (whole - self.gutter) * 100

    def y(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - float((value - low) / (high - low)) * _HEIGHT

    @cached_property
    def zero(self) -> float:
        """Where zero is, or the end of the axis next to it."""
        return self.y(min(max(Decimal(0), self.ticks[0]), self.ticks[-1]))

    def frame(self) -> str:
        """The ticks' lines across the drawing, each with its number on it; zero is stronger."""
        left = _ink.em(-self.gutter)
        parts = []
        for tick, words in zip(self.ticks, self.plot.measure.even(self.ticks), strict=True):
            y, above = _ink.em(self.y(tick)), _ink.em(self.y(tick) - 0.3)
            kind = "chart-zero" if tick == 0 else "chart-grid"
            parts.append(_ink.element("line", x1=left, y1=y, x2="100%", y2=y, class_=kind))
            parts.append(_ink.element("text", escape(words), x=left, y=above, class_="chart-tick"))
        return "".join(parts)

    def drawn(self, marks: list[str]) -> Drawn:
        """The marks with their frame and labels."""
        labels, height = self._labels()
        return Drawn(self.frame() + "".join(marks) + labels, height, self.gutter)

    def _labels(self) -> tuple[str, float]:
        """The labels below the field, as many as have room; and where they end. The newest, the last, always stands."""
        y = self.bottom + _ink.LINE
        names = [_ink.cut(name, _NAME_LIMIT) for name in self.plot.chart.labels]
        widest = max(map(_ink.breadth, names), default=0)
        parts = []
        narrow, wide = (self._every(widest, whole) for whole in (_ink.NARROW, _ink.WIDE))
        for number, name in enumerate(names):
            before = len(names) - 1 - number
            here = (before % narrow == 0, before % wide == 0)
            if here == (True, True) and self._place(number, name, _ink.NARROW) == self._place(number, name, _ink.WIDE):
                parts.append(self._label(number, name, y, _ink.NARROW, ""))
                continue
            parts += [self._label(number, name, y, _ink.NARROW, "chart-narrow")] if here[0] else []
            parts += [self._label(number, name, y, _ink.WIDE, "chart-wide")] if here[1] else []
        return "".join(parts), y + 0.5

    def _every(self, widest: float, whole: float) -> int:
        """Of how many labels one is written, so that they do not touch in a drawing of so many em."""
        slot = self.room(self.slot, whole)
        return 1 if widest + 0.6 <= slot else ceil((widest * 1.5 + 0.6) / slot)

    def _place(self, number: int, name: str, whole: float) -> tuple[float, str]:
        """Where a label stands: in the middle of its slot, or as far in as it must."""
        x, half = self.x(number), self.half(name, whole)
        if x + half > 100:
            return 100, "end"
        return (0, "") if x < half else (x, "middle")

    def _label(self, number: int, name: str, y: float, whole: float, kind: str) -> str:
        x, anchor = self._place(number, name, whole)
        return _ink.text(name, x, y, kind, anchor)


def axis(plot: Plot, values: Iterable[Decimal], top: float, *, from_zero: bool = True) -> Axis:
    """The axis on which all these numbers lie."""
    return Axis(plot, ticks(*bounds(values, from_zero=from_zero)), top + _ABOVE)
