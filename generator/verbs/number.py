"""`gongkai number`: give index numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, units_of
from generator.chinese import ChineseCommand
from generator.console import FAULTY, tally, task_of, tell, turn, workspace_of

if TYPE_CHECKING:
    from generator.model import Finding


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="只显示会分配哪些号，不改文件")
@click.pass_obj
def number(root: Path | None, units: tuple[str, ...], dry_run: bool) -> int:
    """给还没有索引号的信息分配索引号：写进文件头（其他内容一字不动），并登记到 ledger/。

    \b
    例:
      gongkai number                给全县的新信息编号
      gongkai number jinping        只给一个单位编号
      gongkai number --dry-run      先看看
    正在生成时会等它结束，最多 60 秒。
    """
    from generator.enrol import enrol
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    slugs = unit_slugs(workspace)
    chosen = sorted(units_of(places(workspace, units, slugs)))
    total = 0
    findings: list[Finding] = []
    skipped: list[str] = []
    misnumbered: list[str] = []
    with turn(workspace):
        task = task_of(workspace, None, clean=False)[0]
        for slug in chosen or task.site.members(slugs):
            made = enrol(workspace.root, task.site, slug, task.today, write=not dry_run)
            findings += made.findings
            total += len(made.given)
            skipped += made.skipped
            misnumbered += made.misnumbered
            for source, given in made.given:
                click.echo(f"{source} → {given}")
    tell(findings)
    for source in skipped:
        click.echo(f"{source} 有错误，没有编号：按上面的提示改正后再运行 gongkai number")
    for source in misnumbered:
        click.echo(f"{source} 已经写着索引号，但这个号不能用：按上面的提示改正后再运行 gongkai number")
    passed_over = f"，跳过 {len(skipped)} 条" if skipped else ""
    wrong = f"，{len(misnumbered)} 条的索引号有误" if misnumbered else ""
    click.echo(f"{'将分配' if dry_run else '已分配'} {total} 个索引号{passed_over}{wrong}")
    return FAULTY if tally(findings)[0] else 0
