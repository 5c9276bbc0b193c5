"""`gongkai build`: build the county and make it public."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from generator.arguments import places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import ELSE, WHERE, WORKERS, hold_lines, now, workspace_of


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}生成{ELSE}")
@click.option("--clean", is_flag=True, help="不相信以前的结果，全部重新生成")
@click.option("--today", type=DAY, default=None, help="按这一天生成，例如 2026-01-31；默认今天（北京时间）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出各项数目、保持在以前样子的单位和所有问题")
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
    from generator.building import built, concluded
    from generator.files import caches
    from generator.lock import hold
    from generator.workers import open_executor
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    only = units_of(places(workspace, units, unit_slugs(workspace)))
    with hold(workspace.output / ".lock", now()), open_executor(workers, caches(workspace.output)) as executor:
        made = built(workspace, only, executor, today, clean)
    held = tuple(hold_lines(workspace, today))
    status = concluded(made, time.perf_counter() - started, as_json, profile, [text for text, _ in held])
    return max(status, *(each for _, each in held), 0)
