"""The command `gongkai`: verbs; the only file that prints, asks the clock, or decides an exit status."""

from __future__ import annotations

import gc
import json
import shlex
import sys
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator import __version__
from generator.arguments import called_as, lies_in, places, units_of
from generator.chinese import DAY, ChineseCommand, ChineseGroup, ending
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.tasks import Task
    from generator.workspace import Workspace

FAULTY = 1
WORKERS, WHERE, ELSE = "serial|N|dask:地址", "在本进程内、用 N 个进程或在 Dask 集群上", "；默认用满本机"
CHINA = timezone(timedelta(hours=8))


class Command(ChineseGroup):
    """The command: whatever goes wrong is one sentence on standard error and an exit status."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run a verb and end the process."""
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except BaseException as error:
            told = ending(error)
            if told is None:
                raise
            click.echo(told[1], err=True)
            sys.exit(told[0])
        sys.exit(status if isinstance(status, int) else 0)


@click.group(cls=Command, no_args_is_help=True)
@click.version_option(__version__, message="gongkai %(version)s", help="显示版本")
@click.option(
    "--root", type=click.Path(path_type=Path), metavar="文件夹", help="工作区（含 site.yaml），默认从当前文件夹向上找"
)
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """gongkai（公开）：把全县各单位的 Markdown 和 YAML 生成为政府信息公开专栏。

    \b
    例:
      gongkai init 我的县       新建一个工作区
      gongkai build             生成全县，结果在 output/public/
      gongkai build jinping     只生成一个单位
      gongkai check             只检查，不生成
    """
    gc.set_threshold(50_000, 20, 50)  # frozen values form no cycles: looking for some takes a twentieth of a build
    context.obj = root


@main.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """新建一个县的工作区：门户、一个乡镇、一个部门，马上可以生成。

    \b
    例:
      gongkai init 我的县
      cd 我的县 && gongkai build
    """
    from generator import starter

    made, place, command = starter.create(folder), shlex.quote(str(folder)), called_as()
    next_step = f"cd {place} && {command} build" if command == "gongkai" else f"{command} --root {place} build"
    click.echo(f"已建立 {folder}，共 {len(made)} 个文件。\n下一步: {next_step}")


@main.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}生成{ELSE}")
@click.option("--clean", is_flag=True, help="不相信以前的结果，全部重新生成")
@click.option("--today", type=DAY, default=None, help="按这一天生成，例如 2026-01-31；默认今天（北京时间）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果")
@click.option("--profile", is_flag=True, help="说明时间用在哪里：各阶段、各单位、各模板、最慢的页面")
@click.pass_obj
def build(
    root: Path | None,
    units: tuple[str, ...],
    workers: str,
    clean: bool,
    today: date | None,
    as_json: bool,
    profile: bool,
) -> int:
    """生成全县，或只生成所列单位；一个单位出错不影响其他单位。

    \b
    例:
      gongkai build                     生成全县
      gongkai build jinping wenjing     只生成两个单位
      gongkai build --workers 4         用四个进程
      gongkai build --workers dask:tcp://host:8786
      gongkai build --clean             全部重新生成
    退出状态: 0 正常；1 有错误（其余已生成）；2 用法或 site.yaml 有误；3 机器故障
    """
    started = time.perf_counter()
    from generator.build import build as run
    from generator.lock import hold
    from generator.workers import open_executor
    from generator.workspace import unit_slugs

    workspace = _workspace(root)
    slugs = unit_slugs(workspace)
    only = units_of(places(workspace, units, slugs))
    with hold(workspace.output / ".lock", _now()), open_executor(workers, workspace.output / "state") as executor:
        task, notes = _task(workspace, today, clean)
        _tell_day(task, "发布")
        report = run(task, executor, slugs, only, _progress)
    findings = (*notes, *report.findings())
    for crash in report.crashes():
        click.echo(crash, err=True)
    seconds = time.perf_counter() - started
    broken = tuple((unit.name, unit.sequence > 0) for unit in report.units if unit.broken)
    counts = {name: report.total(name) for name in ("pages", "written", "removed")}
    more: dict[str, object] = {}
    if profile:
        from generator.profiling import as_text, as_values

        if not as_json:
            click.echo(as_text(report))
        more = {"profile": as_values(report)}
    return _conclude(findings, broken, {"units": len(slugs), **counts}, seconds, as_json, more)


@main.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--workers", default="", metavar=WORKERS, help=f"{WHERE}检查{ELSE}")
@click.option("--today", type=DAY, default=None, help="按这一天检查；默认今天（北京时间）")
@click.pass_obj
def check(root: Path | None, units: tuple[str, ...], workers: str, today: date | None) -> int:
    """只检查，不生成：把所有问题一次列出，每条有位置、改法和依据。

    \b
    例:
      gongkai check             检查全县
      gongkai check jinping     检查一个单位，也可以写 gongkai check 锦屏镇
      gongkai check content/jinping/gg/x.md     只看一个文件的问题
    """
    from generator.build import findings_of
    from generator.lock import hold
    from generator.workers import open_executor
    from generator.workspace import unit_slugs

    workspace = _workspace(root)
    slugs = unit_slugs(workspace)
    asked = places(workspace, units, slugs)
    only = units_of(asked)
    with hold(workspace.output / ".lock", _now()), open_executor(workers, workspace.output / "state") as executor:
        task, notes = _task(workspace, today, clean=False)
        _tell_day(task, "检查")
        found = findings_of(task, executor, slugs, only, _progress)
    findings = (*notes, *(each for each in found if not asked or lies_in(each.path, asked)))
    _tell(findings)
    errors, warnings = _counts(findings)
    click.echo(f"检查完毕: 单位 {len(only or slugs)} · 错误 {errors} · 警告 {warnings}")
    return FAULTY if errors else 0


@main.command(cls=ChineseCommand)
@click.argument("units", metavar="[单位]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="只显示会分配哪些号，不改文件")
@click.pass_obj
def number(root: Path | None, units: tuple[str, ...], dry_run: bool) -> int:
    """给还没有索引号的信息分配索引号：写进文件头（其他内容一字不动），并登记到 ledger/。

    \b
    例:
      gongkai number                给全县的新信息编号
      gongkai number jinping        只给一个单位编号
      gongkai number --dry-run      先看看
    """
    from generator.enrol import enrol
    from generator.lock import hold
    from generator.workspace import unit_slugs

    workspace = _workspace(root)
    slugs = unit_slugs(workspace)
    chosen = sorted(units_of(places(workspace, units, slugs))) or slugs
    total = 0
    findings: list[Finding] = []
    skipped: list[str] = []
    with hold(workspace.output / ".lock", _now()):
        task = _task(workspace, None, clean=False)[0]
        for slug in chosen:
            made = enrol(workspace.root, task.site, slug, task.today, write=not dry_run)
            findings += made.findings
            total += len(made.given)
            skipped += made.skipped
            for source, given in made.given:
                click.echo(f"{source} → {given}")
    _tell(findings)
    for source in skipped:
        click.echo(f"{source} 有错误，没有编号：按上面的提示改正后再运行 gongkai number")
    passed_over = f"，跳过 {len(skipped)} 条" if skipped else ""
    click.echo(f"{'将分配' if dry_run else '已分配'} {total} 个索引号{passed_over}")
    return FAULTY if _counts(findings)[0] else 0


@main.command(cls=ChineseCommand)
@click.argument("subject", metavar="页面|代码|columns")
@click.argument("unit", metavar="[单位]", required=False)
@click.option("--verbose", is_flag=True, help="连同指纹和校验值（给维护者看）")
@click.pass_obj
def explain(root: Path | None, subject: str, unit: str | None, verbose: bool) -> None:
    """解释一个页面为什么被重写、一个问题代码是什么意思，或列出一个单位的栏目。

    \b
    例:
      gongkai explain jinping/info/2026-00012.html
      gongkai explain content/jinping/gg/x.md
      gongkai explain D102
      gongkai explain columns jinping
    """
    from generator import explaining

    told = explaining.code(subject)
    if not told:
        workspace = _workspace(root)
        if subject == "columns":
            told = explaining.columns(workspace, _task(workspace, None, clean=False)[0].site, unit)
        else:
            told = explaining.page(workspace, subject, verbose)
    click.echo(told)


def _workspace(root: Path | None) -> Workspace:
    from generator.workspace import find_workspace

    return find_workspace((root or Path.cwd()).resolve())


def _task(workspace: Workspace, today: date | None, clean: bool) -> tuple[Task, tuple[Finding, ...]]:
    """What all jobs have in common; a `site.yaml` that cannot be used ends the command."""
    from generator.epoch import epoch
    from generator.survey import site_of
    from generator.tasks import Task
    from generator.trees import next_sequence

    code = epoch(workspace.output / "state")
    site, findings = site_of(workspace, code)
    if site is None:
        _tell(findings)
        raise UsageError("site.yaml 不能用", str(workspace.root / "site.yaml"), "按上面的提示改正")
    day = today or datetime.now(CHINA).date()
    return Task(workspace.root, site, day, code, clean, next_sequence(workspace.output)), findings


def _tell_day(task: Task, verb: str) -> None:
    """Say so where what is done holds for another day than this one."""
    actual = datetime.now(CHINA).date()
    if task.today != actual:
        click.echo(f"注意: 按 {task.today} 那一天的情形{verb}，今天是 {actual}", err=True)


def _now() -> str:
    return datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _progress(verb: str, name: str, number: int, total: int) -> None:
    """One line that moves on a terminal; plain lines in a log, a few per step."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{verb} {number}/{total} {name}", err=True, nl=number == total)
    elif number == total or number % 20 == 0:
        click.echo(f"{verb} {number}/{total}", err=True)


def _tell(findings: tuple[Finding, ...] | list[Finding]) -> None:
    from generator.wording import told

    for each in findings:
        click.echo(told(each))


def _counts(findings: tuple[Finding, ...] | list[Finding]) -> tuple[int, int]:
    from generator.model import Severity
    from generator.wording import count

    return count(findings, Severity.ERROR), count(findings, Severity.WARNING)


def _conclude(
    findings: tuple[Finding, ...],
    broken: tuple[tuple[str, bool], ...],
    counts: dict[str, int],
    seconds: float,
    as_json: bool,
    more: dict[str, object],
) -> int:
    """Say how a build ended; the exit status tells whether anything was withheld."""
    from generator.wording import last_line

    errors, warnings = _counts(findings)
    if as_json:
        result = {**counts, "errors": errors, "warnings": warnings, "seconds": round(seconds, 3), **more}
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        _tell(findings)
        for name, was_public in broken:
            click.echo(f"单位「{name}」没有生成：{'保留上一次发布的内容' if was_public else '还没有发布过'}")
        click.echo(last_line(**counts, problems=errors + warnings, seconds=seconds))
    return FAULTY if errors or broken else 0
