"""Charts: whatever the numbers and names, the drawing tells them all, inside its own bounds and as nothing but text."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import gate
from generator.charts import described, grouped, svg
from generator.charts._ink import NARROW, breadth
from generator.charts._numbers import Measure, measure, ticks
from generator.forms import label_of
from generator.model import Chart, ChartKind, Series

NUMBERS = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=3)
VALUES = st.one_of(st.just(""), NUMBERS.map(lambda value: f"{value:f}"), st.integers(-999, 10**6).map(str))
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
HOSTILE = st.sampled_from(
    ['"><script>alert(1)</script>', "</title><img src=x onerror=a()>", "&lt;b&gt;", "'\"&{{ 7*7 }}"]
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any chart: any kind, names of any sort, numbers that are missing, negative, huge or nothing."""
    labels = draw(st.lists(st.one_of(NAMES, HOSTILE, st.sampled_from(["2025年", "1月"])), max_size=12))
    names = draw(st.lists(st.one_of(NAMES, HOSTILE), min_size=1, max_size=6))
    columns = st.lists(VALUES, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = tuple(Series(name, draw(columns)) for name in names)
    unit = draw(st.sampled_from(["", "元", "万元", "%", "人", '"<']))
    return Chart(draw(st.sampled_from(list(ChartKind))), draw(HOSTILE), tuple(labels), series, unit)


def drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart, "c1"))


def marks(root: ElementTree.Element) -> list[str]:
    return [each.attrib["data-v"] for each in root.iter() if "data-v" in each.attrib]


@settings(max_examples=150, deadline=None)
@given(charts())
def test_every_number_is_drawn_inside_the_drawing_and_nothing_else(chart: Chart) -> None:
    root = drawn(chart)
    wanted = sorted(value for series in chart.series for value in series.values if value)
    assert sorted(marks(root)) == wanted
    height = length(root.attrib["height"], "em")
    for each in root.iter():
        if each.tag in ("rect", "line", "circle", "text", "svg"):
            inside(each, height)
    assert not gate.faults(svg(chart, "c1"))
    assert svg(chart, "c1") == svg(chart, "c1")


def inside(each: ElementTree.Element, height: float) -> None:
    """The places of an element are numbers, and lie within the drawing."""
    for name in ("x", "x1", "x2", "cx"):
        if each.get(name, "").endswith("%"):
            assert -0.01 <= length(each.attrib[name], "%") + extent(each, "width", "%", name) <= 100.01
        elif each.get(name, "").endswith("em"):
            assert -8 <= length(each.attrib[name], "em") + extent(each, "width", "em", name) <= NARROW + 1
    for name in ("y", "y1", "y2", "cy"):
        if each.get(name):
            assert -0.01 <= length(each.attrib[name], "em") + extent(each, "height", "em", name) <= height + 0.01


def extent(each: ElementTree.Element, name: str, unit: str, place: str) -> float:
    return length(each.attrib[name], unit) if name in each.attrib and place in "xy" else 0.0


def length(written: str, unit: str) -> float:
    assert re.fullmatch(rf"-?\d+(\.\d+)?{unit}", written), written
    return float(written.removesuffix(unit))


@settings(max_examples=100, deadline=None)
@given(charts())
def test_words_do_not_leave_the_narrowest_drawing(chart: Chart) -> None:
    root = drawn(chart)
    gutter = float(root.attrib["class"].rpartition("-")[2])
    for field, moved in ((root, 0.0), *((head, -gutter) for head in root.iterfind("svg"))):
        for each in field.iterfind("text"):
            if "chart-wide" not in each.get("class", ""):
                left, right = reach(each, NARROW - gutter)
                assert gutter + moved + left >= -0.2, each.text
                assert gutter + moved + right <= NARROW + 0.2, each.text


def reach(each: ElementTree.Element, whole: float) -> tuple[float, float]:
    """Where words begin and end, in em, in a field of so many."""
    wide, x = breadth(each.text or ""), each.attrib["x"]
    left = length(x, "%") / 100 * whole if x.endswith("%") else length(x, "em")
    left += length(each.get("dx", "0em"), "em")
    left -= {"": 0.0, "middle": wide / 2, "end": wide}[each.get("text-anchor", "")]
    return left, left + wide


@pytest.mark.parametrize("kind", list(ChartKind))
def test_marks_come_in_the_order_of_the_labels(kind: ChartKind) -> None:
    chart = Chart(kind, "收入", ("2023年", "2024年", "2025年"), (Series("收入", ("3.50", "1", "2")),), "万元")
    assert marks(drawn(chart)) == ["3.50", "1", "2"]
    assert label_of(kind) in described(chart)


def test_a_missing_number_is_a_gap_and_breaks_the_line() -> None:
    series = (Series("户数", ("1", "", "3", "4")),)
    root = drawn(Chart(ChartKind.LINE, "户数", ("一", "二", "三", "四"), series))
    assert [each.attrib["class"] for each in root.iter("line")].count("chart-line chart-1") == 1
    assert [each.text for each in root.iter("text") if each.get("class") == "chart-gap"] == ["–"]


def test_heights_are_as_the_numbers_are() -> None:
    root = drawn(Chart(ChartKind.BAR, "收支", ("甲", "乙"), (Series("收支", ("10", "-5")),)))
    up, down = [each for each in root.iter("rect") if "data-v" in each.attrib]
    heights = [length(each.attrib["height"], "em") for each in (up, down)]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.002)
    assert length(up.attrib["y"], "em") + heights[0] == pytest.approx(length(down.attrib["y"], "em"), abs=0.002)


def test_parts_of_a_whole_fill_it_and_negative_parts_are_bars() -> None:
    labels = ("一般公共服务", "农林水")
    root = drawn(Chart(ChartKind.SHARE, "支出", labels, (Series("支出", ("75", "25")),), "万元"))
    widths = [length(each.attrib["width"], "%") for each in root.iter("rect") if "data-v" in each.attrib]
    assert widths == [75, 25]
    assert "75（75%）" in [each.text for each in root.iter("text")]
    bars = drawn(Chart(ChartKind.SHARE, "支出", labels, (Series("支出", ("75", "-25")),), "万元"))
    assert marks(bars) == ["75", "-25"]


def test_eighty_labels_and_none() -> None:
    many = tuple(f"{number}月" for number in range(80))
    root = drawn(Chart(ChartKind.BAR, "八十", many, (Series("件", tuple(str(n) for n in range(80))),)))
    assert len(marks(root)) == 80
    assert "79月" in [each.text for each in root.iter("text")]
    assert "没有数据" in [
        each.text for each in drawn(Chart(ChartKind.LINE, "空", (), (Series("件", ()),))).iter("text")
    ]


def test_numbers_are_told_in_chinese_units() -> None:
    assert measure([Decimal(45678)], "万元").short(Decimal(45678)) == "4.568"
    assert measure([Decimal(45678)], "万元").name == "亿元"
    assert measure([Decimal(363000)], "人").name == "万人"
    assert measure([Decimal(123456)], "%").name == "%"
    assert measure([Decimal("0.0371")], "万元").short(Decimal("0.0371")) == "0.0371"
    assert grouped(("1234567.50", "", "3.25", "0")) == ("1,234,567.50", "—", "3.25", "0.00")


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        ("21000 23500 19022", "元", "2.100 2.350 1.902"),
        ("898.85 950.45 52.66 174", "万元", "898.85 950.45 52.66 174.00"),
        ("4164.54 1124.5 0.04", "万元", "4,164.5 1,124.5 ≈0"),
        ("12 3.125 0", "%", "12.00 3.13 0"),
        ("1926 1117", "人", "1,926 1,117"),
    ],
)
def test_the_numbers_of_a_chart_have_the_same_digits_behind_the_point(values: str, unit: str, told: str) -> None:
    numbers = [Decimal(each) for each in values.split()]
    assert " ".join(map(measure(numbers, unit).short, numbers)) == told


def test_an_axis_has_the_same_digits_behind_the_point() -> None:
    assert Measure("万元", 4).even(map(Decimal, (0, 5000, 10000, 15000))) == ("0", "0.5", "1.0", "1.5")


@settings(max_examples=100, deadline=None)
@given(NUMBERS, NUMBERS)
def test_ticks_are_round_even_and_reach_both_ends(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high)
    assert found[0] <= low <= high <= found[-1]
    assert 2 <= len(found) <= 7
    assert len({b - a for a, b in pairwise(found)}) == 1


@pytest.mark.parametrize("values", [("1",), ("1", "NaN"), ("1", "1e20")])
def test_what_cannot_be_drawn_is_refused(values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="chart"):
        svg(Chart(ChartKind.BAR, "坏", ("甲", "乙"), (Series("数", values),)))
