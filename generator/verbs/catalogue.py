"""`gongkai catalogue`: the disclosure directories of units as workbooks to print."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.arguments import places, units_of
from generator.chinese import ChineseCommand
from generator.console import FAULTY, task_of, workspace_of


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option(
    "--to", type=click.Path(path_type=Path), default=None, metavar="文件夹", help="写到哪里；默认 output/catalogue/"
)
@click.pass_obj
def catalogue(root: Path | None, units: tuple[str, ...], to: Path | None) -> int:
    """把已经公开的信息做成可以打印的公开目录（Excel）：四项的（索引、名称、内容概述、生成日期）和十四项的各一份。

    \b
    例:
      gongkai catalogue                  每个单位两份
      gongkai catalogue jinping          只做一个单位
      gongkai catalogue jinping --to .   写到当前文件夹
    目录取自上一次 gongkai build 的结果，所以先生成，再做目录。
    """
    from generator import files
    from generator.errors import UsageError
    from generator.paper import DIRECTORIES, workbook
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    slugs = unit_slugs(workspace)
    named = sorted(units_of(places(workspace, units, slugs)))
    chosen = named or task_of(workspace, None, clean=False)[0].site.members(slugs)
    folder = to or workspace.output / "catalogue"
    missing = 0
    for slug in chosen:
        source = workspace.output / "public" / slug / "catalog.json"
        if not source.is_file():
            click.echo(f"{slug} 还没有公开过，没有做：先运行 gongkai build", err=True)
            missing += 1
            continue
        catalog = json.loads(source.read_bytes())
        folder.mkdir(parents=True, exist_ok=True)
        for number, columns in DIRECTORIES.items():
            try:
                data = workbook(catalog, columns)
            except ImportError as error:
                advice = "在虚拟环境里运行 pip install 'gongkai[report]'，或者用 catalog.csv，Excel 可以直接打开"
                raise UsageError("没有安装写 Excel 的 XlsxWriter", "gongkai catalogue", advice) from error
            files.replace(folder / f"{slug}-catalog-{number}.xlsx", data)
        click.echo(f"{slug}: {catalog['count']} 条 → {folder / slug}-catalog-4.xlsx、-14.xlsx")
    return FAULTY if missing else 0
