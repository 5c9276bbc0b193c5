"""`gongkai package`: the county or units as an archive to open without a line; and the yearly hand-over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, units_of
from generator.chinese import ChineseCommand
from generator.console import task_of, turn, workspace_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.archives import Content
    from generator.tasks import Task

FOLDER = "packages"


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写到哪个 .zip 文件")
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年", help="年度移交：这一年公开的信息和移交清单")
@click.pass_obj
def package(root: Path | None, units: tuple[str, ...], to: Path | None, year: int | None) -> int:
    """把已经公开的内容做成一个压缩包，解开以后不联网也能看、能搜索；或者做年度移交包。

    看的是 output/public/，所以先 gongkai build。同样的内容，在哪台机器上做都一个字节不差。

    \b
    例:
      gongkai package                          全县 → output/packages/county.zip
      gongkai package jinping --to jp.zip      一个单位；通往其他单位的链接改成完整网址
      gongkai package --year 2026              全县 2026 年公开的信息，附移交清单（CSV 和 Excel）
    """
    from generator import archives
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    named = units_of(places(workspace, units, unit_slugs(workspace)))
    name = "-".join((*(sorted(named) or ("county",)), *((str(year),) if year else ())))
    path = to or workspace.output / FOLDER / f"{name}.zip"
    with turn(workspace):
        task, _ = task_of(workspace, None, clean=False)
        found, digests = _handed_over(task, named, year) if year else _offline(task, named)
        archives.write(path, found, digests)
    click.echo(f"已写好并重新读过: {path}，{len(found)} 个文件，{path.stat().st_size} 字节")
    return 0


def _offline(task: Task, named: frozenset[str]) -> tuple[Mapping[str, Content], Mapping[str, str]]:
    """What goes into a package to look at, and the digests of what is in it as it is public."""
    from generator.inventory import inventory
    from generator.offline import README, chosen, members, readme

    items = chosen(inventory(task.output), named)
    found = members(items, task.site.base_url, whole=not named)
    starts = sorted(name for name in items if name in {"index.html", *(f"{each}/index.html" for each in named)})
    found[README] = readme(task.site.name, starts, items.values(), whole=not named)
    return found, {name: items[name].state.sha256 for name, each in found.items() if isinstance(each, Path)}


def _handed_over(task: Task, named: frozenset[str], year: int) -> tuple[Mapping[str, Content], Mapping[str, str]]:
    from generator.errors import UsageError
    from generator.handover import members, rows_of
    from generator.published_records import public_units

    units = [each for each in public_units(task.output / "public") if not named or each.slug in named]
    rows = rows_of(units, year)
    if not rows:
        raise UsageError(
            f"没有 {year} 年公开的信息", "output/public/", "看年份写对没有；没有生成过的先运行 gongkai build"
        )
    try:
        found = members(task.site.name, year, rows)
    except ImportError as error:
        advice = "在虚拟环境里运行 pip install 'gongkai[report]'"
        raise UsageError("没有安装写 Excel 的 XlsxWriter", "gongkai package --year", advice) from error
    click.echo(f"{year} 年公开 {len({row.record['identifier'] for row in rows})} 条，{len(rows)} 个文件")
    return found, {row.file: row.sha256 for row in rows}
