"""`gongkai check`: say what is wrong, without building anything."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import lies_in, places, units_of
from generator.chinese import DAY, ChineseCommand
from generator.console import (
    CHINA,
    ELSE,
    FAULTY,
    WHERE,
    WORKERS,
    progress,
    tally,
    task_of,
    tell,
    tell_day,
    turn,
    workspace_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.model import Finding
    from generator.published_links import Links, Outward
    from generator.tasks import Task

FORMS = click.Choice(["text", "json", "sarif", "junit"])


@click.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option(
    "--unit", "more_units", multiple=True, metavar="单位", help="只检查这个单位，可以写几次；与直接写单位一样"
)
@click.option("--only", multiple=True, metavar="代码", help="只看这个代码的问题，可以写几次，例如 --only D102")
@click.option("--format", "form", type=FORMS, default="text", help="text 给人看；json、sarif、junit 给程序")
@click.option("--json", "as_json", is_flag=True, help="与 --format json 相同")
@click.option("--links", is_flag=True, help="再看上一次生成的页面：站内链接、位置、附件有没有打不开的")
@click.option("--external", is_flag=True, help="再联网试一遍外链（结果记几天）；生成时从不联网")
@click.option("--private", is_flag=True, hidden=True)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}检查{ELSE}")
@click.option("--today", type=DAY, default=None, help="按这一天检查；默认今天（北京时间）")
@click.pass_obj
def check(
    root: Path | None,
    units: tuple[str, ...],
    more_units: tuple[str, ...],
    only: tuple[str, ...],
    form: str,
    as_json: bool,
    links: bool,
    external: bool,
    private: bool,
    workers: str,
    today: date | None,
) -> int:
    """只检查，不生成：把所有问题一次列出，每条有位置、改法和依据。

    \b
    例:
      gongkai check             检查全县
      gongkai check jinping     检查一个单位，也可以写 gongkai check 锦屏镇
      gongkai check content/jinping/gg/x.md     只看一个文件的问题
      gongkai check --only D102 --format sarif > report.sarif
      gongkai check --links     生成以后，把站内链接逐个走一遍
    正在生成时会等它结束，最多 60 秒。
    """
    from generator.build import checkup
    from generator.check import catalogue, known_codes
    from generator.files import caches
    from generator.workers import open_executor
    from generator.workspace import unit_slugs

    form = "json" if as_json else form
    workspace = workspace_of(root)
    slugs = unit_slugs(workspace)
    asked = places(workspace, (*units, *more_units), slugs)
    chosen = units_of(asked)
    codes = known_codes(only)
    with turn(workspace), open_executor(workers, caches(workspace.output)) as executor:
        task, notes = task_of(workspace, today, clean=False)
        tell_day(task, "检查")
        practised = not chosen.isdisjoint(task.site.demonstrations)
        found = checkup(task, executor, slugs, progress, practised).of(chosen)
        slugs = task.site.members(slugs)
        published = _followed(task) if links or external else None
    if published is not None:
        found = (*found, *(published.dead if links else ()))
        found = (*found, *(_unreachable(task, published.outward, private) if external else ()))
    there = (*notes, *(each for each in found if not asked or lies_in(each.path, asked)))
    findings = tuple(each for each in there if not codes or each.code in codes)
    errors, warnings = tally(findings)
    blind = _unjudged(there, codes)
    if form == "text":
        tell(findings)
        click.echo(f"检查完毕: 单位 {len(chosen or slugs)} · 错误 {errors} · 警告 {warnings}")
        for path, others in blind.items():
            click.echo(f"{path} 另有 {'、'.join(others)}，改正以前查不全，不能说没有 {'、'.join(sorted(codes))} 的问题")
    else:
        from generator import machine_formats
        from generator.wording import shown

        meanings = {each.code: each.meaning for each in catalogue()}
        click.echo(machine_formats.FORMATS[form](map(shown, findings), tuple(sorted(chosen)) or slugs, meanings))
    return FAULTY if errors or blind else 0


def _unjudged(there: Iterable[Finding], asked: Collection[str]) -> dict[str, list[str]]:
    """The files that other errors keep from being judged for the codes that were asked for, with those errors."""
    from generator.check import codes
    from generator.faults import BLINDING
    from generator.model import Severity

    found: dict[str, set[str]] = {}
    for each in there if codes() & frozenset(asked) else ():
        broken = each.severity is Severity.ERROR and each.path.endswith("/unit.yaml")
        if (each.code in BLINDING or broken) and each.code not in asked:
            found.setdefault(each.path, set()).add(each.code)
    return {path: sorted(others) for path, others in sorted(found.items())}


def _followed(task: Task) -> Links:
    """Where the links of the last build's pages lead."""
    from generator.errors import UsageError
    from generator.published_links import published_links

    if not (task.output / "public").exists():
        raise UsageError("还没有生成过，没有页面可看", "", "先运行 gongkai build")
    return published_links(task.root, task.output, task.site)


def _unreachable(task: Task, outward: dict[str, Outward], private: bool) -> list[Finding]:
    """The outward addresses that do not answer; no build waits meanwhile."""
    from generator.faults import finding
    from generator.files import caches
    from generator.reaching import not_public, tried

    today = datetime.now(CHINA).date()
    click.echo(f"联网试 {len(outward)} 个外链", err=True)
    refused = (lambda host: "") if private else not_public
    told = []
    for url, reason in tried(outward, caches(task.output) / "external.json", today, refused).items():
        if reason:
            path, place, pages = outward[url]
            more = f"，等 {len(pages)} 个页面" if len(pages) > 1 else ""
            told.append(finding("W305", path, place, f"外链「{url}」打不开：{reason}（{pages[0]}{more}）"))
    return told
