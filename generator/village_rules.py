"""`rules/villages.yaml`: what columns villages have and how they hang together, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from generator.model import ChartKind
from generator.rulebook import rules

COUNTED = ("户", "人")  # units of what may be told of few


@dataclass(frozen=True, slots=True)
class Quantity:
    """A column: `whole` it is part of, `ratio` it is computed from, `beside` a number that says it cannot be empty."""

    name: str
    unit: str
    section: str
    whole: str = ""
    ratio: tuple[str, ...] = ()
    listed: bool = False
    beside: str = ""
    compared: bool = False
    additive: bool = True
    follows: str = ""

    @property
    def head(self) -> str:
        """As files and tables head it."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Parts:
    """Columns of which a household or a yuan is in one only, and what they are parts of."""

    parts: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its title, how it is drawn, of which columns."""

    title: str
    kind: ChartKind
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageRules:
    """All of it; `sections` are headings with sentences, each of its clauses in order."""

    quantities: Mapping[str, Quantity]
    groups: tuple[Parts, ...]
    conversions: Mapping[str, Mapping[str, Decimal]]
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    charts: tuple[Drawing, ...]
    township_charts: tuple[Drawing, ...]
    periods: Mapping[str, str]  # of what villages must post: 季度, 月
    jump: Decimal
    jump_floor: Decimal
    fewest: int

    @property
    def published(self) -> tuple[Quantity, ...]:
        """The columns that are told as they were written; ratios are computed."""
        return tuple(each for each in self.quantities.values() if not each.ratio)


@cache
def village_rules() -> VillageRules:
    """The rules that ship with the program."""
    found: Any = rules("villages")
    return VillageRules(
        quantities={each.name: each for each in _quantities(found["列"])},
        groups=tuple(Parts(tuple(each["部分"]), each["整体"]) for each in found["互斥"]),
        conversions={
            unit: {other: Decimal(factor) for other, factor in others.items()} for unit, others in found["换算"].items()
        },
        sections=tuple((each["名称"], tuple(tuple(clauses) for clauses in each["句子"])) for each in found["段落"]),
        charts=_drawings(found["图"]),
        township_charts=_drawings(found["各村图"]),
        periods=found["村务公开"],
        jump=Decimal(found["突变"]),
        jump_floor=Decimal(found["突变下限"]),
        fewest=int(found["不列出"]),
    )


def _quantities(written: list[dict[str, Any]]) -> Iterator[Quantity]:
    for each in written:
        ratio = tuple(each.get("比", ()))
        yield Quantity(
            name=each["名称"],
            unit=each.get("单位", ""),
            section=each["栏目"],
            whole=each.get("整体", ""),
            ratio=ratio,
            listed=each.get("清单") == "是",
            beside=each.get("对应", ""),
            compared=each.get("比较") == "是",
            additive=each.get("相加") != "否" and each.get("清单") != "是" and not ratio,
            follows=each.get("随", ""),
        )


def _drawings(written: list[dict[str, Any]]) -> tuple[Drawing, ...]:
    return tuple(Drawing(each["标题"], ChartKind(each["类型"]), tuple(each["列"])) for each in written)
