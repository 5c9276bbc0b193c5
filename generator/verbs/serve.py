"""`gongkai serve`: a preview that refreshes while files are being written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from generator.arguments import places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import task_of, turn, workspace_of

if TYPE_CHECKING:
    from generator.serve.listener import Listener, Put
    from generator.tasks import Task
    from generator.workspace import Workspace

PORT, PORTS = 8000, 20


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help=f"端口，默认 {PORT}，被占用就往后找")
@click.option("--poll", is_flag=True, help="每秒查看一遍文件（网络盘上自动这样做）")
@click.option("--today", type=DAY, default=None, help="按这一天预览；默认今天（北京时间）")
@click.option("--samples", is_flag=True, help="打开主题的样例页，不用写内容就能看主题")
@click.option("--build/--no-build", "at_end", default=True, help="停止以后把改动生成到 output/public/；默认生成")
@click.pass_obj
def serve(
    root: Path | None,
    units: tuple[str, ...],
    port: int | None,
    poll: bool,
    today: date | None,
    samples: bool,
    at_end: bool,
) -> int:
    """在本机预览，保存文件后打开的页面自动刷新；每一页上方列出这条信息的问题。

    只有这台电脑能打开。草稿、有错误的、日期未到的也能看到，并且标明公众看不到。按 Ctrl-C 停止。

    \b
    例:
      gongkai serve                预览全县
      gongkai serve jinping        只预览一个单位
      gongkai serve --samples      看主题的每一种页面
    退出状态: 停止以后生成的结果，与 gongkai build 相同
    """
    workspace = workspace_of(root)
    task = _task(workspace, today)
    from generator.workspace import unit_slugs

    only = units_of(places(workspace, units, unit_slugs(workspace)))
    try:
        _preview(workspace, task, only, today, port, poll, samples)
    except KeyboardInterrupt:
        click.echo("\n预览停止。", err=True)
    return _build(workspace, today) if at_end else 0


def _task(workspace: Workspace, today: date | None) -> Task:
    task, _ = task_of(workspace, today, clean=False)
    return task


def _preview(
    workspace: Workspace,
    task: Task,
    only: frozenset[str],
    today: date | None,
    port: int | None,
    poll: bool,
    samples: bool,
) -> None:
    from threading import Thread

    from generator.errors import UsageError
    from generator.serve.preview import SAMPLES, Preview
    from generator.serve.running import Changed, Events, Running
    from generator.serve.watch import watch

    def renew() -> Task | None:
        try:
            return _task(workspace, today)
        except UsageError as error:
            click.echo(f"{error.what}；先按原来的设置预览", err=True)
            return None

    events = Events()
    listener = _listener(port, events.put)
    observer, polls = watch(workspace, lambda place: events.put(Changed(place)), poll)
    Thread(target=listener.serve_forever, daemon=True).start()
    first = SAMPLES if samples else f"{next(iter(only))}/" if len(only) == 1 else ""
    click.echo(f"预览: http://127.0.0.1:{listener.server_port}/{first}")
    click.echo(f"各单位和问题: http://127.0.0.1:{listener.server_port}/-/　按 Ctrl-C 停止")
    if polls:
        click.echo("文件在网络盘上（或者系统不能通知改动），每秒查看一遍", err=True)
    try:
        Running(Preview(workspace, task, only), events, renew, lambda told: click.echo(told, err=True)).run()
    finally:
        observer.stop()
        listener.shutdown()


def _listener(port: int | None, put: Put) -> Listener:
    """A listener at the port that was asked for, or at the first free one of some."""
    from generator.errors import UsageError
    from generator.serve.listener import Listener

    tried = (port,) if port else range(PORT, PORT + PORTS)
    for number in tried:
        try:
            return Listener(number, put)
        except OSError:
            continue
    raise UsageError(
        f"端口 {tried[0]} 被占用" if port else f"端口 {PORT} 到 {PORT + PORTS - 1} 都被占用", "", "用 --port 换一个"
    )


def _build(workspace: Workspace, today: date | None) -> int:
    """An ordinary build, so that what lies in `output/` is what was seen."""
    from generator.building import built, concluded
    from generator.workers import open_executor

    started = perf_counter()
    with turn(workspace), open_executor("", workspace.output / "state") as executor:
        made = built(workspace, frozenset(), executor, today)
    return concluded(made, perf_counter() - started)
