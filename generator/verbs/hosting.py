"""`gongkai hosting`: configuration for the web server that serves the county."""

from __future__ import annotations

from pathlib import Path

import click

from generator.chinese import ChineseCommand
from generator.console import task_of, workspace_of


@click.command(cls=ChineseCommand)
@click.option(
    "--root", "served", default="", metavar="文件夹", help="网页服务器上县网站的文件夹；默认是本机的 output/public"
)
@click.option("--brotli", is_flag=True, help="nginx 装了 brotli 模块")
@click.pass_obj
def hosting(root: Path | None, served: str, brotli: bool) -> None:
    """写出网页服务器的配置：安全头、文件类型、缓存、预压缩、转向（301）、撤下的信息（410）、各单位的 404 页。

    每个域名一份；nginx、Apache 和静态托管（_headers、_redirects）各写一套，在 output/hosting/。

    \b
    例:
      gongkai build && gongkai hosting
      gongkai hosting --root /srv/gongkai/live/current     发布到服务器上以后的文件夹
    """
    from generator.errors import UsageError
    from generator.hosting_files import FOLDER, Wanted, write

    workspace = workspace_of(root)
    task, _ = task_of(workspace, None, clean=False)
    if not (workspace.output / "public").exists():
        raise UsageError("还没有生成过", str(workspace.output / "public"), "先运行 gongkai build")
    found = write(workspace.output, task.site, Wanted(served, brotli)).hosts
    moved, gone = sum(len(each.moved) for each in found), sum(len(each.gone) for each in found)
    click.echo(f"域名 {len(found)} · 转向 {moved} · 撤下 {gone}\n配置已写好: {workspace.output / FOLDER}")
