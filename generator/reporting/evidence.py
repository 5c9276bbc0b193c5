"""What is judged: the accounts of units, the findings in them, and the day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from generator.model import Account, ColumnAccount, ColumnStatus, Finding
from generator.rulebook import rules


def number(name: str) -> int:
    """A threshold of the indicators."""
    return int(rules("indicators")["thresholds"][name])


def overdue_on(column: ColumnAccount) -> date | None:
    """The first day on which a column is overdue if nothing is published; None where it has no clock or is blank."""
    if column.status is not ColumnStatus.FILLED or not column.freshness or column.newest is None:
        return None
    return column.newest + timedelta(days=column.freshness + 1)


def is_blank(column: ColumnAccount) -> bool:
    """Documents should stand in it and none does."""
    return column.status is ColumnStatus.FILLED and not column.count


@dataclass(frozen=True)
class Evidence:
    """What is judged: accounts, findings that are not waived, and the day."""

    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]
    today: date

    @cached_property
    def columns(self) -> tuple[ColumnAccount, ...]:
        """All columns."""
        return tuple(column for account in self.accounts for column in account.columns)

    @cached_property
    def codes(self) -> Counter[str]:
        """How often each code was found."""
        return Counter(each.code for each in self.findings if not each.waived)

    def overdue(self, *types: str, days: int = 0) -> list[ColumnAccount]:
        """Columns of some types (all where none is named) that are past their own clock; with `days`, those whose clock
        is no longer than that and that had nothing new for so long."""
        late = [each for each in self.columns if (not types or each.column_type in types) and self._is_late(each, 0)]
        return [each for each in late if not days or (each.freshness <= days and self._is_late(each, days))]

    def long_overdue(self, days: int) -> list[ColumnAccount]:
        """Columns that are past their own clock and had nothing new for so long."""
        return [each for each in self.overdue() if self._is_late(each, days)]

    def _is_late(self, column: ColumnAccount, days: int) -> bool:
        due = overdue_on(column)
        if due is None or column.newest is None:
            return False
        return due <= self.today and column.newest + timedelta(days=days) < self.today

    def blank(self, *types: str) -> list[ColumnAccount]:
        """Columns of some types in which nothing stands."""
        return [each for each in self.columns if is_blank(each) and (not types or each.column_type in types)]
