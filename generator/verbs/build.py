"""`gongkai build`: build the county and make it public."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import (
    ELSE,
    FAULTY,
    WHERE,
    WORKERS,
    now,
    progress,
    tally,
    task_of,
    tell,
    tell_day,
    tell_holds,
    workspace_of,
)
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.tasks import Task


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}生成{ELSE}")
@click.option("--clean", is_flag=True, help="不相信以前的结果，全部重新生成")
@click.option("--today", type=DAY, default=None, help="按这一天生成，例如 2026-01-31；默认今天（北京时间）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出各项数目和所有问题（与 check --format json 相同）")
@click.option("--profile", is_flag=True, help="说明时间用在哪里：各阶段、各单位、各模板、最慢的页面")
@click.pass_obj
def build(
    root: Path | None,
    units: tuple[str, ...],
    workers: str,
    clean: bool,
    today: date | None,
    as_json: bool,
    profile: bool,
) -> int:
    """生成全县，或只生成所列单位；一个单位出错不影响其他单位。

    \b
    例:
      gongkai build                     生成全县
      gongkai build jinping wenjing     只生成两个单位
      gongkai build --workers 4         用四个进程
      gongkai build --workers dask:tcp://host:8786
      gongkai build --clean             全部重新生成
    退出状态: 0 正常；1 有错误（其余已生成）；2 用法或 site.yaml 有误；3 机器故障、主题有误或被中断
    """
    started = time.perf_counter()
    from generator.build import build as run
    from generator.lock import hold
    from generator.workers import open_executor
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    slugs = unit_slugs(workspace)
    only = units_of(places(workspace, units, slugs))
    with hold(workspace.output / ".lock", now()), open_executor(workers, workspace.output / "state") as executor:
        task, notes = task_of(workspace, today, clean)
        if practised := sorted(only & set(task.site.demonstrations)):
            raise UsageError(
                f"「{practised[0]}」是演示单位，不发布", "site.yaml", f"看它的问题：gongkai check {practised[0]}"
            )
        slugs = task.site.members(slugs)
        tell_day(task, "发布")
        task = replace(task, processes=executor.processes)
        report = run(task, executor, slugs, only, progress)
        findings = (*notes, *report.findings())
        if report.read and not only and today is None:
            _remember(task, findings, len(slugs))
    if not as_json:
        tell_holds(workspace.output)
    for crash in report.crashes():
        click.echo(crash, err=True)
    seconds = time.perf_counter() - started
    broken = tuple((unit.name, unit.sequence > 0) for unit in report.units if unit.broken)
    counts = {name: report.total(name) for name in ("pages", "written", "removed")}
    more: dict[str, object] = {}
    if profile:
        from generator.profiling import as_text, as_values

        if not as_json:
            click.echo(as_text(report))
        more = {"profile": as_values(report)}
    return _conclude(findings, broken, {"units": len(slugs), **counts}, seconds, as_json, more)


def _remember(task: Task, findings: tuple[Finding, ...], units: int) -> None:
    """Note the build for the report's history; one that looked at nothing has nothing new to say."""
    from generator.reporting import history

    history.record(task.output, history.entry(task.today.isoformat(), task.sequence, units, findings))


def _conclude(
    findings: tuple[Finding, ...],
    broken: tuple[tuple[str, bool], ...],
    counts: dict[str, int],
    seconds: float,
    as_json: bool,
    more: dict[str, object],
) -> int:
    """Say how a build ended; the exit status tells whether anything was withheld."""
    from generator.wording import first_ones, last_line, one_line, shown

    errors, warnings = tally(findings)
    if as_json:
        from generator.machine_formats import as_values

        told = as_values(map(shown, findings))
        result = {**counts, "errors": errors, "warnings": warnings, "seconds": round(seconds, 3), **more}
        result["findings"] = told
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        few, left = first_ones(findings)
        tell(few)
        if left:
            click.echo(f"另有 {left} 条与上面同一文件、同一代码的问题没有列出：gongkai check 列出全部")
        for name, was_public in broken:
            click.echo(f"单位「{one_line(name)}」没有生成：{'保留上一次发布的内容' if was_public else '还没有发布过'}")
        click.echo(last_line(**counts, problems=errors + warnings, seconds=seconds))
    return FAULTY if errors or broken else 0
