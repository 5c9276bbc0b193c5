"""`gongkai rollback`: put units, or the county, back to what they were, without building; and forward again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import places, publishes, units_of
from generator.chinese import ChineseCommand
from generator.console import task_of, tell_holds, turn, workspace_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.holds import Turn
    from generator.safeguards import Asked, Consent
    from generator.tasks import Task


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option(
    "--to", "number", type=int, default=None, metavar="生成号", help="退回这一次生成的样子；编号在 output/releases/"
)
@click.option("--forward", is_flag=True, help="放开：回到最近一次生成的样子，以后照常更新")
@click.option(
    "--accept", multiple=True, metavar="单位|ALL", help="确认这个单位（或全县）的页面确实要减少，撤下的确实要重新公开"
)
@click.option("--dry-run", is_flag=True, help="只说哪些单位会变成第几次生成的样子，什么会挡住；什么也不动")
@click.option("--local", is_flag=True, help="只改本机的 output/public/，不发布到目标")
@publishes
@click.pass_obj
def rollback(
    root: Path | None,
    units: tuple[str, ...],
    number: int | None,
    forward: bool,
    accept: tuple[str, ...],
    dry_run: bool,
    local: bool,
    author: str,
    credentials: Path | None,
) -> int:
    """把单位（不写则全县）退回以前生成的样子，不用重新生成；以后生成时也保持那样，直到放开。

    保留最近 10 次生成。每次生成、发布都会说明哪些单位还保持在以前的样子。

    \b
    例:
      gongkai rollback jinping              锦屏镇退回上一次的样子，并发布
      gongkai rollback                      全县退回上一次的样子
      gongkai rollback jinping --to 12      退回第 12 次生成的样子
      gongkai rollback jinping --dry-run    先看看会怎样，什么也不动
      gongkai rollback jinping --accept jinping   页面会少很多，或者撤下的会重新公开，是有意的
      gongkai rollback --forward jinping    放开
      gongkai rollback --forward            全部放开
    退出状态: 与 gongkai publish 相同
    """
    from generator import holds, trees
    from generator.publishing import STOPPED, Wish, plans, publish_all, status_of
    from generator.reverting import show
    from generator.safeguards import Consent, Refused
    from generator.verbs.publish import lines, rules_lines, sending
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    if forward and number is not None:
        raise UsageError("--forward 和 --to 不能一起写")
    found = plans(workspace, credentials)
    with turn(workspace):
        task = task_of(workspace, None, clean=False)[0]
        known = {*unit_slugs(workspace), *trees.in_force(task.output)}.union(*trees.releases(task.output).values())
        only = units_of(places(workspace, units, tuple(sorted(known))))
        turned = holds.forward(task.output, only) if forward else holds.back(task.output, only, number)
        consent, asked = Consent(frozenset(accept)), _asked(units, number, forward, accept, local)
        stays = not forward and _is_shown(task, turned)
        if stays:
            click.echo("已经是这个样子，没有动")
        if dry_run:
            return 0 if stays else _told_only(task, turned, consent, asked)
        try:
            told = "" if stays else show(task, turned, consent, asked)
        except Refused as error:
            click.echo(str(error))
            return STOPPED
        wish = Wish("forward" if forward else "rollback", only, consent=consent, who=author)
        results = publish_all(task, found, wish, sending) if found.targets and not local else ()
    if not stays:
        click.echo("已放开" if forward else "已退回以前的样子" + ("" if results else "；只改了本机的 output/public/"))
    if told:
        click.echo(told)
    for each in results:
        for line in lines(each, dry=False, verbose=False):
            click.echo(line)
    for line in rules_lines(task, results):
        click.echo(line)
    return max(tell_holds(workspace), status_of(results))


def _asked(units: tuple[str, ...], number: int | None, forward: bool, accept: tuple[str, ...], local: bool) -> Asked:
    """The command as it was asked for, so that nobody who repeats it puts back more than that."""
    from generator.safeguards import Asked

    words = ["gongkai", "rollback", *(["--forward"] if forward else []), *units]
    words += ["--to", str(number)] if number is not None else []
    words += ["--local"] if local else []
    words += [word for each in accept for word in ("--accept", each)]
    return Asked(shlex.join(words), whole=not units, back=not forward)


def _is_shown(task: Task, turned: Turn) -> bool:
    """What is to be shown is what is shown: there is nothing to put back, and nothing to hold."""
    from generator import trees

    public = trees.in_force(task.output)
    made = {*trees.OURS} - turned.shown.keys()
    return {slug: tree for slug, tree in public.items() if slug not in made} == turned.shown


def _told_only(task: Task, turned: Turn, consent: Consent, asked: Asked) -> int:
    """Say what would become of each section, and what stops it; the exit status as if it had been done."""
    from generator import trees
    from generator.publishing import STOPPED
    from generator.reverting import objections
    from generator.safeguards import Refused

    public = {slug: tree for slug, tree in trees.in_force(task.output).items() if slug not in trees.OURS}
    shown = {slug: tree for slug, tree in turned.shown.items() if slug not in trees.OURS}
    for slug in sorted(public.keys() | shown.keys()):
        before, after = public.get(slug), shown.get(slug)
        if after is None:
            click.echo(f"{slug}: 不再公开")
        elif before != after:
            hold = turned.held.get(slug)
            state = f"第 {hold.release} 次" if hold else "最近一次"
            click.echo(f"{slug}: {'重新公开，' if before is None else ''}将是{state}生成的样子")
    stays = sorted(
        slug for slug in turned.held.keys() - {*trees.OURS} if slug in shown and public.get(slug) == shown[slug]
    )
    if stays:
        click.echo(f"样子不变，但也会保持住，以后生成不更新，直到放开: {'、'.join(stays)}")
    if found := objections(task, turned, consent, asked):
        click.echo(str(Refused(found, "会停下来")))
    return STOPPED if found else 0
