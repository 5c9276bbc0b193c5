"""Villages held against each other: rows given twice, the township's sums, and jumps from one year to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.model import VillageYear
from generator.village_rows import DOUBT, TOTAL, WRONG, Fault, Row
from generator.village_rules import VillageRules


class Placed(NamedTuple):
    """A row and the file it stands in."""

    path: str
    row: Row


class Told(NamedTuple):
    """A fault and the file it stands in."""

    path: str
    fault: Fault


def is_total(row: VillageYear) -> bool:
    """It is the township's own row."""
    return row.code.endswith(TOTAL)


def once(rows: Iterable[Placed]) -> tuple[tuple[Placed, ...], tuple[Placed, ...], tuple[Told, ...]]:
    """Rows of which each village and year has one; those that are kept back, and why.

    Of two that say the same the later is passed over; two that differ are both kept back: neither is the right one.
    """
    found: dict[tuple[int, str], list[Placed]] = defaultdict(list)
    for each in rows:
        found[each.row.row.year, each.row.row.code].append(each)
    kept, barred, told = list[Placed](), list[Placed](), list[Told]()
    for first, *others in (found[key] for key in sorted(found)):
        differing = [each for each in others if dict(each.row.row.values) != dict(first.row.row.values)]
        (barred if differing else kept).append(first)
        told += [_twice(first, each) for each in others]
    return tuple(kept), tuple(barred), tuple(told)


def _twice(first: Placed, other: Placed) -> Told:
    one, two = dict(first.row.row.values), dict(other.row.row.values)
    name = next((name for name in {**one, **two} if one.get(name) != two.get(name)), "")
    row = other.row.row
    place = f"{first.path} 第 {first.row.line} 行"
    if not name:
        message = f"{row.name} {row.year} 年的数与{place}重复，内容相同；删去一行"
        return Told(other.path, Fault(DOUBT, other.row.mark("村代码"), message))
    message = f"{row.name} {row.year} 年的「{name}」{two.get(name, '空')} 与{place}的 {one.get(name, '空')} 不一致"
    return Told(other.path, Fault(WRONG, other.row.mark(name), message))


def judge(rows: Sequence[Placed], short: frozenset[int], rules: VillageRules) -> Iterator[Told]:
    """What may be wrong in rows that each village and year has one of; in `short` years some are kept back."""
    known = {(each.row.row.code, each.row.row.year): each.row.row for each in rows}
    years: dict[int, list[VillageYear]] = defaultdict(list)
    for each in rows:
        if not is_total(each.row.row):
            years[each.row.row.year].append(each.row.row)
    for each in rows:
        row = each.row.row
        if is_total(row):
            found = _sums(each.row, years[row.year], rules) if row.year not in short else iter(())
        else:
            found = _jumps(each.row, known.get((row.code, row.year - 1)), rules)
        yield from (Told(each.path, fault) for fault in found)


def _sums(total: Row, villages: Iterable[VillageYear], rules: VillageRules) -> Iterator[Fault]:
    sums = summed(villages, rules)
    for name, value in total.row.values:
        if rules.quantities[name].additive and sums.get(name) != Decimal(value):
            added = sums.get(name)
            said = f"各村相加是 {added}" if added is not None else "各村都没有填"
            yield Fault(DOUBT, total.mark(name), f"全乡镇的「{rules.quantities[name].head}」{value}，{said}")


def summed(villages: Iterable[VillageYear], rules: VillageRules) -> Mapping[str, Decimal]:
    """The sums of what can be added."""
    sums: dict[str, Decimal] = {}
    for village in villages:
        for name, value in village.values:
            if rules.quantities[name].additive:
                sums[name] = sums.get(name, Decimal(0)) + Decimal(value)
    return sums


def _jumps(row: Row, before: VillageYear | None, rules: VillageRules) -> Iterator[Fault]:
    old = dict(before.values) if before else {}
    for name, value in row.row.values:
        quantity = rules.quantities[name]
        if name not in old or quantity.listed or quantity.ratio:
            continue
        was, now = Decimal(old[name]), Decimal(value)
        if max(was, now) < rules.jump_floor or not was:
            continue
        change = (now - was) * 100 / was
        if abs(change) > rules.jump:
            words = f"比上年的 {was} {'增加' if change > 0 else '减少'} {abs(change).quantize(Decimal(1))}%"
            yield Fault(DOUBT, row.mark(name), f"「{quantity.head}」{now} {words}")
