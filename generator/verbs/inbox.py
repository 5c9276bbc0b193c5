"""`gongkai inbox`: documents of the office system go into the internal inboxes of the units that they are sent to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.chinese import DAY, ChineseCommand
from generator.console import FAULTY, workspace_of


@click.command(cls=ChineseCommand)
@click.option("--watch", "watched", is_flag=True, help="一直看着收文夹，来一件登记一件；按 Ctrl-C 停止")
@click.option("--clean", is_flag=True, help="不相信以前的结果，全部收文页面重新生成")
@click.option("--nginx", is_flag=True, help="只写出内网服务器的配置样例，不登记")
@click.option("--today", type=DAY, default=None, help="按这一天登记和判断逾期；默认今天（北京时间）")
@click.pass_obj
def inbox(root: Path | None, watched: bool, clean: bool, nginx: bool, today: date | None) -> int:
    """登记收文夹里的公文，送到主送、抄送单位的内部收文（output/internal/，只供内网）。

    密级不空、没有写公开属性、收件单位写错、文件不完整的不登记，并说明在哪里、怎样改。登记过的移进 dispatches/。
    主动公开的另起草一条公开信息，在发文单位的 content/ 里；写明了保密审查的可以直接公开。

    \b
    例:
      gongkai inbox                 登记一遍
      gongkai inbox --watch         一直看着
      gongkai inbox --nginx         内网服务器的配置样例
    退出状态: 0 都登记了；1 有没有登记的；2 用法或 site.yaml 有误；3 机器故障，或另一个正在登记
    """
    from generator.inbox_watch import Watch, once, report
    from generator.model import Severity

    workspace = workspace_of(root)
    if nginx:
        return _rules(workspace_of(root).root)
    if watched:
        click.echo("正在看收文夹。　按 Ctrl-C 停止", err=True)
        try:
            Watch(workspace, today, report).run()
        except KeyboardInterrupt:
            click.echo("\n停止。", err=True)
        return 0
    came = once(workspace, today, clean)
    report(came)
    return FAULTY if any(each.severity is Severity.ERROR for each in came.findings) else 0


def _rules(root: Path) -> int:
    from generator.console import task_of
    from generator.dispatching.settings import settings_of
    from generator.inside import link
    from generator.intranet_rules import nginx
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    settings = settings_of(root, task.site, task.site.members(unit_slugs(workspace)))
    click.echo(nginx(settings.address, str(link(workspace.output)), settings.networks, settings.registry), nl=False)
    return 0
