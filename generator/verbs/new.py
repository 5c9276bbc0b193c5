"""`gongkai new`: begin a draft."""

from __future__ import annotations

from pathlib import Path

import click

from generator.arguments import places, units_of
from generator.chinese import ChineseCommand, ChineseGroup
from generator.console import task_of, workspace_of
from generator.errors import UsageError


@click.group(cls=ChineseGroup, no_args_is_help=True)
def new() -> None:
    """起草：写好文件头和提纲，能从现有信息数出来的数先填上。

    \b
    例:
      gongkai new annual-report jinping 2026    起草锦屏镇 2026 年的年度报告
    """


@new.command(name="annual-report", cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.argument("year", metavar="年份", type=int)
@click.pass_obj
def annual_report(root: Path | None, unit: str, year: int) -> None:
    """起草一个单位的政府信息公开工作年度报告（国办公开办函〔2021〕30号）。

    写两个文件：annual/年份.yaml 是表里的数，规范性文件的件数和上年结转已经填好；年报栏目里的 年份.md 是正文的提纲。
    已有的文件不会改动；草稿不会发布。
    """
    from generator import drafting
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    chosen = sorted(units_of(places(workspace, (unit,), unit_slugs(workspace))))
    if len(chosen) != 1:
        raise UsageError(f"「{unit}」不是一个单位", "", "写单位的文件夹名，例如 jinping")
    task = task_of(workspace, None, clean=False)[0]
    drafts = drafting.annual_report(workspace.root, task.site, chosen[0], year, task.today)
    drafting.write(workspace.root, drafts)
    for draft in drafts:
        click.echo(f"已起草 {draft.path}")
    click.echo("下一步: 改正表里的数，写好正文里的〔待填〕，填上日期和保密审查，删去“草稿: 是”，再运行 gongkai check")
