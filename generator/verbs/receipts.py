"""`gongkai receipts`: who has opened a document, from the access log of the intranet's server, as receipts."""

from __future__ import annotations

import zlib
from collections import Counter
from pathlib import Path

import click

from generator.chinese import ChineseCommand, unreadable
from generator.console import FAULTY, task_of, workspace_of


@click.command(cls=ChineseCommand)
@click.argument("logs", metavar="日志...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="只说会记多少，不写")
@click.pass_obj
def receipts(root: Path | None, logs: tuple[Path, ...], dry_run: bool) -> int:
    """从内网服务器的访问日志认出哪个单位打开过哪件公文，记进 receipts/年份.csv。

    打开公文的页面或原件就算签收；签收人是登录名（汉字、字母、数字和 . _ - @，32 个字以内），没有登录的、
    登录名不像名字的空着，从不记地址。已经签收的不再记。日志可以是 .gz。

    \b
    例:
      gongkai receipts /var/log/nginx/oa.access.log
      gongkai receipts /var/log/nginx/oa.access.log*.gz --dry-run
    退出状态: 0 已记；1 有的日志读不了
    """
    from generator import dispatch_store
    from generator.access_log import told
    from generator.dispatching.settings import settings_of
    from generator.receipts import added, as_people_write, read
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    settings = settings_of(workspace.root, task.site, task.site.members(unit_slugs(workspace)))
    store = dispatch_store.load(workspace.root)
    signed = read(workspace.root, settings.registry, store.dispatches).signed
    try:
        found = told(logs, settings.address, store.dispatches)
    except (OSError, EOFError, zlib.error) as error:
        click.echo(unreadable(getattr(error, "filename", None) or "日志", error), err=True)
        click.echo("没有记", err=True)
        return FAULTY
    new = {key: receipt for key, receipt in found.opened.items() if key not in signed}
    if not dry_run:
        added(workspace.root, as_people_write(settings.registry, store.dispatches, new))
    for unit, count in sorted(Counter(unit for unit, _ in new).items()):
        click.echo(f"{settings.registry.name(unit)} {count} 件")
    click.echo(f"{'会记' if dry_run else '已记'}签收 {len(new)} 件，原来已签收 {len(found.opened) - len(new)} 件")
    if found.unreadable:
        click.echo(f"共 {found.lines} 行，{found.unreadable} 行认不出；要 combined 格式", err=True)
    if found.nameless:
        click.echo(f"{found.nameless} 行的登录名不像名字，或者有长号码，签收人空着；请查一查这些行从哪里来", err=True)
    return 0
