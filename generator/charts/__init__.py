"""Charts → SVG, when a page is made: the same value gives the same bytes, and nothing is left to a script.

Letters keep the size of the page's text and places across are percentages, so that a chart fills what room there is,
on a telephone and on paper; `charts.css` gives it at least `_ink.NARROW` em, room for an axis, and colours. Every mark
carries its number in `data-v`, as it was given. The table that says the same belongs below every chart (`chart.html`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

from generator.charts import _ink
from generator.charts._lying import bars, heaps, share
from generator.charts._numbers import decimals, plain
from generator.charts._plot import LOOKS, Drawn, Plot, legend, looks, plotted
from generator.charts._upright import columns, lines, piles
from generator.forms import label_of
from generator.model import Chart, ChartKind

SERIES_LIMIT = LOOKS  # more lines or parts than this nobody can tell apart
LABEL_LIMIT = 80
_NAME_LIMIT = 3.6  # em of a name below a column
_Drawing = Callable[[Plot, float], Drawn]


def svg(chart: Chart, key: str = "chart") -> str:
    """The SVG element of a chart. `key` begins its ids: ASCII letters and digits, another for each chart of a page.

    Raises `ValueError` where a series has not one number for each label, or a number is none (`Series`).
    """
    plot = plotted(chart, key)
    draw, used, named = _drawing(plot)
    top = 0.0
    head = ""
    if plot.measure.name:
        head, top = _ink.text(f"单位：{plot.measure.name}", 0, 1, "chart-unit"), _ink.LINE
    if named:
        names, top = legend(plot, top)
        head += names
    marks, height, gutter = draw(plot, top + 0.4) if plot.present else _nothing(plot, top)
    if gutter:
        head = _ink.element("svg", head, x=_ink.em(-gutter), overflow="visible")
    title = _ink.element("title", escape(chart.title), id=f"{key}-t")
    words = _ink.element("desc", escape(described(chart)), id=f"{key}-d")
    return _ink.element(
        "svg",
        title + words + looks(key, used) + head + marks,
        class_=f"chart-drawing chart-gutter-{gutter}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        width="100%",
        height=_ink.em(height),
    )


def _drawing(plot: Plot) -> tuple[_Drawing, int, bool]:
    """How a chart is drawn, how many looks it needs, and whether these are to be named.

    Columns whose names have no room lie down; parts of a whole that has none, or with negative numbers, are bars.
    """
    kind, count = plot.chart.kind, len(plot.chart.series)
    if kind is ChartKind.SHARE and count == 1 and sum(plot.present) > 0 and min(plot.present) >= 0:
        return share, len(plot.chart.labels), False
    if kind is ChartKind.LINE:
        return lines, count, plot.many
    stands = max(map(_ink.breadth, plot.chart.labels), default=0) <= _NAME_LIMIT
    if kind is ChartKind.STACKED:
        signed = any(value < 0 for value in plot.present)
        return piles if stands or signed else heaps, count, plot.many
    return columns if stands and kind is ChartKind.BAR else bars, count, plot.many


def _nothing(plot: Plot, top: float) -> Drawn:
    return Drawn(_ink.text("没有数据", 0, top + 1.2, "chart-gap"), top + _ink.LINE + 0.3)


def grouped(values: Sequence[str]) -> tuple[str, ...]:
    """The numbers of a column as tables show them: exact, as many digits behind the point in each, groups of three
    before it; — where there is none."""
    numbers = [Decimal(value) if value else None for value in values]
    places = max((decimals(number) for number in numbers if number is not None), default=0)
    return tuple("—" if number is None else f"{number:,.{places}f}" for number in numbers)


def described(chart: Chart) -> str:
    """A chart in a sentence or two, for whoever does not see it: what kind, of what, from where to where."""
    named = f"{label_of(chart.kind)}，共 {len(chart.labels)} 项"
    if len(chart.series) > 1:
        named += f"，比较{'、'.join(series.name for series in chart.series)}"
    extremes = "".join(f"{_extremes(plotted(chart, ''), number)}。" for number in range(len(chart.series)))
    said = f"{chart.description.rstrip('。')}。" if chart.description else ""
    return f"{said}{named}。{extremes}各项数字见图下的表格。"


def _extremes(plot: Plot, series: int) -> str:
    """The highest and the lowest number of a series."""
    row = plot.numbers[series]
    found = [(value, -label) for label, value in enumerate(row) if value is not None]
    name = plot.chart.series[series].name
    if not found:
        return f"{name}没有数据"
    (high, top), (low, bottom) = max(found), min(found)
    unit, labels = plot.chart.unit, plot.chart.labels
    if high == low:
        return f"{name}均为 {plain(high, grouped=True)}{unit}"
    return (
        f"{name}最高 {plain(high, grouped=True)}{unit}（{labels[-top]}），"
        f"最低 {plain(low, grouped=True)}{unit}（{labels[-bottom]}）"
    )
