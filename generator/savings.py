"""What working without paper saves (节约): the county's own arithmetic, in exact decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import prod

from generator.model import Saving
from generator.visit_fields import SavingFields

_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)


def savings(fields: Iterable[SavingFields]) -> tuple[Saving, ...]:
    """The items as values."""
    return tuple(Saving(each.name, each.period, tuple(each.factors.items()), each.unit_price) for each in fields)


def saving_faults(fields: Iterable[SavingFields]) -> Iterator[tuple[str, str, str]]:
    """Numbers that are none: code, place in `site.yaml`, message."""
    for place, each in enumerate(fields):
        for name, written in (
            *((f"factors.{key}", value) for key, value in each.factors.items()),
            ("unit_price", each.unit_price),
        ):
            if not _NUMBER.fullmatch(written):
                yield (
                    "F103",
                    f"savings.{place}.{name.partition('.')[0]}",
                    f"「{written}」不是数，写成 221 或 '3.5' 这样",
                )


def amount(saving: Saving) -> Decimal:
    """What an item saves, in yuan."""
    return prod((Decimal(value) for _, value in saving.factors), start=Decimal(1)) * Decimal(saving.unit_price)


def yuan(value: Decimal) -> str:
    """An amount as it is printed: groups of three, no zeros after the point."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
