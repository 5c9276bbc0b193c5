"""The yearly report on disclosure (国办公开办函〔2021〕30号): its tables read and summed, its prose taken apart.

The forms (names, order, groups) are data: `rules/annual_report.yaml`. Totals are computed here and nowhere written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from generator.frontmatter import Value
from generator.model import AnnualReport, Marks, ReportRow
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
    return AnnualReport(year, normative, requests, disputes, (), source), ()


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


# ── arithmetic ──────────────────────────────────────────────────────────────────────────────────────────────────

Told = tuple[str, str]  # (rule, message)


def arithmetic(report: AnnualReport, previous: AnnualReport | None) -> tuple[Told, ...]:
    """What does not add up, as (rule R1-R6, R8, R9; message naming the cell), in the order of the tables.

    `previous` is the report of the year before. R1-R4 cannot fail where the totals were computed here; they matter
    for reports that come from elsewhere. A township or county unit makes no 规章 (R9, 《立法法》第九十三条).
    """
    found = [*_cells(report), *_regulations(report), *_columns(report), *_rows(report), *_disputes(report)]
    if previous is not None and previous.year == report.year - 1:
        found += [*_carried(report, previous), *_in_force(report, previous)]
    return tuple(found)


def _request(report: AnnualReport) -> dict[str, ReportRow]:
    """The rows of table three by their key in the data; the row 总计 by its label."""
    keys = {row.label: row.key or row.label for row in form().rows}
    return {keys.get(row.label, row.label): row for row in report.requests}


def _heads() -> tuple[str, ...]:
    return (*form().applicants, "总计")


def _cells(report: AnnualReport) -> Iterator[Told]:
    for block in report.normative:
        for label, cells in block.rows:
            for head, cell in zip(block.heads[1:], cells, strict=False):
                if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell):
                    yield "R8", f"表二「{label}」的「{head}」是「{cell}」，应当是不小于 0 的数"
    for row in report.requests:
        for head, number in zip(_heads(), row.values, strict=False):
            if number < 0:
                yield "R8", f"表三「{row.label}」的「{head}」是 {number}，不能小于 0"
    for number in report.disputes:
        if number < 0:
            yield "R8", f"表四有小于 0 的数：{number}"


def _regulations(report: AnnualReport) -> Iterator[Told]:
    for head, cell in _normative(report, "规章").items():
        if cell != "0":
            yield "R9", f"表二「规章」的「{head}」是 {cell}，县级和乡镇机关无权制定规章，应当是 0"


def _normative(report: AnnualReport, label: str) -> dict[str, str]:
    """A row of table two by its column heads."""
    for block in report.normative:
        for name, cells in block.rows:
            if name == label:
                return dict(zip(block.heads[1:], cells, strict=False))
    return {}


def _columns(report: AnnualReport) -> Iterator[Told]:
    rows = _request(report)
    total = next((row for row in report.requests if "总计" in row.label), None)
    results = [row for row in report.requests if row.group and row is not total]
    if total is None or not {"本年新收", "上年结转", "结转下年度继续办理"} <= rows.keys():
        yield "R1", "表三缺少本年新收、上年结转、总计、结转下年度继续办理中的行"
        return
    for place, head in enumerate(_heads()):
        new, before, after = (rows[key].values[place] for key in ("本年新收", "上年结转", "结转下年度继续办理"))
        done = total.values[place]
        if new + before != done + after:
            left, right = f"本年新收 {new} + 上年结转 {before}", f"总计 {done} + 结转下年度 {after}"
            yield "R1", f"表三「{head}」列：{left} = {new + before}，{right} = {done + after}，两边应当相等"
        if (summed := sum(row.values[place] for row in results)) != done:
            yield "R2", f"表三「{head}」列：各项办理结果之和是 {summed}，「总计」却是 {done}"


def _rows(report: AnnualReport) -> Iterator[Told]:
    for row in report.requests:
        *parts, total = row.values
        if sum(parts) != total:
            yield "R3", f"表三「{row.label}」：各类申请人之和是 {sum(parts)}，「总计」却是 {total}"


def _disputes(report: AnnualReport) -> Iterator[Told]:
    width = len(form().outcomes) + 1
    for number, name in enumerate(form().disputes):
        *parts, total = report.disputes[number * width : (number + 1) * width] or (0,)
        if sum(parts) != total:
            yield "R4", f"表四「{name}」：各项结果之和是 {sum(parts)}，「总计」却是 {total}"


def _carried(report: AnnualReport, previous: AnnualReport) -> Iterator[Told]:
    now, before = _request(report).get("上年结转"), _request(previous).get("结转下年度继续办理")
    if now is None or before is None:
        return
    for head, carried, left in zip(_heads(), now.values, before.values, strict=False):
        if carried != left:
            told = f"{previous.year} 年度的「结转下年度继续办理」却是 {left}"
            yield "R5", f"表三「上年结转」的「{head}」是 {carried}，{told}，应当相等"


def _in_force(report: AnnualReport, previous: AnnualReport) -> Iterator[Told]:
    for label in ("规章", "行政规范性文件"):
        now, before = _normative(report, label), _normative(previous, label)
        cells = [*now.values(), before.get("现行有效件数", "")]
        if len(cells) != 4 or not all(cell.isdecimal() for cell in cells):
            continue
        made, repealed, valid, old = map(int, cells)
        if valid != old + made - repealed:
            reckoned = f"上年现行有效 {old} + 本年制发 {made} - 本年废止 {repealed} = {old + made - repealed}"
            yield "R6", f"表二「{label}」的「现行有效件数」是 {valid}，按 {reckoned}"
