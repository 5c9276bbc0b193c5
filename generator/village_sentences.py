"""Sentences about a village, made of its numbers by the rules: a clause of which a number is missing is not written,
nor one that begins with 其中 when what it is part of is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.village_rules import Quantity, VillageRules

_BLANK = re.compile(r"\{([^{}/÷]+)(?:([/÷])([^{}]+))?\}")
MU_PER_HECTARE = 15


def sections(name: str, values: Mapping[str, str], rules: VillageRules) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The headings that have something to say, with their sentences."""
    for heading, sentences in rules.sections:
        written = tuple(text for clauses in sentences if (text := _sentence(name, clauses, values, rules)))
        if written:
            yield heading, written


def number(value: str, unit: str) -> str:
    """A number with its unit as sentences have it: land also in hectares."""
    grouped = f"{Decimal(value):,f}"
    return f"{grouped}{unit}（{hectares(value)}公顷）" if unit == "亩" else f"{grouped}{unit}"


def hectares(value: str) -> str:
    """亩 as 公顷, two digits."""
    return f"{(Decimal(value) / MU_PER_HECTARE).quantize(Decimal('0.01')):,f}"


def percentage(part: str, whole: str) -> str:
    """A part of a whole in percent, one digit; 100% and 0% only where it is all or nothing."""
    found = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"))
    if found == 100 and Decimal(part) != Decimal(whole):
        return "不到100%"
    if found == 0 and Decimal(part):
        return "不到0.1%"
    return f"{found.normalize():f}%" if found == found.to_integral() else f"{found}%"


def _sentence(name: str, clauses: tuple[str, ...], values: Mapping[str, str], rules: VillageRules) -> str:
    written: list[str] = []
    dropped = False
    for clause in clauses:
        text = "" if dropped and clause.startswith("其中") else _clause(name, clause, values, rules)
        dropped = not text
        if text:
            written.append(text)
    return f"{'，'.join(written)}。" if written else ""


def _clause(name: str, clause: str, values: Mapping[str, str], rules: VillageRules) -> str:
    """A clause with its numbers, "" where one is missing; a part after a comma is dropped alone."""
    parts = []
    for part in clause.split("，"):
        blanks = [_blank(found, name, values, rules) for found in _BLANK.finditer(part)]
        if not all(blanks):
            break
        filled = iter(blanks)
        parts.append(_BLANK.sub(lambda _, filled=filled: next(filled), part))  # type: ignore[misc]
    return "，".join(parts)


def _blank(found: re.Match[str], name: str, values: Mapping[str, str], rules: VillageRules) -> str:
    first, sign, second = found.groups()
    if first == "村名":
        return name
    if first not in values:
        return ""
    quantity: Quantity = rules.quantities[first]
    if not sign:
        return values[first] if quantity.listed else number(values[first], quantity.unit)
    if second not in values or not Decimal(values[second]):
        return ""
    if sign == "/":
        return percentage(values[first], values[second])
    mean = (Decimal(values[first]) / Decimal(values[second])).quantize(Decimal("0.01"))
    return f"{mean:,f}{quantity.unit}"
