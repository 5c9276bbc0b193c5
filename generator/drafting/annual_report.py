"""The yearly report of a unit begun: what its content and last year's report know is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.drafting import Draft
from generator.errors import UsageError
from generator.load import load
from generator.model import AnnualReport, ColumnRole, Site, UnitContent
from generator.report_arithmetic import AFTER, BEFORE, NEW, request_rows
from generator.report_counts import NORMATIVE, normative_counts
from generator.report_form import TOTAL, Form, RowForm, form
from generator.rulebook import rules
from generator.sources import scan


def annual_report(root: Path, site: Site, slug: str, year: int, today: date) -> tuple[Draft, ...]:
    """The yearly report of a unit for a year, as its prose and its data; UsageError where none can be begun."""
    loaded = load(root, site, slug, scan(root, f"content/{slug}"), today)
    if loaded.content is None:
        raise UsageError(f"content/{slug}/unit.yaml 有错误", "", f"先运行 gongkai check --unit {slug}，改正以后再来")
    if not form().since <= year <= today.year:
        raise UsageError(f"{year} 年的年度报告不能起草", "", f"年份从 {form().since} 到今年（{today.year}）")
    content = loaded.content
    column = next((each for each in content.unit.walk() if each.role is ColumnRole.ANNUAL), None)
    if column is None:
        raise UsageError(f"「{content.unit.short_name}」没有“政府信息公开年报”栏目", "", "先在 unit.yaml 里设这个栏目")
    return (
        Draft(f"content/{slug}/annual/{year}.yaml", report_data(content, year)),
        Draft(f"content/{slug}/{column.key}/{year}.md", _prose(content, year, today)),
    )


def report_data(content: UnitContent, year: int) -> str:
    """The data file: numbers of normative documents from the content, what last year left over, else 0."""
    shape = form()
    previous = next((report for report, _ in content.annual_reports if report.year == year - 1), None)
    lines = [
        f"# {year} 年度政府信息公开工作年度报告的数据（国办公开办函〔2021〕30号）。合计由程序计算，不用填。",
        "# 已经填好的是程序从本单位公开的信息和上一年的报告里数出来的，请核对；其余的 0 请改成实际的数。",
        f"年度: {year}",
        *_normative(content, year, shape),
        f"申请:   # 六个数依次是：{'、'.join(shape.applicants)}",
        *_requests(shape, previous),
        f"复议诉讼:   # 四个数依次是：{'、'.join(shape.outcomes)}",
        *(f"  {name}: {_zeros(len(shape.outcomes))}" for name in shape.disputes),
    ]
    return "\n".join(lines) + "\n"


def _normative(content: UnitContent, year: int, shape: Form) -> Iterator[str]:
    yield "主动公开:"
    for block in shape.blocks:
        for row in block.rows:
            if row == NORMATIVE:
                counts = zip(block.heads[1:], normative_counts(content, year), strict=True)
                cells = ", ".join(f"{head}: {count}" for head, count in counts)
                yield f"  {row}: {{{cells}}}   # 从本单位公开的规范性文件数出，请核对"
            elif len(block.heads) > 2:
                yield f"  {row}: {{{', '.join(f'{head}: 0' for head in block.heads[1:])}}}"
            else:
                yield f"  {row}: {'0.00' if block.decimals else 0}   # {block.heads[1]}"


def _requests(shape: Form, previous: AnnualReport | None) -> Iterator[str]:
    parent = ""
    for row in shape.rows:
        if row.key == TOTAL:
            continue
        if row.parent and row.parent != parent:
            yield f"  {row.parent}:"
        parent = row.parent
        yield f"  {'  ' if row.parent else ''}{row.key}: {_numbers(row, shape, previous)}"


def _numbers(row: RowForm, shape: Form, previous: AnnualReport | None) -> str:
    """A row of zeros; what last year left over, in the row that takes it up."""
    if row.key == BEFORE and previous is not None:
        left = request_rows(previous)[AFTER].values[: len(shape.applicants)]
        return f"[{', '.join(map(str, left))}]   # 等于 {previous.year} 年度的“{AFTER}”"
    return _zeros(len(shape.applicants)) + ("   # 请填" if row.key == NEW else "")


def _zeros(count: int) -> str:
    return f"[{', '.join(['0'] * count)}]"


def _prose(content: UnitContent, year: int, today: date) -> str:
    unit = content.unit
    made = sum(each.date_published.year == year for each in content.documents)
    points = rules("annual_report")["points"]
    head = [
        "---",
        f"标题: {unit.name}{year}年政府信息公开工作年度报告",
        "类型: 年度报告",
        f"年度: {year}",
        "草稿: 是   # 写完、审完以后删去这一行",
        f"成文日期: {today}   # 请改",
        f"发布日期: {today}   # 请改",
        "主题分类: 综合政务",
        f"内容概述: {unit.short_name}{year}年政府信息公开工作总体情况、主动公开和依申请公开数据、存在问题及改进情况。",
        "# 保密审查: {审查结果: 同意公开, 审查人: , 审查日期: , 审查依据: 《政府信息公开条例》第十七条}   # 审查以后填",
        "---",
    ]
    text = []
    for title, prose in form().parts:
        text += ["", f"## {title}"]
        for point in points.get(title, ()) if prose else ():
            text += ["", point.format(year=year, made=made, name=unit.short_name)]
    return "\n".join([*head, *text]) + "\n"
