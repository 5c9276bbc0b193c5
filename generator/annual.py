"""The yearly report on disclosure (国办公开办函〔2021〕30号): its tables read and summed, its prose taken apart.

The forms (names, order, groups) are data: `rules/annual_report.yaml`. Whether it all adds up: `report_arithmetic`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from generator.frontmatter import Value
from generator.model import AnnualReport, Marks
from generator.report_form import form
from generator.report_tables import Fault, Reader

_NORMATIVE, _REQUESTS, _DISPUTES = "主动公开", "申请", "复议诉讼"
_SECTIONS = ("年度", _NORMATIVE, _REQUESTS, _DISPUTES)


def read_report(values: Value, marks: Marks, source: str) -> tuple[AnnualReport | None, tuple[Fault, ...]]:
    """The tables of `annual/<year>.yaml` (text scalars); None where there is none, with every mistake at its place."""
    reader = Reader(marks)
    if not isinstance(values, dict):
        return None, (Fault(1, 1, "内容应当是“年度、主动公开、申请、复议诉讼”四项"),)
    sections = reader.take(values, "", _SECTIONS, required=True)
    year = reader.year(sections, source)
    shape = form()
    normative = reader.normative(reader.section(sections, _NORMATIVE), shape)
    requests = reader.requests(reader.section(sections, _REQUESTS), shape)
    disputes = reader.disputes(reader.section(sections, _DISPUTES), shape)
    if reader.faults:
        return None, tuple(sorted(reader.faults))
    return AnnualReport(year, normative, requests, disputes, (), source, reader.cells()), ()


# ── prose ───────────────────────────────────────────────────────────────────────────────────────────────────────

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")


def split_prose(body: str) -> tuple[tuple[tuple[str, str], ...], tuple[Fault, ...]]:
    """A report's text as (part title, Markdown), parts without text left out; lines of faults are counted from 0.

    The six titles are fixed in wording and order; parts 一, 五 and 六 must say something, the others have tables.
    """
    parts = form().parts
    titles = [title for title, _ in parts]
    lines = body.split("\n")
    heads = [(line, title) for line, level, title in _headings(lines) if level == 2 and title in titles]
    faults = [*_stray(lines, titles), *_misplaced(heads, titles)]
    texts: dict[str, str] = {}
    for number, (line, title) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        texts.setdefault(title, "\n".join(lines[line + 1 : end]).strip("\n"))
    start = heads[0][0] if heads else len(lines)
    before = next((line for line in range(start) if lines[line].strip()), None)
    if before is not None and heads and heads[0][1] == titles[0]:
        faults.append(Fault(before, 1, f"「## {titles[0]}」之前不能有文字"))
    places = dict(reversed([(title, line) for line, title in heads]))
    for title, prose in parts:
        if prose and title in texts and not texts[title].strip():
            faults.append(Fault(places[title], 1, f"「{title}」没有内容；没有需要报告的就写“无”"))
    return tuple((title, texts[title]) for title in titles if texts.get(title, "").strip()), tuple(sorted(faults))


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Line (from 0), level and text of every heading outside code."""
    fence = ""
    for number, line in enumerate(lines):
        if found := _FENCE.match(line):
            fence = "" if fence == found[1] else fence or found[1]
        elif not fence and (match := _HEADING.fullmatch(line)):
            yield number, len(match[1]), match[2]


def _stray(lines: list[str], titles: list[str]) -> Iterator[Fault]:
    """Headings that should be one of the six: of level two but with another name, or of that name but another level."""
    for line, level, title in _headings(lines):
        if title in titles and level != 2:
            yield Fault(line, 1, f"「{title}」应当写作「## {title}」（两个 #）")
        elif title not in titles and level <= 2:
            near = get_close_matches(title, titles, n=1, cutoff=0.5)
            hint = f"，是不是「{near[0]}」？" if near else "；部分之内的小标题用 ###"
            yield Fault(line, 1, f"年度报告没有「{title}」这一部分{hint}")


def _misplaced(heads: list[tuple[int, str]], titles: list[str]) -> Iterator[Fault]:
    """Parts that are missing, written twice, or out of order."""
    seen: list[str] = []
    for line, title in heads:
        if title in seen:
            yield Fault(line, 1, f"「{title}」写了两次")
        elif seen and titles.index(title) < titles.index(seen[-1]):
            yield Fault(line, 1, f"「{title}」应当在「{seen[-1]}」之前")
        seen.append(title)
    for title in titles:
        if title not in seen:
            yield Fault(0, 1, f"缺少「## {title}」这一部分")
