"""数字乡村: the numbers of a township's villages, from the CSV files in `villages/`, and from `villages/公开.csv` when
each village last told its affairs (村务公开).

A row in which something cannot be so is kept back alone; doubts are told and kept. A village that is late by the clock
of 《村民委员会组织法》 article 30 is told on the day it becomes late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from generator.faults import finding
from generator.model import Finding, Mark, Posting, Villages, VillagesDigest
from generator.registers import Drawer, Opened, Register
from generator.village_postings import due, read_postings
from generator.village_rows import Read, read
from generator.village_rules import VillageRules, village_rules
from generator.village_sums import Placed, Told, is_total, judge, once
from generator.village_years import told_years

POSTINGS = "公开.csv"


class _File(NamedTuple):
    path: str
    text: str


def _read(drawer: Drawer) -> Opened:
    rules = village_rules()
    files, findings = _texts(drawer)
    code = drawer.unit.region_code
    township = code if len(code) == 9 else ""
    reads = [(file.path, read(file.text, township, rules)) for file in files if not file.path.endswith(POSTINGS)]
    placed = [Placed(path, row) for path, found in reads for row in found.rows]
    kept, barred, twice = once(placed)
    withheld = {key for _, found in reads for key in found.withheld} | {
        (p.row.row.year, p.row.row.code) for p in barred
    }
    kept = tuple(each for each in kept if (each.row.row.year, each.row.row.code) not in withheld)
    short = frozenset(year for year, _ in withheld)
    findings += _told(reads, (*twice, *judge(kept, short, rules)))
    rows = tuple(each.row.row for each in kept if not is_total(each.row.row))
    names = {row.code: row.name for row in rows}
    postings, late, turn = _postings(files, names, drawer.today, rules)
    return Opened(Villages(rows, tuple(sorted(withheld)), postings), (*findings, *late), turn)


def _texts(drawer: Drawer) -> tuple[list[_File], list[Finding]]:
    files, findings = list[_File](), list[Finding]()
    for file in drawer.files:
        if not file.path.endswith(".csv"):
            continue
        text, unreadable = drawer.text(file.path)
        findings += unreadable
        if text is not None:
            files.append(_File(file.path, text))
    return files, findings


def _told(reads: Iterable[tuple[str, Read]], across: Iterable[Told]) -> list[Finding]:
    alone = (Told(path, fault) for path, found in reads for fault in found.faults)
    return [finding(fault.code, path, fault.mark, fault.message) for path, fault in (*alone, *across)]


def _postings(
    files: Iterable[_File], names: dict[str, str], today: date, rules: VillageRules
) -> tuple[tuple[Posting, ...], list[Finding], date | None]:
    file = next((each for each in files if each.path.endswith(POSTINGS)), None)
    if file is None:
        return (), [], None
    postings, faults = read_postings(file.text, names, rules)
    findings = [finding(each.code, file.path, each.mark, each.message) for each in faults]
    newest: dict[tuple[str, str], tuple[Posting, Mark]] = {}
    for posting, mark in postings:
        if posting.day > today:
            findings.append(finding("F205", file.path, mark, f"公布日期 {posting.day} 还没有到"))
        elif (key := (posting.code, posting.subject)) not in newest or newest[key][0].day < posting.day:
            newest[key] = (posting, mark)
    findings += _late(file.path, newest.values(), names, today, rules)
    missing = sorted(set(names) - {code for code, _ in newest})
    findings += [finding("F229", file.path, (1, 1), f"{names[code]}没有村务公开的记录") for code in missing]
    days = (due(posting, rules) + timedelta(1) for posting, _ in newest.values())
    days_of_rows = (posting.day for posting, _ in postings)
    turn = min((day for day in (*days, *days_of_rows) if day > today), default=None)
    return tuple(newest[key][0] for key in sorted(newest)), findings, turn


def _late(
    path: str, newest: Iterable[tuple[Posting, Mark]], names: dict[str, str], today: date, rules: VillageRules
) -> Iterator[Finding]:
    for posting, mark in newest:
        if (last := due(posting, rules)) < today:
            message = f"{names[posting.code]}的{posting.subject}最近一次公布 {posting.day}，下一次最迟 {last}，还没有记"
            yield finding("F229", path, mark, message)


def _digest(villages: Villages, today: date) -> VillagesDigest:
    """What the county may tell of each year."""
    years = told_years(villages, village_rules())
    return VillagesDigest(tuple((each.year, len(each.rows), tuple(each.totals.items())) for each in years))


REGISTER = Register("villages/", Villages, _read, _digest)
