"""`gongkai explain`: why a page was written, what a code means, which columns a unit has."""

from __future__ import annotations

from pathlib import Path

import click

from generator.chinese import ChineseCommand
from generator.console import task_of, workspace_of


@click.command(cls=ChineseCommand)
@click.argument("subject", metavar="页面|代码|columns")
@click.argument("unit", metavar="[单位]", required=False)
@click.option("--verbose", is_flag=True, help="连同指纹和校验值（给维护者看）")
@click.pass_obj
def explain(root: Path | None, subject: str, unit: str | None, verbose: bool) -> None:
    """解释一个页面为什么被重写、一个问题代码是什么意思，或列出一个单位的栏目。

    \b
    例:
      gongkai explain jinping/info/2026-00012.html
      gongkai explain content/jinping/gg/x.md
      gongkai explain D102
      gongkai explain columns jinping
    """
    from generator import explaining

    told = explaining.code(subject)
    if not told:
        workspace = workspace_of(root)
        if subject == "columns":
            told = explaining.columns(workspace, task_of(workspace, None, clean=False)[0].site, unit)
        else:
            told = explaining.page(workspace, subject, verbose)
    click.echo(told)
