"""The arithmetic of a yearly report (国办公开办函〔2021〕30号, printed under its tables), each slip at its cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model import AnnualReport, ReportRow
from generator.report_form import TOTAL, form


class Slip(NamedTuple):
    """What does not add up: the rule (R1-R6, R9), the message, and the cell by the form's names with dots between."""

    rule: str
    message: str
    cell: str


NEW, BEFORE, AFTER = "本年新收", "上年结转", "结转下年度继续办理"


def arithmetic(report: AnnualReport, previous: AnnualReport | None) -> tuple[Slip, ...]:
    """What does not add up, in the order of the tables; `previous` is the report of the year before.

    R2 to R4 can fail only where somebody wrote a 总计, which is otherwise computed. A township or county unit makes no
    规章 (R9, 《立法法》第九十三条).
    """
    found = [*_regulations(report), *_columns(report), *_rows(report), *_disputes(report)]
    if previous is not None and previous.year == report.year - 1:
        found += [*_carried(report, previous), *_in_force(report, previous)]
    return tuple(found)


def request_rows(report: AnnualReport) -> dict[str, ReportRow]:
    """The rows of table three by their place in the data: 本年新收, 不予公开.属于国家秘密, 总计."""
    keys = (f"{row.parent}.{row.key}" if row.parent else row.key for row in form().rows)
    return dict(zip(keys, report.requests, strict=True))


def normative_row(report: AnnualReport, label: str) -> dict[str, str]:
    """A row of table two by its column heads."""
    for block in report.normative:
        for name, cells in block.rows:
            if name == label:
                return dict(zip(block.heads[1:], cells, strict=True))
    return {}


def dispute_rows(report: AnnualReport) -> dict[str, tuple[int, ...]]:
    """The three groups of table four by name: four outcomes each, the total last."""
    width = len(form().outcomes) + 1
    starts = range(0, len(report.disputes), width)
    groups = (report.disputes[start : start + width] for start in starts)
    return dict(zip(form().disputes, groups, strict=True))


def _heads() -> tuple[str, ...]:
    return (*form().applicants, TOTAL)


def _regulations(report: AnnualReport) -> Iterator[Slip]:
    for head, cell in normative_row(report, "规章").items():
        if cell != "0":
            message = f"表二「规章」的「{head}」是 {cell}，县级和乡镇机关无权制定规章，应当是 0"
            yield Slip("R9", message, f"主动公开.规章.{head}")


def _columns(report: AnnualReport) -> Iterator[Slip]:
    """R1 and R2; the column 总计 is told only where no other column says the same."""
    rows = request_rows(report)
    results = [row for row in report.requests if row.group and row is not rows[TOTAL]]
    told: set[str] = set()
    for place, head in enumerate(_heads()):
        new, before, after = (rows[key].values[place] for key in (NEW, BEFORE, AFTER))
        done = rows[TOTAL].values[place]
        if new + before != done + after and not (head == TOTAL and "R1" in told):
            left, right = f"本年新收 {new} + 上年结转 {before}", f"总计 {done} + 结转下年度 {after}"
            message = f"表三「{head}」列：{left} = {new + before}，{right} = {done + after}，两边应当相等"
            yield Slip("R1", message, f"申请.{NEW}.{place}")
            told.add("R1")
        summed = sum(row.values[place] for row in results)
        if summed != done and not (head == TOTAL and "R2" in told):
            message = f"表三「{head}」列：各项办理结果之和是 {summed}，「总计」却是 {done}"
            yield Slip("R2", message, f"申请.{TOTAL}.{place}")
            told.add("R2")


def _rows(report: AnnualReport) -> Iterator[Slip]:
    for key, row in request_rows(report).items():
        *parts, total = row.values
        if sum(parts) != total:
            message = f"表三「{row.label}」：各类申请人之和是 {sum(parts)}，「总计」却是 {total}"
            yield Slip("R3", message, f"申请.{key}.{len(parts)}")


def _disputes(report: AnnualReport) -> Iterator[Slip]:
    for name, (*parts, total) in dispute_rows(report).items():
        if sum(parts) != total:
            message = f"表四「{name}」：各项结果之和是 {sum(parts)}，「总计」却是 {total}"
            yield Slip("R4", message, f"复议诉讼.{name}.{len(parts)}")


def _carried(report: AnnualReport, previous: AnnualReport) -> Iterator[Slip]:
    """R5; the column 总计 is told only where no other column says the same."""
    now, before = request_rows(report)[BEFORE], request_rows(previous)[AFTER]
    told = False
    for place, head in enumerate(_heads()):
        carried, left = now.values[place], before.values[place]
        if carried != left and not (head == TOTAL and told):
            other = f"{previous.year} 年度的「{AFTER}」却是 {left}"
            yield Slip("R5", f"表三「{BEFORE}」的「{head}」是 {carried}，{other}，应当相等", f"申请.{BEFORE}.{place}")
            told = True


def _in_force(report: AnnualReport, previous: AnnualReport) -> Iterator[Slip]:
    for label in ("规章", "行政规范性文件"):
        made, repealed, valid = (int(cell) for cell in normative_row(report, label).values())
        old = int(normative_row(previous, label)["现行有效件数"])
        if valid != old + made - repealed:
            reckoned = f"上年现行有效 {old} + 本年制发 {made} - 本年废止 {repealed} = {old + made - repealed}"
            message = f"表二「{label}」的「现行有效件数」是 {valid}，按 {reckoned}"
            yield Slip("R6", message, f"主动公开.{label}.现行有效件数")
