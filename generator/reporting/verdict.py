"""The verdict that an inspection would come to (国办秘函〔2019〕19号), as far as a machine can tell.

Judged are accounts and findings: of one unit as if it were alone, or of all, since the sections of one host are one
site. What cannot be told is a value of its own, never a pass. Names, rules, points and thresholds are data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model import Account, Finding, Severity
from generator.reporting.evidence import Evidence, number
from generator.reporting.judges import JUDGES, Outcome
from generator.rulebook import rules


@dataclass(frozen=True, slots=True)
class Judgement:
    """An indicator judged: `points` it is worth, of which so many are lost, or cannot be told."""

    key: str
    name: str
    rule: str
    outcome: Outcome
    words: str
    group: str = ""
    points: float = 0
    lost: float = 0
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """Vetoes and indicators judged, the points that are certain and those that are possible."""

    vetoes: tuple[Judgement, ...]
    indicators: tuple[Judgement, ...]
    lowest: float
    highest: float

    @property
    def outcome(self) -> Outcome:
        """Failed by a veto or by points; near where a warning line is crossed; never a certain pass."""
        if any(each.outcome is Outcome.FAIL for each in self.vetoes) or self.highest < number("pass_score"):
            return Outcome.FAIL
        near = any(each.outcome is Outcome.NEAR for each in self.vetoes)
        return Outcome.NEAR if near or self.lowest < number("pass_score") else Outcome.PASS


def judge(accounts: tuple[Account, ...], findings: tuple[Finding, ...], today: date) -> Verdict:
    """The verdict over some units as one site."""
    evidence = Evidence(accounts, findings, today)
    table = rules("indicators")
    vetoes = tuple(_judged(each, evidence) for each in table["vetoes"])
    indicators = tuple(_judged(each, evidence) for each in table["indicators"])
    total = sum(each.points for each in indicators)
    lost = sum(each.lost for each in indicators)
    unknown = sum(each.points - each.lost for each in indicators if each.outcome is Outcome.UNKNOWN)
    return Verdict(vetoes, indicators, total - lost - unknown, total - lost)


def _judged(item: Mapping[str, Any], evidence: Evidence) -> Judgement:
    outcome, words, lost = JUDGES[item["key"]](evidence)
    points = float(item.get("points") or 0)
    verified = item.get("verified", "true") == "true"
    return Judgement(
        item["key"],
        item["name"],
        item["rule"],
        outcome,
        words,
        item.get("group", ""),
        points,
        min(lost, points),
        verified,
    )


def weight(findings: tuple[Finding, ...]) -> Mapping[Severity, int]:
    """How many findings there are of each severity, waived ones left out."""
    counts = Counter(each.severity for each in findings if not each.waived)
    return {severity: counts[severity] for severity in Severity}
