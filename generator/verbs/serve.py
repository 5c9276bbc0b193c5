"""`gongkai serve`: a preview that refreshes while files are being written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.arguments import places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import workspace_of
from generator.previewing import PORT, Preview, run


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help=f"端口，默认 {PORT}，被占用就往后找")
@click.option("--poll", is_flag=True, help="每秒查看一遍文件（网络盘上自动这样做）")
@click.option("--today", type=DAY, default=None, help="按这一天预览；默认今天（北京时间）")
@click.option("--samples", is_flag=True, help="打开主题的样例页，不用写内容就能看主题")
@click.option("--inbox", is_flag=True, help="同时看着收文夹：来一件公文登记一件，送到各单位的内部收文")
@click.option("--build/--no-build", "at_end", default=True, help="停止以后把改动生成到 output/public/；默认生成")
@click.pass_obj
def serve(
    root: Path | None,
    units: tuple[str, ...],
    port: int | None,
    poll: bool,
    today: date | None,
    samples: bool,
    inbox: bool,
    at_end: bool,
) -> int:
    """在本机预览，保存文件后打开的页面自动刷新；每一页上方列出这条信息的问题。

    只有这台电脑能打开。草稿、有错误的、日期未到的也能看到，并且标明公众看不到。按 Ctrl-C 停止。

    \b
    例:
      gongkai serve                预览全县
      gongkai serve jinping        只预览一个单位
      gongkai serve --samples      看主题的每一种页面
      gongkai serve --inbox        同时看着收文夹
    退出状态: 停止以后生成的结果，与 gongkai build 相同
    """
    workspace = workspace_of(root)
    from generator.serve.preview import SAMPLES
    from generator.workspace import unit_slugs

    only = units_of(places(workspace, units, unit_slugs(workspace)))
    first = SAMPLES if samples else f"{next(iter(only))}/" if len(only) == 1 else ""
    asked = Preview(only, first, today, port, poll, at_end)
    if not inbox:
        return run(workspace, asked)
    from generator.inbox_watch import beside

    with beside(workspace, today):
        return run(workspace, asked)
