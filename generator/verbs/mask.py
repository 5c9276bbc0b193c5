"""`gongkai mask`: the numbers of persons in a text file masked, in a copy or in the file itself."""

from __future__ import annotations

from pathlib import Path

import click

from generator.chinese import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--in-place", is_flag=True, help="直接改这个文件；不写则另存为同一文件夹里以 _ 开头的副本，不会发布")
def mask(file: Path, in_place: bool) -> None:
    """把文本文件（.md、.csv、.yaml、.txt）里的身份证、银行卡、手机等号码遮住中间几位，住址写到村或街道，其余不动。

    \b
    例:
      gongkai mask content/jinping/gg/x.md              另存为 content/jinping/gg/_x.md
      gongkai mask content/jinping/gg/x.csv --in-place  直接改这个文件
    """
    from generator import files
    from generator.errors import UsageError
    from generator.personal_context import mask as masked

    if file.is_symlink() or not file.is_file():
        raise UsageError("没有这个文件，或者它不是普通文件", str(file))
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        advice = "表格文件先另存为 CSV UTF-8；Word、Excel、PDF 请在原来的软件里改"
        raise UsageError("不是 UTF-8 的文本文件", str(file), advice) from error
    whole, count = masked(text, "," if file.suffix.lower() == ".csv" else "|")
    target = file if in_place else file.with_name(f"_{file.name}")
    if target.is_symlink() or (target != file and target.exists()):
        raise UsageError("副本已经有了", str(target), "先看过并删去旧的副本")
    if count:
        files.replace(target, whole.encode("utf-8"))
    click.echo(f"遮住 {count} 处：{target}" if count else f"没有发现要遮住的：{file}")
