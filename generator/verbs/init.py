"""`gongkai init`: a new workspace."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from generator.arguments import called_as
from generator.chinese import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """新建一个县的工作区：门户、一个乡镇、一个部门，马上可以生成。

    \b
    例:
      gongkai init 我的县
      cd 我的县 && gongkai build
    """
    from generator import starter

    made, place, command = starter.create(folder), shlex.quote(str(folder)), called_as()
    next_step = f"cd {place} && {command} build" if command == "gongkai" else f"{command} --root {place} build"
    click.echo(f"已建立 {folder}，共 {len(made)} 个文件。\n下一步: {next_step}")
