"""`gongkai edit`: the preview, with forms for people who do not write YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from generator.arguments import places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import workspace_of
from generator.previewing import PORT, Preview, run

if TYPE_CHECKING:
    from generator.serve.committing import Committer
    from generator.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.argument("place", metavar="[单位|文件]", required=False, default="")
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help=f"端口，默认 {PORT}，被占用就往后找")
@click.option("--poll", is_flag=True, help="每秒查看一遍文件（网络盘上自动这样做）")
@click.option("--today", type=DAY, default=None, help="按这一天预览；默认今天（北京时间）")
@click.option("--commit", is_flag=True, help="每次保存都提交到 git，只提交这一个文件")
@click.option(
    "--author", default="", metavar="姓名", help="提交时写谁的名字，例如 张某 或 '张某 <zhang@county.example>'"
)
@click.option("--build/--no-build", "at_end", default=True, help="停止以后把改动生成到 output/public/；默认生成")
@click.pass_obj
def edit(
    root: Path | None,
    place: str,
    port: int | None,
    poll: bool,
    today: date | None,
    commit: bool,
    author: str,
    at_end: bool,
) -> int:
    """在网页上填表、写正文，不用写 YAML；边写边列出问题，保存的文件与手写的一样。

    用浏览器打开终端里打印的地址；只有这台电脑、只有打开这个地址的浏览器能改。只改动过的字段和段落会写进文件，
    别处改过的文件不会被覆盖。按 Ctrl-C 停止。

    \b
    例:
      gongkai edit jinping                         编辑一个单位的信息
      gongkai edit content/jinping/gg/防汛.md      打开一条信息
      gongkai edit jinping --commit --author 张某  每次保存都提交到 git
    退出状态: 停止以后生成的结果，与 gongkai build 相同
    """
    workspace = workspace_of(root)
    import secrets

    from generator.serve.door import EDIT, door
    from generator.workspace import unit_slugs

    found = places(workspace, (place,) if place else (), unit_slugs(workspace))
    first = f"{EDIT}{quote(found[0].removeprefix('content/'))}" if found else EDIT
    if found and not found[0].endswith(".md"):
        first = f"{EDIT}{found[0].split('/')[1]}/"
    committer = _committer(workspace, commit, author)
    only = units_of(found)
    return run(workspace, Preview(only, first, today, port, poll, at_end, door(secrets.token_bytes(32)), committer))


def _committer(workspace: Workspace, commit: bool, author: str) -> Committer | None:
    """What commits; UsageError where it cannot, before anything is written."""
    from generator.errors import UsageError
    from generator.serve.committing import Committer, is_repository

    if not commit:
        if author:
            raise UsageError("写了 --author，没有写 --commit", "", "两个一起写，保存时才提交")
        return None
    if not author.partition("<")[0].strip():
        raise UsageError("没有写提交人", "", "用 --author 写明姓名，例如 --author 张某")
    if not is_repository(workspace.root):
        raise UsageError(
            "这个工作区不在 git 里，或者没有安装 git", str(workspace.root), "去掉 --commit，或者先 git init"
        )
    return Committer(workspace.root, author)
