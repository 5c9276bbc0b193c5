"""Waivers applied: a finding that somebody answers for is told as information and withholds nothing.

Only findings of checks can be waived, never what cannot be read. What has evidence (personal data, marks of secrecy)
is waived one by one: the waiver names the very line by its digest, and holds no longer once a character of it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import date

from generator.faults import finding
from generator.model import Finding, Severity, Waiver


def waived(findings: Iterable[Finding], waivers: tuple[Waiver, ...], today: date) -> tuple[Finding, ...]:
    """The findings as they count today, those that are waived told as such."""
    if not waivers:
        return tuple(findings)
    return tuple(_as_waived(each, waivers, today) for each in findings)


def _as_waived(found: Finding, waivers: tuple[Waiver, ...], today: date) -> Finding:
    waiver = next((each for each in waivers if _covers(each, found) and today <= each.expires), None)
    if waiver is None:
        return found
    note = f"已豁免到 {waiver.expires}，批准人{waiver.approver}：{waiver.reason}"
    return replace(found, severity=Severity.INFO, waived=note)


def _covers(waiver: Waiver, found: Finding) -> bool:
    return _names(waiver, found) and (waiver.digest == found.digest if waiver.digest else not found.evidence)


def _names(waiver: Waiver, found: Finding) -> bool:
    return waiver.code == found.code and waiver.path == found.path


def judge_waivers(
    findings: Iterable[Finding], waivers: tuple[Waiver, ...], today: date, known: Set[str], later: Set[str]
) -> tuple[Finding, ...]:
    """What is wrong with the waivers themselves: run out, for nothing, or for what cannot be waived.

    `known` are the codes of checks, `later` those of them that are checked when the county is known.
    """
    found = tuple(findings)
    told = ((each, *_judged(each, found, today, known, later)) for each in waivers)
    return tuple(finding(code, each.source, each.mark, words) for each, code, words in told if code)


def _judged(
    waiver: Waiver, findings: tuple[Finding, ...], today: date, known: Set[str], later: Set[str]
) -> tuple[str, str]:
    if waiver.code not in known:
        return "U113", f"「{waiver.code}」不是可以豁免的问题代码"
    if not waiver.digest and any(each.evidence for each in findings if _names(waiver, each)):
        return "U113", f"豁免 {waiver.code} 要写明“摘要”，只豁免看过的那一处"
    if waiver.expires < today:
        return "U114", f"{waiver.code} 的豁免已在 {waiver.expires} 到期"
    if waiver.code not in later and not any(_covers(waiver, each) for each in findings):
        return "U115", f"{waiver.code} 的豁免没有对应的问题"
    return "", ""
