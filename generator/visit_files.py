"""`visits/<year>.csv` of a unit: its months as `gongkai stats` writes them, and as they are read again.

A row is a month, an item (本月, 日, 页面; in the portal's file 全县, 全县日 as well), a name, hits and visitors. Where
fewer than five came, both cells say `<5`: so few are not to be told apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.delimited import csv_text, records
from generator.model import Count, Mark, VisitMonth, Visits

HEADS = ("月份", "项目", "名称", "浏览量", "访客数")
MONTH, DAY, PAGE, COUNTY, COUNTY_DAY = "本月", "日", "页面", "全县", "全县日"
FEW = "<5"
FEWEST = 5  # visitors that are told


class Fault(NamedTuple):
    """A row that says nothing certain."""

    mark: Mark
    message: str


def told(name: str, hits: int, visitors: int) -> Count:
    """A count as it may be told."""
    return Count(name, None, None) if visitors < FEWEST else Count(name, hits, visitors)


def written(visits: Visits) -> str:
    """The text of a file that has these months."""
    rows: list[tuple[str, ...]] = [HEADS]
    for month in visits.months:
        rows += _rows(month, MONTH, DAY)
    for month in visits.county:
        rows += _rows(month, COUNTY, COUNTY_DAY)
    return csv_text(rows)


def _rows(month: VisitMonth, total: str, day: str) -> Iterator[tuple[str, ...]]:
    yield _row(month.month, total, Count("", month.total.hits, month.total.visitors))
    yield from (_row(month.month, day, each) for each in month.days)
    yield from (_row(month.month, PAGE, each) for each in month.pages)


def _row(month: str, item: str, count: Count) -> tuple[str, ...]:
    cells = (FEW if cell is None else str(cell) for cell in (count.hits, count.visitors))
    return (month, item, count.name, *cells)


def read(text: str) -> tuple[Visits, tuple[Fault, ...]]:
    """The months of a file, and the rows that are passed over; a file without its heads is one fault."""
    try:
        rows = list(records(text, ","))
    except ValueError as error:
        return Visits(()), (Fault(Mark(int(error.args[0]), 1), "这一行有一个引号没有配对"),)
    if not rows or rows[0][1] != HEADS:
        return Visits(()), (Fault(Mark(1, 1), f"表头应当是：{'、'.join(HEADS)}"),)
    found: dict[str, dict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    faults = []
    for number, cells in rows[1:]:
        if message := _fault(cells, found):
            faults.append(Fault(Mark(number, 1), message))
            continue
        month, item, name, *numbers = cells
        hits, visitors = (None if cell == FEW else int(cell) for cell in numbers)
        found[month][item].append(Count(name or month, hits, visitors))
    own, county = (_months(found, *items) for items in ((MONTH, DAY), (COUNTY, COUNTY_DAY)))
    return Visits(own, county), tuple(faults)


def _fault(cells: tuple[str, ...], found: Mapping[str, Mapping[str, list[Count]]]) -> str:
    """What is wrong in a row, "" for nothing."""
    if len(cells) != len(HEADS):
        return f"这一行有 {len(cells)} 格，应当有 {len(HEADS)} 格"
    month, item, name, hits, visitors = cells
    if not _is_day(f"{month}-01"):
        return f"月份「{month}」应当写成 2026-11 这样"
    if item not in (MONTH, DAY, PAGE, COUNTY, COUNTY_DAY):
        return f"项目「{item}」应当是 本月、日、页面、全县、全县日 之一"
    if item in (DAY, COUNTY_DAY) and not (_is_day(name) and name.startswith(month)):
        return f"「{name}」不是 {month} 的日期"
    if not all(re.fullmatch(r"[0-9]{1,12}", cell, re.ASCII) for cell in (hits, visitors)) and (hits, visitors) != (
        FEW,
        FEW,
    ):
        return f"浏览量「{hits}」、访客数「{visitors}」应当是整数，或者都写 {FEW}"
    if hits != FEW and int(visitors) > int(hits):
        return f"访客数 {visitors} 比浏览量 {hits} 还多"
    if (name or month) in (each.name for each in found.get(month, {}).get(item, ())):
        return f"{month} 的{item}{name}写了两次"
    return ""


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _months(found: Mapping[str, Mapping[str, list[Count]]], total: str, day: str) -> tuple[VisitMonth, ...]:
    """The months that have a sum, oldest first."""
    return tuple(
        VisitMonth(items[total][0], tuple(items.get(day, ())), tuple(items.get(PAGE, ())) if total == MONTH else ())
        for month, items in sorted(found.items())
        if total in items
    )
