"""`gongkai stats`: what logs of web servers tell of visits, as counts by month that name nobody."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.chinese import ChineseCommand, unreadable
from generator.console import FAULTY, task_of, turn, workspace_of

if TYPE_CHECKING:
    from generator.counting_visits import Counted, Places
    from generator.model import Visits
    from generator.tasks import Task
    from generator.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.argument("logs", metavar="日志...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--unit", default="", metavar="单位", help="这些日志只属于一个单位（单位有自己的域名时）")
@click.option("--replace", is_flag=True, help="日志缺几天也照样替换那个月原来的统计")
@click.option("--dry-run", is_flag=True, help="只说统计出多少，不写文件")
@click.pass_obj
def stats(root: Path | None, logs: tuple[Path, ...], unit: str, replace: bool, dry_run: bool) -> int:
    """按网站访问日志统计浏览量和访客数，写到各单位的 visits/年份.csv；地址从不保存。

    认得 nginx、Apache 的 combined 格式和 JSON 格式（一行一条），压缩的 .gz 不用先解开；
    “-”是标准输入。搜索引擎等程序不计，名单在 generator/rules/robots.yaml。
    同一个月的日志可以反复统计，每次整月替换；日志比原来少了几天的，保留原来的。
    各页面只数现在有的和以前有过的；别的网址（扫描、拼错的、别的系统的）合成一行“其他”。

    \b
    例:
      gongkai stats /var/log/nginx/access.log*
      gongkai stats --unit jinping /var/log/nginx/jinping.log
      zcat old.gz | gongkai stats -
    退出状态: 0 已统计；1 有的日志读不了、不是访问日志，或有的月份没有替换
    """
    from generator.counting_visits import COUNTY
    from generator.model import Visits
    from generator.visit_months import months_of

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    places, portal = _places(workspace, task, unit)
    counted, faulty = _counted(logs, places)
    refused, files = 0, list[str]()
    with turn(workspace):
        for slug in sorted({slug for slug, _ in counted.months} - {COUNTY}):
            county = months_of(counted, COUNTY) if slug == portal and not unit else ()
            stayed, changed = _write(workspace, slug, Visits(months_of(counted, slug), county), replace, dry_run)
            refused, files = refused + stayed, files + changed
    for month in months_of(counted, COUNTY):
        hits, visitors = month.total.hits, month.total.visitors
        click.echo(f"{month.month} {'少于 5 人' if hits is None else f'浏览 {hits} 次，访客 {visitors} 人'}")
    _tell(counted, files, dry_run)
    return FAULTY if faulty or refused else 0


def _tell(counted: Counted, files: list[str], dry: bool) -> None:
    """What was counted and what was not, and where it stands now."""
    click.echo(f"共 {counted.lines} 行，{counted.skipped} 行认不出；搜索引擎等程序 {counted.robots} 次，没有计入")
    click.echo(f"其中“其他”（不是本站页面的网址）浏览 {counted.others} 次，计入总数")
    told = "会写" if dry else "写了"
    click.echo(f"{told} {len(files)} 个文件：" if files else "没有文件要改：统计没有变化")
    for each in files:
        click.echo(f"  {each}")


def _counted(logs: tuple[Path, ...], places: Places) -> tuple[Counted, int]:
    """What all logs tell, and how many tell nothing."""
    from generator.access_logs import requests
    from generator.counting_visits import Counted

    counted, faulty = Counted(), 0
    for log in logs:
        before = counted.lines, counted.skipped
        try:
            counted.count(requests(log), places)
        except (OSError, EOFError, zlib.error) as error:
            click.echo(unreadable(log, error), err=True)
            faulty += 1
        lines, skipped = counted.lines - before[0], counted.skipped - before[1]
        if lines and lines == skipped:
            advice = "在网页服务器上把日志写成 combined 格式，或一行一条的 JSON；错误日志（error.log）不用给"
            click.echo(f"{log}: 没有一行认得出\n  改法: {advice}", err=True)
            faulty += 1
    return counted, faulty


def _places(workspace: Workspace, task: Task, only: str) -> tuple[Places, str]:
    """Where units are published, and the one at the root."""
    from generator.arguments import places, units_of
    from generator.counting_visits import Places
    from generator.hosts import host_of
    from generator.load.units import load_unit
    from generator.model import Mount
    from generator.visit_pages import pages_of
    from generator.workspace import unit_slugs

    slugs = task.site.members(unit_slugs(workspace))
    if only:
        (only,) = units_of(places(workspace, (only,), slugs))
    folders, hosts, portal, pages = [], {}, "portal", {}
    for slug in slugs:
        unit, _ = load_unit(workspace.root, task.site, slug)
        if unit is not None:
            pages[slug] = pages_of(workspace.root, workspace.output, unit)
        if unit is None or unit.mount is Mount.PATH:
            folders.append(slug)
        elif unit.mount is Mount.ROOT:
            portal = slug
        else:
            hosts[host_of(unit.host)] = slug
    return Places(folders, hosts, portal, only, pages), portal


def _write(workspace: Workspace, slug: str, new: Visits, replacing: bool, dry: bool) -> tuple[int, list[str]]:
    """Put a unit's new months into its files; how many stayed as they were, and the files that change."""
    from generator import files
    from generator.model import Visits
    from generator.visit_files import read, written
    from generator.visit_months import joined, of_year

    folder = workspace.content / slug / "visits"
    refused, changed = 0, []
    for year in sorted({month.month[:4] for month in (*new.months, *new.county)}):
        path = folder / f"{year}.csv"
        old, faults = read(path.read_text("utf-8-sig")) if path.exists() else (Visits(()), ())
        if faults:
            line, what = faults[0].mark.line, faults[0].message
            click.echo(f"{path.relative_to(workspace.root)}:{line}:1: {what}；没有改动，改正以后再统计", err=True)
            refused += 1
            continue
        made = joined(old, of_year(new, year), replacing)
        for month, days in made.refused:
            told = "、".join(days[:3]) + (f" 等 {len(days)} 天" if len(days) > 3 else "")
            click.echo(f"{slug}: 日志里没有 {told}，{month} 保留原来的统计；要替换，加 --replace", err=True)
        refused += len(made.refused)
        if made.visits == old:
            continue
        changed.append(str(path.relative_to(workspace.root)))
        if not dry:
            folder.mkdir(parents=True, exist_ok=True)
            files.replace(path, written(made.visits).encode())
    return refused, changed
