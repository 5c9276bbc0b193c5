"""`gongkai report`: what an inspection would find, as pages and workbooks for whoever has to mend it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.chinese import DAY, ChineseCommand
from generator.console import ELSE, WHERE, WORKERS, task_of, tell_day, turn, workspace_of


@click.command(cls=ChineseCommand)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}检查{ELSE}")
@click.option("--today", type=DAY, default=None, help="按这一天检查；默认今天（北京时间）")
@click.pass_obj
def report(root: Path | None, workers: str, today: date | None) -> None:
    """写出合规报告：预测检查结论，列出每个栏目的更新期限，每个单位一份整改台账。

    报告在 output/report/，只供内部使用，不会发布。

    \b
    例:
      gongkai report                        按今天的情形
      gongkai report --today 2026-12-31     看看到年底会有哪些逾期
    """
    from generator.appraising import appraised
    from generator.files import caches
    from generator.nights import load, standing
    from generator.reporting.sheets import OUTCOMES
    from generator.workers import open_executor

    workspace = workspace_of(root)
    with turn(workspace), open_executor(workers, caches(workspace.output)) as executor:
        task, notes = task_of(workspace, today, clean=False)
        tell_day(task, "报告")
        sheet, page = appraised(workspace, task, notes, executor)
    if told := standing(load(workspace.output), task.today):
        click.echo(f"每晚自动运行: {told}")
    click.echo(
        f"预测结论: {OUTCOMES[sheet.verdict.outcome]}，得分 {sheet.verdict.lowest:g}–{sheet.verdict.highest:g} 分"
    )
    for outcome, count in sheet.outcomes.items():
        if count:
            click.echo(f"  {OUTCOMES[outcome]} {count} 个单位")
    for each in sheet.demonstrations:
        click.echo(f"  演示单位，不计入全县: {each.name}")
    click.echo(f"报告已写好，用浏览器打开:\n  file://{page}")
