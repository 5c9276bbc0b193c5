"""A chart made ready to be drawn: its numbers read, its unit chosen; and the marks that all kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from html import escape
from typing import NamedTuple

from generator.charts import _ink
from generator.charts._numbers import Measure, measure, plain
from generator.model import Chart

LOOKS = 6  # ways of filling that are told apart without colour
_NOTHING = "无数据"


class Drawn(NamedTuple):
    """What is drawn, how high it is in em, and the em that are kept free left of its zero percent."""

    marks: str
    height: float
    gutter: int = 0


@dataclass(frozen=True)
class Plot:
    """A chart, the numbers of each series in its order (None where there is none), the unit they are shown in.

    `key` begins the ids of its elements, and differs from those of the page's other charts.
    """

    chart: Chart
    key: str
    numbers: tuple[tuple[Decimal | None, ...], ...]
    measure: Measure

    @cached_property
    def present(self) -> tuple[Decimal, ...]:
        """All numbers that there are."""
        return tuple(value for row in self.numbers for value in row if value is not None)

    @cached_property
    def many(self) -> bool:
        """More than one series: marks then need their names."""
        return len(self.chart.series) > 1

    def told(self, series: int, label: int) -> str:
        """A mark in words: 2025 年，收入：1,234.5 万元."""
        value = self.numbers[series][label]
        name = f"{self.chart.series[series].name}：" if self.many else ""
        number = _NOTHING if value is None else f"{plain(value, grouped=True)}{_spaced(self.chart.unit)}"
        return f"{self.chart.labels[label]}，{name}{number}" if name else f"{self.chart.labels[label]}：{number}"

    def marked(self, series: int, label: int) -> dict[str, str]:
        """The attributes by which a mark carries its number, exactly as it was given."""
        return {"data_v": self.chart.series[series].values[label]}

    def bar(self, series: int, label: int, box: tuple[float, float, float, float], look: int | None = None) -> str:
        """A filled mark: left and width in percent, top and height in em. It looks as its series unless told."""
        look = (series if look is None else look) % LOOKS + 1
        left, top, width, height = box
        return _ink.element(
            "rect",
            _ink.element("title", escape(self.told(series, label))),
            class_=f"chart-bar chart-{look}",
            fill=f"url(#{self.key}-{look})",
            x=_ink.percent(left),
            y=_ink.em(top),
            width=_ink.percent(width),
            height=_ink.em(height),
            **self.marked(series, label),
        )

    def gap(self, x: float, y: float, anchor: str = "middle", dx: float = 0) -> str:
        """What stands where a number is missing."""
        return _ink.text(_NOTHING if anchor != "middle" else "–", x, y, "chart-gap", anchor.replace("start", ""), dx)


def plotted(chart: Chart, key: str) -> Plot:
    """A chart with its numbers read; ValueError where labels and numbers do not go together."""
    if not chart.series or any(len(series.values) != len(chart.labels) for series in chart.series):
        raise ValueError(f"chart {chart.title!r}: every series needs a value for each label")
    numbers = tuple(tuple(Decimal(value) if value else None for value in series.values) for series in chart.series)
    found = [value for row in numbers for value in row if value is not None]
    if not all(value.is_finite() and abs(value) < Decimal(10) ** 15 for value in found):
        raise ValueError(f"chart {chart.title!r}: a number cannot be drawn")
    return Plot(chart, key, numbers, measure(found, chart.unit))


def looks(key: str, used: int) -> str:
    """The ways of filling that a chart uses: plain, and patterns, coloured by the style sheet."""
    inside = (
        _ink.element(
            "pattern",
            _ink.element("rect", width="8", height="8", fill="#fff", class_="chart-under")
            + _ink.element("path", d=_DRAWN[number], stroke="currentColor", **_STROKES[number]),
            id=f"{key}-{number + 1}",
            class_=f"chart-{number + 1}",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )
        for number in range(min(used, LOOKS))
    )
    return _ink.element("defs", "".join(inside)) if used else ""


_DRAWN = (
    "M0 0H8V8H0Z",  # full
    "M-2 2L2 -2M0 8L8 0M6 10L10 6",  # hatched, rising
    "M0 4H8",  # lines lying
    "M2 2h.1M6 6h.1",  # dots
    "M-2 6L2 10M0 0L8 8M6 -2L10 2",  # hatched, falling
    "M0 4H8M4 0V8",  # a grid
)
_STROKES = (
    {"fill": "currentColor"},
    *({"fill": "none", "stroke_width": width, "stroke_linecap": "round"} for width in ("2.4", "2", "3", "2", "1.4")),
)


def legend(plot: Plot, top: float) -> tuple[str, float]:
    """The names of the series beside their looks, in as many lines as the narrowest screen needs; and where it ends."""
    parts: list[str] = []
    x, y = 0.0, top
    for number, series in enumerate(plot.chart.series):
        name = _ink.cut(series.name, _ink.NARROW - 2)
        wide = 1.6 + _ink.breadth(name) + 1.2
        if x and x + wide - 1.2 > _ink.NARROW:
            x, y = 0.0, y + _ink.LINE
        parts.append(swatch(plot, number, x, y) + _em_text(name, x + 1.6, y + 1))
        x += wide
    return "".join(parts), y + _ink.LINE


def swatch(plot: Plot, number: int, x: float, y: float) -> str:
    """A small square that looks as the marks of a series do; `x` in em, since words follow it."""
    look = number % LOOKS + 1
    return _ink.element(
        "rect",
        class_=f"chart-bar chart-{look}",
        fill=f"url(#{plot.key}-{look})",
        x=_ink.em(x),
        y=_ink.em(y + 0.1),
        width="1.1em",
        height="1.1em",
    )


def _em_text(words: str, x: float, y: float) -> str:
    return _ink.element("text", escape(words), x=_ink.em(x), y=_ink.em(y))


def _spaced(unit: str) -> str:
    return unit if unit in ("%", "％", "‰") or not unit else f" {unit}"
