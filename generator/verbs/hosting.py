"""`gongkai hosting`: configuration for the web server that serves the county."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import click

from generator.chinese import ChineseCommand
from generator.console import task_of, workspace_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.hosting_files import Wanted


@click.command(cls=ChineseCommand)
@click.option(
    "--root",
    "served",
    default=None,
    metavar="文件夹",
    help="网页服务器上县网站的文件夹，写完整路径；不写就用上次写的，从来没有写过的是本机的 output/public",
)
@click.option("--brotli/--no-brotli", default=None, help="nginx 装了 brotli 模块；不写就照上次的")
@click.pass_obj
def hosting(root: Path | None, served: str | None, brotli: bool | None) -> None:
    """写出网页服务器的配置：安全头、文件类型、缓存、预压缩、转向（301）、撤下的信息（410）、各单位的 404 页。

    每个域名一份；nginx、Apache 和静态托管（_headers、_redirects）各写一套，在 output/hosting/。

    \b
    例:
      gongkai build && gongkai hosting
      gongkai hosting --root /srv/gongkai/live/current     发布到服务器上以后的文件夹
      gongkai hosting                                      再写一次，文件夹还是上次写的
      gongkai hosting --root ""                            改回本机的 output/public
    """
    from generator.hosting_files import FOLDER, write

    workspace = workspace_of(root)
    task, _ = task_of(workspace, None, clean=False)
    if not (workspace.output / "public").exists():
        raise UsageError("还没有生成过", str(workspace.output / "public"), "先运行 gongkai build")
    wanted = _wanted(workspace.output, served, brotli)
    found = write(workspace.output, task.site, wanted).hosts
    moved, gone = sum(len(each.moved) for each in found), sum(len(each.gone) for each in found)
    click.echo(f"域名 {len(found)} · 转向 {moved} · 撤下 {gone}\n配置已写好: {workspace.output / FOLDER}")
    source = "" if served is not None or not wanted.served else "（上次用 --root 写的）"
    click.echo(f"网站的文件夹: {wanted.served or workspace.output / 'public'}{source}")
    if wanted.served and not Path(wanted.served).is_dir():
        click.echo(f"注意: 本机没有文件夹 {wanted.served}；网页服务器在别的机器上的不要紧，就在本机的请核对有没有写错")


def _wanted(output: Path, served: str | None, brotli: bool | None) -> Wanted:
    """What is asked for now, and of what is not, what was asked for last: rules that are only written again must not
    lead the server to another folder."""
    from generator.hosting_files import Wanted, last_wanted

    last = last_wanted(output) or Wanted()
    folder = last.served if served is None else served
    if folder and not (PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute()):
        advice = "写网页服务器上的完整路径，例如 --root /srv/www/county/current"
        raise UsageError("--root 要写完整路径", folder, advice)
    return Wanted(folder, last.brotli if brotli is None else brotli)
