"""Columns of a unit and their clocks, as checks look at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator.accounting import columns, is_blank, overdue_on
from generator.checks import Turn
from generator.model import ColumnAccount, Mark, UnitContent
from generator.rulebook import threshold
from generator.working_days import later


class Clock(NamedTuple):
    """A column and the first day on which it is overdue if nothing is published."""

    column: ColumnAccount
    day: date


def clocks(content: UnitContent) -> tuple[Clock, ...]:
    """Every column that has a clock running."""
    found = ((each, overdue_on(each)) for each in columns(content))
    return tuple(Clock(column, day) for column, day in found if day is not None)


def counted(content: UnitContent) -> tuple[Clock, ...]:
    """The clocks that an inspection adds up: of news, notices and policies, six months at most."""
    limit = threshold("stale_column_days")
    return tuple(each for each in clocks(content) if each.column.freshness <= limit)


def long_clocks(content: UnitContent) -> tuple[Clock, ...]:
    """Every clock, but none that runs out within a year of the newest document."""
    days = threshold("long_stale_days") + 1
    return tuple(
        Clock(each.column, max(each.day, later(each.column.newest, days)))
        for each in clocks(content)
        if each.column.newest
    )


def blank(content: UnitContent) -> tuple[ColumnAccount, ...]:
    """Every column in which documents should stand and none does."""
    return tuple(each for each in columns(content) if is_blank(each))


def late(found: Iterable[Clock], today: date) -> list[ColumnAccount]:
    """The columns whose clock has run out."""
    return [each.column for each in found if each.day <= today]


def turns(found: Iterable[Clock], today: date) -> Iterator[Turn]:
    """The days on which clocks run out."""
    return (Turn(each.day) for each in found if each.day > today)


def names(found: Iterable[ColumnAccount], most: int = 8) -> str:
    """The names of columns for a message, the first of many."""
    every = [each.name for each in found]
    return "、".join(every[:most]) + ("等" if len(every) > most else "")


def place(content: UnitContent, key: str) -> Mark:
    """Where `unit.yaml` speaks of a column, else where it speaks of columns, else its start."""
    marks = content.unit.marks
    return marks.get(f"columns.{key}") or marks.get("columns") or Mark(1, 1)
