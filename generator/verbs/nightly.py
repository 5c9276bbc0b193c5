"""`gongkai nightly`: everything that is done every night, as one command for cron and systemd."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.chinese import DAY, ChineseCommand
from generator.console import CHINA, ELSE, FAULTY, WHERE, WORKERS, workspace_of

if TYPE_CHECKING:
    from generator.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.option("--status", is_flag=True, help="不运行，只说上一次成功是什么时候；给监控用")
@click.option("--no-pull", is_flag=True, help="不先 git pull")
@click.option("--today", type=DAY, default=None, help="按这一天运行；默认今天（北京时间）")
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}生成{ELSE}")
@click.option("--credentials", type=click.Path(path_type=Path), metavar="文件", help="凭据文件，只有自己能读")
@click.pass_obj
def nightly(
    root: Path | None, status: bool, no_pull: bool, today: date | None, workers: str, credentials: Path | None
) -> int:
    """每晚自动运行：取内容、生成、报告、更新网页服务器的配置、发布、核对、通知，一个命令做完。

    一步失败，能接着做的照样做。记录在 output/nightly/。

    \b
    例:
      gongkai nightly                  放进 cron 或 systemd，每晚一次
      gongkai nightly --status         监控用：最近一晚没有成功，是那一晚的退出状态；36 小时没有成功过，是 1
    退出状态: 0 全部完成，没有扣下和失败的；1 有扣下或保持原样的，其余已发布；2 site.yaml 或凭据文件不能用；
    3 有步骤失败，或另一个正在运行；4 有目标要先确认、没有发布，或者核对没有通过（几样都有时写 4、2、3、1 里在前的）
    """
    from generator.night import Manner, night

    workspace = workspace_of(root)
    if status:
        return _status(workspace)
    return night(workspace, Manner(today, workers, credentials, not no_pull))


def _status(workspace: Workspace) -> int:
    """Say when a night went well last; the status of the last one where it did not, 1 where it was killed or that is
    too long ago."""
    from generator.nights import is_late, load, standing, unfinished

    now = datetime.now(CHINA)
    known = load(workspace.output)
    click.echo(standing(known, now.date()) or "还没有运行过")
    if known:
        click.echo(f"最近一次: {known[-1].when[:16].replace('T', ' ')}，退出状态 {known[-1].status}")
    last = unfinished(workspace.output)
    if last is not None:
        how = "正在运行" if last.running else "没有做完就停了（被杀或断电）"
        click.echo(f"{last.when[:16].replace('T', ' ')} 开始的一次{how}，记录在 output/nightly/{last.log}")
    if known and not known[-1].is_good:
        return known[-1].status
    killed = last is not None and not last.running
    return FAULTY if killed or is_late(known, now) else 0
