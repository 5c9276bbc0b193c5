"""What the command says: findings, and the last line of a build. Text only; `console.py` prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from generator.model import Finding, Severity

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NAMES = {Severity.ERROR: "错误", Severity.BREACH: "不合格", Severity.WARNING: "警告", Severity.INFO: "提示"}


def shown(finding: Finding) -> Finding:
    """A finding as it may leave the program: what an editor wrote or called a file may hold the number of a person."""
    from generator.personal_data import concealed  # not before something is told: a quiet night loads no expression

    texts = (finding.path, finding.message, finding.fix, finding.waived)
    path, message, fix, waived = (one_line(concealed(each)) for each in texts)
    return replace(finding, path=path, message=message, fix=fix, waived=waived)


def one_line(text: str) -> str:
    """A text with what could begin a line, or reverse one, written as `\\n`: nobody's file name becomes a finding."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def told(finding: Finding) -> str:
    """A finding as an editor reads it: place, code, message; how to mend it; the ground."""
    finding = shown(finding)
    place = f"{finding.path}:{finding.line}:{finding.column}"
    lines = [f"{place}: {NAMES[finding.severity]} {finding.code} {finding.message}"]
    if finding.fix:
        lines.append(f"    改法: {finding.fix}")
    if finding.law:
        lines.append(f"    依据: {finding.law}")
    if finding.waived:
        lines.append(f"    {finding.waived}")
    elif finding.evidence:
        lines.append(f"    摘要: {finding.digest}（确属误报的，经批准可以写进 waivers.yaml）")
    return "\n".join(lines)


def first_ones(findings: Iterable[Finding], most: int = 3) -> tuple[tuple[Finding, ...], int]:
    """At most so many of one code in one file, errors always; and how many were left out."""
    seen: Counter[tuple[str, str]] = Counter()
    kept, left = [], 0
    for each in findings:
        seen[each.path, each.code] += 1
        if each.severity is Severity.ERROR or seen[each.path, each.code] <= most:
            kept.append(each)
        else:
            left += 1
    return tuple(kept), left


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings weigh so much."""
    return sum(1 for each in findings if each.severity is severity)


def last_line(units: int, pages: int, written: int, removed: int, problems: int, seconds: float) -> str:
    """The last line of every build, always of this shape."""
    return f"单位 {units} · 页面 {pages} · 重写 {written} · 删除 {removed} · 问题 {problems} · 用时 {seconds:.2f} 秒"
