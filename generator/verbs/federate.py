"""`gongkai federate`: play the province: harvest what is published, judge it, and tell every unit what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.chinese import DAY, ChineseCommand
from generator.console import CHINA, FAULTY, UNREACHED, now, progress, tell
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.federation.province import Asked, Federation

TOLD = 20  # faults that are printed; all of them stand in the files
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="文件夹|网址")
@click.option("--output", type=FOLDER, default=None, metavar="文件夹", help="报告写到哪里；默认 output/federation")
@click.option("--workspace", type=FOLDER, default=None, metavar="文件夹", help="内容在哪里，问题可以指到行")
@click.option("--workers", default="", metavar="N", help="看文件夹时用几个进程；联网时同时取几个文件")
@click.option("--accept", multiple=True, metavar="单位", help="核实过了：这个单位确实一次少了这么多，可以写几次")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=15, metavar="秒", help="联网时一个请求最多等多久")
@click.option("--today", type=DAY, default=None, help="按这一天检查；默认今天（北京时间）")
@click.pass_obj
def federate(
    root: Path | None,
    source: str,
    output: Path | None,
    workspace: Path | None,
    workers: str,
    accept: tuple[str, ...],
    timeout: float,
    today: date | None,
) -> int:
    """像全省统一平台那样采集全县：只读发布的文件，逐项检查，给每个单位写一份反馈。

    \b
    例:
      gongkai federate output/public                     发布以前自查
      gongkai federate https://www.county.example/       采集网上的
      gongkai federate output/public --accept jinping    核实过锦屏镇确实撤下很多
    报告在 output/federation/：index.html、report.json、feedback/单位.md。
    退出状态: 0 全部取到、没有问题；1 有问题；2 用法有误；3 机器故障或被中断；4 有文件没有取到
    """
    from generator.federation import state
    from generator.federation.province import Asked
    from generator.federation.writing import write
    from generator.hosts import is_web
    from generator.lock import hold

    if workspace is not None and not (workspace / "content").is_dir():
        raise UsageError("没有 content/，不是工作区", str(workspace), "--workspace 写含有 content/ 的文件夹")
    sources = workspace or _workspace(root, source)
    folder = (output or (sources or Path.cwd()) / "output" / "federation").resolve()
    with hold(folder / ".lock", now()):
        before = state.load(folder / "state.json")
        if before.damaged:
            click.echo("注意: 上一次的 state.json 读不了，这次没有可比的", err=True)
        asked = Asked(today or _day(sources), before, frozenset(accept), sources)
        if is_web(source):
            federation, fetched = _fetched(source, asked, folder / "fetched", workers, timeout)
        else:
            federation, fetched = _read(Path(source), asked, folder, workers), {}
        _known(accept, federation)
        page = write(folder, federation, fetched)
        state.save(folder / "state.json", federation.state)
    return _conclude(federation, page)


def _day(sources: Path | None) -> date:
    """Today, or the day of its own that an example county is built for."""
    from generator.site import load_site
    from generator.workspace import Workspace

    site = load_site(Workspace(sources))[0] if sources else None
    return (site.example_day if site else None) or datetime.now(CHINA).date()


def _known(accepted: tuple[str, ...], federation: Federation) -> None:
    """Nothing is taken over where a unit was to be accepted that there is not."""
    if unknown := sorted(set(accepted) - {unit.slug for unit in federation.units}):
        advice = "--accept 后面写单位的文件夹名，例如 jinping"
        raise UsageError(f"名录里没有「{'、'.join(unknown)}」这个单位", "", advice)


def _workspace(root: Path | None, source: str) -> Path | None:
    """The workspace that is named, or that the folder lies in; none where there is none."""
    from generator.hosts import is_web
    from generator.workspace import find_workspace

    if root is None and is_web(source):
        return None
    try:
        return find_workspace((root or Path(source)).resolve()).root
    except UsageError:  # a copy of what is published, without its sources
        if root is not None:
            raise
        return None


def _read(source: Path, asked: Asked, folder: Path, workers: str) -> Federation:
    """Harvest a folder as it stands at this moment, whatever is published meanwhile."""
    from generator.federation.answers import Folder
    from generator.federation.province import federate as run
    from generator.workers import open_executor

    if not source.is_dir():
        raise UsageError(
            "没有这个文件夹", str(source), "写发布的文件夹，例如 output/public，或者写 https:// 开头的网址"
        )
    with open_executor(workers, folder) as executor:
        return run(Folder(str(source.resolve())), asked, executor, progress)


def _fetched(
    source: str, asked: Asked, folder: Path, workers: str, timeout: float
) -> tuple[Federation, Mapping[str, int]]:
    """Harvest what is served, and how many files were come by in which way."""
    from generator.asking import Bounds
    from generator.federation.province import federate as run
    from generator.federation.store import Store
    from generator.fetching import opened

    if workers and not (workers.isdigit() and 1 <= int(workers) <= 64):
        raise UsageError(f"--workers 不能是「{workers}」", "", "联网时写 1 到 64 的数字")
    root, store = source.removesuffix("units.json").rstrip("/") + "/", Store(folder)
    bounds = Bounds(seconds=timeout, **({"at_once": int(workers), "at_host": int(workers)} if workers else {}))
    with opened(root, store, bounds, _tick) as (web, executor):
        federation = run(web, replace(asked, root=root), executor, progress)
        counts = dict(sorted(web.net.counts.items()))
    if not federation.incomplete:
        store.tidy()
    return federation, counts


def _tick(total: int) -> None:
    click.echo(f"已取 {total} 个文件", err=True)


def _conclude(federation: Federation, page: Path) -> int:
    """Say how the round ended; a file that was not fetched weighs more than whatever was found."""
    from generator.federation.tallies import NAMES
    from generator.wording import one_line

    faults = federation.every_fault()
    tell(tuple(each.finding for each in faults[:TOLD]))
    if len(faults) > TOLD:
        click.echo(f"另有 {len(faults) - TOLD} 个问题，见报告")
    tally = federation.tally
    counts = " · ".join(f"{label} {getattr(tally, name)}" for name, label in NAMES.items())
    click.echo(f"采集完毕: 单位 {len(federation.units)} · 信息 {tally.total} · {counts} · 问题 {len(faults)}")
    for unit in federation.units:
        if unit.held:
            click.echo(f"搁置: {one_line(unit.name)} 一次少得太多，保留上次的结果；核实后用 --accept {unit.slug}")
        if unit.failed:
            click.echo(f"没有取全: {one_line(unit.name)} 有 {unit.failed} 个文件没有取到")
    click.echo(f"报告已写好，用浏览器打开:\n  file://{page}")
    return UNREACHED if federation.incomplete else FAULTY if faults else 0
