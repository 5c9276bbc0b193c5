"""`gongkai format`: front matter in order, shown before it is written."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import click

from generator.arguments import places
from generator.chinese import ChineseCommand
from generator.console import FAULTY, turn, workspace_of


@click.command(cls=ChineseCommand)
@click.argument("where", metavar="[单位或文件]...", nargs=-1)
@click.option("--write", is_flag=True, help="写进文件；不写则只显示会怎样改")
@click.pass_obj
def format(root: Path | None, where: tuple[str, ...], write: bool) -> int:
    """把文件头整理好：字段按字段表的顺序排，只有一种正确写法的照改（文号的括号、全角数字、日期、首尾的空格、全角冒号）。

    正文、注释和其他内容一字不动；看不懂的文件头不碰。

    \b
    例:
      gongkai format jinping                      看看一个单位会怎样改
      gongkai format content/jinping/gg/x.md      看一个文件
      gongkai format jinping --write              写进文件
    退出状态: 0 都已整齐或已写好；1 有要改的还没有写
    """
    from generator.formatting import formatted
    from generator.inscription import replace_kept
    from generator.load import texts
    from generator.sources import read_text_file, scan
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    slugs = unit_slugs(workspace)
    chosen = places(workspace, where, slugs) or tuple(f"content/{slug}" for slug in slugs)
    units = sorted({place.split("/")[1] for place in chosen})
    found = [file.path for slug in units for file in texts(scan(workspace.root, f"content/{slug}"), slug)]
    changed = 0
    with turn(workspace):
        for path in found:
            if not any(path == place or path.startswith(f"{place}/") for place in chosen):
                continue
            data = read_text_file(workspace.root, path)
            made = formatted(data)
            if made is None or made.data == data:
                continue
            changed += 1
            _show(path, data, made.data)
            if write:
                replace_kept(workspace.root / path, made.data)
    click.echo(f"{'整理了' if write else '要整理'} {changed} 个文件" if changed else "文件头都是整齐的")
    return FAULTY if changed and not write else 0


def _show(path: str, old: bytes, new: bytes) -> None:
    """The change as a diff, without the numbers of persons."""
    from generator.personal_data import concealed

    before, after = old.decode().splitlines(), new.decode().splitlines()
    for line in unified_diff(before, after, path, f"{path}（整理后）", lineterm="", n=1):
        click.echo(concealed(line))
