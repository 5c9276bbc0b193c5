"""`gongkai publish`: bring what is public in `output/` to where citizens see it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, publishes, units_of
from generator.chinese import ChineseCommand
from generator.console import task_of, tell_holds, turn, workspace_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.publishing import Result
    from generator.tasks import Task

LISTED = 20  # files that a dry run names without --verbose


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--to", multiple=True, metavar="目标", help="只发布到这个目标，可以写几次；默认全部目标")
@click.option("--dry-run", is_flag=True, help="只说会发送、删除什么，不动对方的文件")
@click.option("--verbose", is_flag=True, help="逐个列出文件")
@click.option("--accept", multiple=True, metavar="单位|ALL", help="确认这个单位（或全县）的页面确实要减少")
@click.option("--reviewed", default="", metavar="姓名", help="这些豁免由谁复核过；记入发布记录")
@click.option("--hold-back", is_flag=True, help="不放心的单位保持对方现有的样子，其他单位照常发布")
@click.option("--resend", is_flag=True, help="不相信对方的清单，全部重发")
@publishes
@click.pass_obj
def publish(
    root: Path | None,
    units: tuple[str, ...],
    to: tuple[str, ...],
    dry_run: bool,
    verbose: bool,
    accept: tuple[str, ...],
    reviewed: str,
    hold_back: bool,
    resend: bool,
    author: str,
    credentials: Path | None,
) -> int:
    """把已经生成的内容发布到 site.yaml 里写的目标：只发送变了的文件，最后一步切换。

    先用 gongkai build 生成；这里发布的是 output/public/ 里现有的内容。

    \b
    例:
      gongkai publish                       全县发布到全部目标
      gongkai publish jinping               只发布一个单位，其他单位保持对方现有的样子
      gongkai publish --to www --dry-run    先看看会发送什么
      gongkai publish --accept jinping      锦屏镇的页面确实要减少
      gongkai publish --reviewed 张某       新的豁免已由张某复核
    退出状态: 0 全部发布；1 有单位没有发布，或有的目标失败；2 用法、site.yaml 或凭据文件有误；3 目标全部失败，
    机器故障，或另一个正在运行；4 有目标要先确认，那里什么也没有送
    """
    from generator.publishing import Wish, chosen, plans, publish_all, status_of
    from generator.safeguards import Consent
    from generator.trees import in_force
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    slugs = tuple(sorted({*unit_slugs(workspace), *in_force(workspace.output)}))
    found = plans(workspace, credentials)
    chosen(found, to)
    wish = Wish(
        only=units_of(places(workspace, units, slugs)),
        to=to,
        consent=Consent(frozenset(accept), reviewed),
        hold_back=hold_back,
        resend=resend,
        dry=dry_run,
        who=author,
    )
    with turn(workspace):
        task = task_of(workspace, None, clean=False)[0]
        results = publish_all(task, found, wish, sending)
    for each in results:
        for line in lines(each, dry_run, verbose):
            click.echo(line)
    public = {each.settings.name for each in found.targets if not each.is_internal}
    for line in unsent_lines(task, (each for each in results if each.name in public)):
        click.echo(line)
    for line in () if dry_run else rules_lines(task, results):
        click.echo(line)
    return max(tell_holds(workspace), status_of(results))


def sending(name: str, sent: int, total: int) -> None:
    """One line that moves on a terminal; nothing in a log, which has the line of the target."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{name} 发送 {_size(sent)}/{_size(total)}", err=True, nl=sent == total)


def lines(result: Result, dry: bool, verbose: bool) -> Iterator[str]:
    """What a target came to: one line, and below it what stays as it was and which files are meant."""
    if result.crash:
        yield result.crash
    if result.report is None:
        yield f"{result.name}: {'' if result.told.startswith('没有发布') else '失败 '}{result.told}"
        return
    report, change = result.report, result.report.change
    if report.told:
        yield f"{result.name}: {report.told}，全部重发"
    if not change.uploads and not change.removals:
        count = f"第 {report.edition.sequence} 版，共 {len(change.kept)} 个文件"
        yield f"{result.name}: 没有变化，仍是{count}；那边的文件有没有被人改动，用 gongkai verify 核对"
    else:
        counts = f"{len(change.uploads)} 个文件（{_size(change.size)}），删除 {len(change.removals)} 个"
        stay = f"其余 {len(change.kept)} 个不变"
        verb = "将发送" if dry else f"已是第 {report.edition.sequence} 版，发送"
        yield f"{result.name}: {verb} {counts}，{stay}"
    for section, reason in sorted(report.held.items()):
        yield f"  {section} 保持原样: {reason.why}"
        if reason.advice:
            yield f"    {reason.advice}"
    for address in report.passed_over:
        yield f"  output/public/{address} 没有发布: 是链接，或者名称不能用作网址"
    if dry or verbose:
        named = [f"  + {each.address}（{_size(each.state.size)}）" for each in change.uploads]
        named += [f"  - {address}" for address in change.removals]
        shown = named if verbose else named[:LISTED]
        yield from shown
        if len(named) > len(shown):
            yield f"  另有 {len(named) - len(shown)} 个，用 --verbose 全部列出"


def unsent_lines(task: Task, results: Iterable[Result]) -> Iterator[str]:
    """What targets still show though it must not be public, since its unit was not sent; no fault of what was."""
    from generator.reappearance import unsent

    for result in results:
        for each in unsent(task, result.report.edition.trees) if result.report else ():
            yield f"{result.name}: {each.section} {each.what}\n  改法: 马上运行 {each.advice}"


def rules_lines(task: Task, results: Sequence[Result]) -> Iterator[str]:
    """What the web server has to read again, so that what was withdrawn answers 410; nothing while nothing was sent."""
    from generator.hosting_files import renewed

    if (not results or any(each.report for each in results)) and (told := renewed(task.output, task.site)):
        yield told


def _size(count: int) -> str:
    return (
        f"{count} 字节" if count < 1024 else f"{count / 1024:.1f} KiB" if count < 2**20 else f"{count / 2**20:.1f} MiB"
    )
