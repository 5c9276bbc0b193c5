"""What a harvest changes: one count for every record that is known, so that the counts add up or the program stops.

A unit that loses more than a certain share of its records without saying why is held: nothing of what it publishes
is taken over and what was harvested last stays, until somebody has looked (GSA's catalogue deletes; a county that
served one broken file would be gone from it in a night).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from generator.federation.harvested import Known
from generator.rulebook import rules

NAMES = {
    "added": "新增",
    "updated": "更新",
    "unchanged": "不变",
    "deleted": "撤下",
    "held": "搁置",
    "errored": "出错",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records were added, updated, and so on; `total` is every record that is known, then or now."""

    total: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    held: int = 0
    errored: int = 0

    def __post_init__(self) -> None:
        parts = self.added + self.updated + self.unchanged + self.deleted + self.held + self.errored
        if parts != self.total:
            raise AssertionError(f"各项之和 {parts} 不等于已知信息数 {self.total}")

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in ("total", *NAMES)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a unit's records: the counts, what is remembered, and what went without a word."""

    tally: Tally
    kept: Mapping[str, Known]
    silent: tuple[str, ...] = ()
    held: bool = False


def compared(
    before: Mapping[str, Known],
    now: Mapping[str, Known],
    errored: Set[str],
    departed: Set[str],
    accepted: bool = False,
) -> Outcome:
    """Compare two harvests of a unit by identifier.

    `errored` could not be used this time, whatever they were before; `departed` are said to be withdrawn or renumbered;
    `accepted` that a great loss was looked at and is meant.
    """
    present = {key: value for key, value in now.items() if key not in errored}
    total = len(before.keys() | present.keys() | errored)
    gone = before.keys() - present.keys() - errored
    silent = tuple(sorted(gone - departed))
    if not accepted and len(silent) * 100 > len(before) * most_lost():
        return Outcome(Tally(total, held=total - len(errored), errored=len(errored)), before, silent, True)
    updated = sum(key in before and before[key].sha256 != value.sha256 for key, value in present.items())
    added = sum(key not in before for key in present)
    counted = Tally(total, added, updated, len(present) - added - updated, len(gone), 0, len(errored))
    stays = {key: before[key] for key in errored if key in before}
    return Outcome(counted, {**present, **stays}, silent)


def most_lost() -> int:
    """The share of a unit's records, in per cent, that may go without a word."""
    return int(rules("federation")["most_lost_percent"])
