"""How a preview runs in a terminal, with forms or without: what listens, watches and works; a build at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import click

from generator.console import now, task_of, turn

if TYPE_CHECKING:
    from generator.serve import preview
    from generator.serve.committing import Committer
    from generator.serve.door import Door
    from generator.serve.editing import Editing
    from generator.serve.listener import Listener, Put
    from generator.tasks import Task
    from generator.workspace import Workspace

PORT, PORTS = 8000, 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview was asked for: the units that it is of (none: all), and where it begins.

    `door` lets editors in to forms; `committer` commits what they save.
    """

    only: frozenset[str]
    first: str
    today: date | None = None
    port: int | None = None
    poll: bool = False
    at_end: bool = True
    door: Door | None = None
    committer: Committer | None = None


def run(workspace: Workspace, asked: Preview) -> int:
    """Until it is interrupted; then an ordinary build, unless that is not wanted; returns the exit status."""
    task = task_of(workspace, asked.today, clean=False)[0]
    try:
        _serve(workspace, task, asked)
    except KeyboardInterrupt:
        click.echo("\n预览停止。", err=True)
    return _build(workspace, asked) if asked.at_end else 0


def _serve(workspace: Workspace, task: Task, asked: Preview) -> None:
    from threading import Thread

    from generator.errors import UsageError
    from generator.serve import preview
    from generator.serve.running import Changed, Events, Running
    from generator.serve.watch import watch

    def renew() -> Task | None:
        try:
            return task_of(workspace, asked.today, clean=False)[0]
        except UsageError as error:
            click.echo(f"{error.what}；先按原来的设置预览", err=True)
            return None

    events = Events()
    listener = _listener(asked.port, events.put, asked.door)
    observer, polls = watch(workspace, lambda place: events.put(Changed(place)), asked.poll)
    Thread(target=listener.serve_forever, daemon=True).start()
    try:  # from the first word on, at which somebody may stop it: the build at the end forks, and no thread may be left
        _tell_places(listener.server_port, asked, polls)
        shown = preview.Preview(workspace, task, asked.only, edits=asked.door is not None)
        editing = _editing(shown, asked.door, asked.committer) if asked.door else None
        Running(shown, events, renew, lambda told: click.echo(told, err=True), editing).run()
    finally:
        observer.stop()
        observer.join()
        listener.shutdown()


def _editing(shown: preview.Preview, door: Door, committer: Committer | None) -> Editing:
    from generator.serve.editing import Editing

    return Editing(shown, door.word, now, committer)


def _tell_places(port: int, asked: Preview, polls: bool) -> None:
    """Where it can be seen."""
    place = f"http://127.0.0.1:{port}/"
    if asked.door:
        click.echo(f"编辑: {place}{asked.first}?word={asked.door.entrance}")
        click.echo("这个地址只给您自己用，不要发给别人；改动点“保存”才写进文件。　按 Ctrl-C 停止")
    else:
        click.echo(f"预览: {place}{asked.first}")
        click.echo(f"各单位和问题: {place}-/　按 Ctrl-C 停止")
    if polls:
        click.echo("文件在网络盘上（或者系统不能通知改动），每秒查看一遍", err=True)


def _listener(port: int | None, put: Put, door: Door | None) -> Listener:
    """A listener at the port that was asked for, or at the first free one of some."""
    from generator.errors import UsageError
    from generator.serve.listener import Listener

    tried = (port,) if port else range(PORT, PORT + PORTS)
    for number in tried:
        try:
            return Listener(number, put, door)
        except OSError:
            continue
    raise UsageError(
        f"端口 {tried[0]} 被占用" if port else f"端口 {PORT} 到 {PORT + PORTS - 1} 都被占用", "", "用 --port 换一个"
    )


def _build(workspace: Workspace, asked: Preview) -> int:
    """An ordinary build, so that what lies in `output/` is what was seen; told is what became of the units seen."""
    from generator.building import built, concluded
    from generator.files import caches
    from generator.workers import open_executor

    started = perf_counter()
    with turn(workspace), open_executor("", caches(workspace.output)) as executor:
        made = built(workspace, frozenset(), executor, asked.today)
    return concluded(made.of(asked.only), perf_counter() - started)
