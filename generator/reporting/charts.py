"""The geometry of the report's charts: numbers to places in a drawing of fixed size; templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 12.0, 26.0
BANDS = (("已逾期", 0), ("7 天内", 7), ("30 天内", 30), ("90 天内", 90), ("90 天以后", 10**6))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: its kind, words, count, and where it lies along the bar (0 to 100)."""

    kind: str
    label: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """An upright bar with its count."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line over time: its kind, words, points as SVG wants them, and where its last point is."""

    kind: str
    label: str
    points: str
    x: float
    y: float
    last: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over days, with ticks on both axes: (place, words)."""

    lines: tuple[Line, ...]
    days: tuple[tuple[float, str], ...]
    counts: tuple[tuple[float, str], ...]


def shares(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Segment, ...]:
    """Counts as one bar; what there is none of has no segment."""
    total, start = sum(counts.values()), 0.0
    found = []
    for kind, count in counts.items():
        if count:
            width = 100 * count / total
            found.append(Segment(kind, labels[kind], count, round(start, 2), round(width, 2)))
            start += width
    return tuple(found)


def bands(left: Iterable[int]) -> tuple[Bar, ...]:
    """How many columns run out within which days."""
    found = list(left)
    counts, below = [], -(10**6)
    for _, limit in BANDS:
        counts.append(sum(below < each <= limit for each in found))
        below = limit
    step = (WIDTH - LEFT - RIGHT) / len(BANDS)
    tallest = max(counts, default=0) or 1
    bars = []
    for number, ((label, _), count) in enumerate(zip(BANDS, counts, strict=True)):
        height = (HEIGHT - TOP - BOTTOM - 14) * count / tallest
        x, y = LEFT + step * (number + 0.2), HEIGHT - BOTTOM - height
        bars.append(Bar(label, count, round(x, 1), round(y, 1), round(step * 0.6, 1), round(height, 1)))
    return tuple(bars)


def trend(days: Sequence[str], series: Mapping[str, tuple[str, Sequence[int]]]) -> Trend:
    """Counts over builds; `series` gives words and one count a build by kind."""
    highest = _round_up(max((count for _, counts in series.values() for count in counts), default=0))
    right, low = WIDTH - RIGHT, HEIGHT - BOTTOM
    step = (right - LEFT) / max(len(days) - 1, 1)
    places = [
        round(LEFT + step * number, 1) if len(days) > 1 else round((LEFT + right) / 2, 1) for number in range(len(days))
    ]

    def height(count: int) -> float:
        return round(low - (low - TOP) * count / highest, 1)

    lines = tuple(
        Line(
            kind,
            label,
            " ".join(f"{x},{height(count)}" for x, count in zip(places, counts, strict=True)),
            places[-1],
            height(counts[-1]),
            counts[-1],
        )
        for kind, (label, counts) in series.items()
        if counts
    )
    shown = sorted({0, len(days) // 2, len(days) - 1} & set(range(len(days))))
    ticks = tuple((places[number], days[number][5:]) for number in shown)
    return Trend(lines, ticks, tuple((height(count), str(count)) for count in (0, highest // 2, highest)))


def _round_up(count: int) -> int:
    """The next even round number, so that the middle of the axis is whole."""
    size: int = 10 ** max(len(str(count)) - 1, 0)
    return max(2, next(size * each for each in (1, 2, 4, 6, 8, 10) if size * each >= count))
