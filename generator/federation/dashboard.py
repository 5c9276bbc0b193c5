"""What the page of a round shows: units by state, records by what became of them, faults by kind. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.federation.province import Federation
from generator.federation.ruling import Fault, catalogue
from generator.federation.tallies import NAMES, Tally
from generator.federation.unit import Harvested
from generator.reporting.charts import Segment, shares
from generator.rulebook import rules

STATES = {"ok": "通过", "faulty": "有问题", "held": "搁置", "failed": "没有取全"}
KINDS = {
    "H1": "信息记录",
    "H2": "公开目录",
    "H3": "同步列表",
    "H4": "订阅",
    "H5": "网站地图",
    "H6": "双向链接",
    "H7": "数据集",
    "H8": "单位名录",
    "H9": "取得文件",
}
WIDEST = 100.0


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in the table; `faults` of its own and those of the county that name it."""

    slug: str
    name: str
    state: str
    tally: Tally
    newest: str
    failed: int
    faults: tuple[Fault, ...]
    left: int  # faults that are not listed on the page


@dataclass(frozen=True, slots=True)
class Kind:
    """How many faults of a kind there are, and how long their bar is."""

    code: str
    name: str
    count: int
    units: int
    width: float
    codes: tuple[tuple[str, str, int], ...]  # code, what should be, how many


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The whole page."""

    county: str
    address: str
    day: str
    state: str
    tally: Tally
    rows: tuple[Row, ...]
    elsewhere: tuple[Fault, ...]  # of the county itself
    states: tuple[Segment, ...]
    outcomes: tuple[Segment, ...]
    kinds: tuple[Kind, ...]
    faults: int
    failed: int
    first: bool
    fetched: Mapping[str, int]


def dashboard(federation: Federation, fetched: Mapping[str, int]) -> Dashboard:
    """A round as a page."""
    every = federation.every_fault()
    by_unit: dict[str, list[Fault]] = {}
    for fault in every:
        by_unit.setdefault(fault.unit, []).append(fault)
    rows = tuple(_row(unit, by_unit.get(unit.slug, [])) for unit in federation.units)
    present = {row.slug for row in rows}
    states = Counter(row.state for row in rows)
    tally = federation.tally
    return Dashboard(
        county=federation.county or "（没有读到单位名录）",
        address=federation.registry.base,
        day=federation.today.isoformat(),
        state=state_of(federation),
        tally=tally,
        rows=rows,
        elsewhere=tuple(fault for fault in every if fault.unit not in present),
        states=shares({state: states[state] for state in STATES}, STATES),
        outcomes=shares({name: getattr(tally, name) for name in NAMES}, NAMES),
        kinds=_kinds(every),
        faults=len(every),
        failed=federation.failed + sum(unit.failed for unit in federation.units),
        first=federation.first,
        fetched=fetched,
    )


def state_of(federation: Federation) -> str:
    """How the round ended, the gravest first; never `ok` where anything was not fetched."""
    if federation.incomplete:
        return "failed"
    if any(unit.held for unit in federation.units):
        return "held"
    return "faulty" if federation.every_fault() else "ok"


def _row(unit: Harvested, faults: list[Fault]) -> Row:
    """A unit is only well where nothing of the county's own files speaks against it either."""
    state = "faulty" if unit.status == "ok" and faults else unit.status
    shown = int(rules("federation")["named_faults"])
    listed, left = tuple(faults[:shown]), max(len(faults) - shown, 0)
    return Row(unit.slug, unit.name, state, unit.tally, unit.newest, unit.failed, listed, left)


def _kinds(faults: Iterable[Fault]) -> tuple[Kind, ...]:
    """The kinds of which there are any, most frequent first."""
    meanings = {each.code: each.meaning for each in catalogue()}
    codes = Counter(fault.finding.code for fault in faults)
    units: dict[str, set[str]] = {}
    for fault in faults:
        units.setdefault(fault.finding.code[:2], set()).add(fault.unit)
    totals = Counter({kind: sum(count for code, count in codes.items() if code[:2] == kind) for kind in KINDS})
    most = max(totals.values(), default=0) or 1
    return tuple(
        Kind(
            kind,
            KINDS[kind],
            count,
            len(units[kind]),
            round(WIDEST * count / most, 1),
            tuple((code, meanings[code], number) for code, number in sorted(codes.items()) if code[:2] == kind),
        )
        for kind, count in sorted(totals.items(), key=lambda each: (-each[1], each[0]))
        if count
    )
