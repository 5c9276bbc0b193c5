"""访问统计: how often the pages of a unit were seen, from `visits/<year>.csv` as `gongkai stats` writes it."""

from __future__ import annotations

from datetime import date

from generator import visit_files
from generator.faults import finding
from generator.model import Finding, Visits, VisitsDigest
from generator.registers import Drawer, Opened, Register

FIX = "这个文件由 gongkai stats 写，一般不用手改；改坏了的，删去这一行，用那个月的日志再统计一次"


def _read(drawer: Drawer) -> Opened:
    findings: list[Finding] = []
    found = []
    for file in drawer.files:
        if not file.path.endswith(".csv"):
            continue
        text, unreadable = drawer.text(file.path)
        findings += unreadable
        if text is None:
            continue
        visits, wrong = visit_files.read(text)
        findings += (finding("F205", file.path, each.mark, each.message, FIX) for each in wrong)
        found.append(visits)
    return Opened(
        Visits(
            tuple(sorted((month for each in found for month in each.months), key=lambda month: month.month)),
            tuple(sorted((month for each in found for month in each.county), key=lambda month: month.month)),
        ),
        tuple(findings),
    )


def _digest(visits: Visits, today: date) -> VisitsDigest:
    return VisitsDigest(tuple(month.total for month in visits.months), visits.county)


REGISTER = Register("visits/", Visits, _read, _digest)
