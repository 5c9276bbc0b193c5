"""Numbers as a chart shows them: the unit that suits them (万, 亿), short texts, and the ticks of an axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_LARGE = ((8, "亿"), (4, "万"))
_UNSCALED = ("%", "％", "‰", "百分点")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_FINEST = 6  # digits behind the point that anybody reads
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Measure:
    """How a chart shows its numbers: the unit's `name`, how many digits they are moved to the right, and how many
    stand behind the point, the same for all."""

    name: str
    shift: int = 0
    places: int = 0

    def short(self, value: Decimal) -> str:
        """A number in this unit, rounded: for labels, not for sums. What is not nothing is not told as 0."""
        return self._fixed(_EXACT.scaleb(value, -self.shift), self.places)

    def even(self, values: Iterable[Decimal]) -> tuple[str, ...]:
        """The numbers of an axis in this unit, exact, with the same number of digits behind the point."""
        scaled = [_EXACT.scaleb(value, -self.shift) for value in values]
        places = min(_FINEST, max(map(decimals, scaled), default=0))
        return tuple(self._fixed(value, places) for value in scaled)

    def _fixed(self, value: Decimal, places: int) -> str:
        rounded = _EXACT.quantize(value, Decimal(1).scaleb(-places))
        if not rounded:
            return "≈0" if value else "0"
        return f"{rounded:,.{places}f}"


def measure(values: Iterable[Decimal], unit: str) -> Measure:
    """The unit for these numbers: 45,678 万元 is told as 4.568 亿元; percentages stay what they are."""
    found = tuple(values)
    name, shift = _unit_of(found, unit)
    scaled = [_EXACT.scaleb(value, -shift) for value in found]
    return Measure(name, shift, _places(scaled, MOVED if shift else WRITTEN))


MOVED, WRITTEN = 4, 5  # digits that the largest number is told with, in another unit than the editor's and in the same


def _places(values: list[Decimal], digits: int) -> int:
    """As many digits behind the point as the numbers have, and as the largest of them leaves room for."""
    largest = max(map(abs, values), default=Decimal(0))
    room = digits - 1 - largest.adjusted() if largest else 0
    most = min(room, _FINEST) if digits == MOVED or abs(largest) < 1 else min(room, 2)
    return max(0, min(most, max(map(decimals, values), default=0)))


def decimals(value: Decimal) -> int:
    """How many digits of a number behind the point say something."""
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return max(0, -int(exponent))


def _unit_of(values: tuple[Decimal, ...], unit: str) -> tuple[str, int]:
    """The unit in which numbers are told that are given in another, and how many digits they are moved for it."""
    if unit in _UNSCALED:
        return unit, 0
    shift, stem = next(((shift, unit[1:]) for shift, sign in _LARGE if unit.startswith(sign)), (0, unit))
    largest = _EXACT.scaleb(max(map(abs, values), default=Decimal(0)), shift)
    for power, sign in _LARGE:
        if power > shift and largest >= Decimal(1).scaleb(power):
            return sign + stem, power - shift
    return unit, 0


def plain(value: Decimal, *, grouped: bool = False) -> str:
    """A number without exponent and without zeros that say nothing."""
    text = f"{value:,f}" if grouped else f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def ticks(low: Decimal, high: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """Round numbers, evenly spaced, the first not above `low` and the last not below `high`; at least two."""
    if low == high:
        high = low + 1
    step = _step((high - low) / most)
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
    return tuple(step * number for number in range(int(first), int(last) + 1))


def _step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `least`."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * each for each in _STEPS if power * each >= least)


def bounds(values: Iterable[Decimal], *, from_zero: bool) -> tuple[Decimal, Decimal]:
    """What an axis must reach: zero too, but for lines whose numbers all lie far from it and near to each other."""
    found = tuple(values)
    low, high = min(found, default=Decimal(0)), max(found, default=Decimal(0))
    span = high - low
    if not from_zero and span and (low > 2 * span or high < -2 * span):
        return low, high
    return min(low, Decimal(0)), max(high, Decimal(0))
