"""`gongkai batch`: what changed since the last upload, in the platform's order of fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, units_of
from generator.chinese import ChineseCommand
from generator.console import turn, workspace_of

if TYPE_CHECKING:
    from generator.batches import Receipt
    from generator.published_records import PublicUnit

COUNTY, LAST = "_county", "last"


@click.command(cls=ChineseCommand)
@click.argument("unit", metavar="[单位]", required=False)
@click.option("--since", default=LAST, metavar="回执|编号|last", help="与哪一批比较；默认 last，即上一批；0 是从头全部")
@click.option("--many", is_flag=True, help="不见了的信息再多，也照样写成“撤下”")
@click.pass_obj
def batch(root: Path | None, unit: str | None, since: str, many: bool) -> None:
    """按省平台的字段次序写一批上传文件：只有上一批以后新增、修改、撤下的信息。

    看的是已经公开的文件（output/public/），所以上传的就是公开的。一批三个文件：表格 .csv、正文和附件 .zip、回执 .json，
    在 output/batches/ 下。没有变化就不写。

    \b
    例:
      gongkai batch                     全县，与上一批比较
      gongkai batch jinping             一个单位
      gongkai batch --since 0           从头，全部信息
      gongkai batch --since 0003.json   与某一批的回执比较
    """
    from generator.batches import write_batch
    from generator.published_records import public_units
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    scope = next(iter(units_of(places(workspace, (unit,), unit_slugs(workspace))))) if unit else COUNTY
    folder = workspace.output / "batches" / scope
    with turn(workspace):
        every = public_units(workspace.output / "public")
        chosen = tuple(each for each in every if scope in (COUNTY, each.slug))
        _need(chosen)
        receipt = _receipt(folder, scope, since)
        written = write_batch(chosen, folder, receipt, many)
    if written is None:
        click.echo(f"与第 {receipt.number} 批相比没有变化，没有写新的批次")
        return
    click.echo(
        f"第 {written.number} 批: 新增 {written.added} · 修改 {written.changed} · 撤下 {written.withdrawn}\n"
        f"{folder}/{written.number:04d}.csv、.zip；回执 .json 请与上传记录一起保存"
    )


def _need(found: tuple[PublicUnit, ...]) -> None:
    from generator.errors import UsageError

    if not found:
        raise UsageError("还没有公开的信息", "output/public/", "先运行 gongkai build")


def _receipt(folder: Path, scope: str, since: str) -> Receipt:
    """The receipt that is meant: of the last batch, of a number, or a file."""
    from generator.batches import Receipt, last_receipt, read_receipt

    if since.lower() == LAST:
        return last_receipt(folder, scope)
    if since.isdecimal():
        return read_receipt(folder / f"{int(since):04d}.json", scope) if int(since) else Receipt(scope)
    named = Path(since)
    return read_receipt(named if named.exists() else folder / since, scope)
