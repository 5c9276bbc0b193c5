"""Numbers as a chart shows them: the unit that suits them (万, 亿), short texts, and the ticks of an axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

_LARGE = ((8, "亿"), (4, "万"))
_UNSCALED = ("%", "％", "‰", "百分点")
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit in which a chart shows its numbers: `name`, and how many digits they are moved to the right."""

    name: str
    shift: int = 0

    def short(self, value: Decimal) -> str:
        """A number in this unit, four digits of it at most behind the first that counts: for labels, not for sums."""
        scaled = _EXACT.scaleb(value, -self.shift)
        if not scaled:
            return "0"
        digits = 3 if abs(scaled) < 1 else 4
        places = max(0, digits - 1 - scaled.adjusted())
        if places > 4:
            return "≈0"
        return plain(_EXACT.quantize(scaled, Decimal(1).scaleb(-places)), grouped=True)


def measure(values: Iterable[Decimal], unit: str) -> Measure:
    """The unit for these numbers: 45,678 万元 is told as 4.568 亿元; percentages stay what they are."""
    if unit in _UNSCALED:
        return Measure(unit)
    shift, stem = next(((shift, unit[1:]) for shift, sign in _LARGE if unit.startswith(sign)), (0, unit))
    largest = _EXACT.scaleb(max((abs(value) for value in values), default=Decimal(0)), shift)
    for power, sign in _LARGE:
        if power > shift and largest >= Decimal(1).scaleb(power):
            return Measure(sign + stem, power - shift)
    return Measure(unit)


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
