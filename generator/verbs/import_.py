"""`gongkai import`: files of other programs become drafts; one that was imported before brings its draft up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import called_as, names_of_units, places, units_of
from generator.chinese import ChineseCommand
from generator.console import FAULTY, task_of, turn, workspace_of
from generator.errors import UsageError
from generator.workspace import unit_slugs

if TYPE_CHECKING:
    from generator.drafting.import_files import Decision
    from generator.drafting.importing import Outcome
    from generator.drafting.incoming import Incoming
    from generator.drafting.reimport import Known
    from generator.model import Unit
    from generator.sources import Source
    from generator.tasks import Task
    from generator.workspace import Workspace


@click.command(name="import", cls=ChineseCommand)
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", required=True, metavar="单位", help="导入到哪个单位")
@click.option("--column", default="", metavar="栏目", help="放到哪个栏目：文件夹或名称；不写则按公文种类猜，并标出来")
@click.option("--kind", default="", metavar="类型", help="内容类型，例如 公文、通知；不写则按文号和标题猜，并标出来")
@click.option("--mapping", type=click.Path(path_type=Path), default=None, help="目录里的列名与字段的对照（YAML）")
@click.option("--keep-original", is_flag=True, help="原文件也作为附件公开")
@click.option("--mask", is_flag=True, help="遮住身份证、银行卡、手机等号码的中间几位再写；不写则遇到就不导入")
@click.option(
    "--openness", type=click.Choice(["主动公开"]), default=None, help="经审查确定主动公开；目录里另有写法的也导入"
)
@click.option("--overwrite", is_flag=True, help="再导入时，您和原文件都改过的地方用原文件的")
@click.option("--number", is_flag=True, help="新写的草稿马上分配索引号")
@click.option("--edit", is_flag=True, help="写好以后用 $EDITOR 打开")
@click.option("--dry-run", is_flag=True, help="只显示会写什么，不写")
@click.pass_obj
def import_(
    root: Path | None,
    files: tuple[Path, ...],
    unit: str,
    column: str,
    kind: str,
    mapping: Path | None,
    keep_original: bool,
    mask: bool,
    openness: str | None,
    overwrite: bool,
    number: bool,
    edit: bool,
    dry_run: bool,
) -> int:
    """把 Word、表格、PDF、网页或办公系统导出的文件夹变成草稿：标题、文号、日期、主送机关等写进文件头，猜的标出来。

    有身份证号之类或密级标志的不导入，并说明在哪里。同一个文件再导入一次，只更新没有人改过的地方，不会多出一条；从不联网。

    \b
    例:
      gongkai import 通知.docx --unit jinping --column gg
      gongkai import 补贴表.xlsx --unit jinping --column gg --dry-run   看看会写什么
      gongkai import OA导出 --unit jinping                              一个文件夹，里面有 index.csv 或同名 .yaml
    退出状态: 0 都导入了，或者没有变化；1 有没有导入的
    """
    from generator.drafting.import_files import Decision

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    decision = Decision(column, kind, openness or "", keep_original, mask)
    run = _Run(workspace, task, _unit(workspace, task, unit), decision, overwrite, number, dry_run)
    for each in files:
        run.take(each, mapping)
    click.echo(run.summary())
    if edit and not dry_run:
        for path in run.written:
            click.edit(filename=str(workspace.root / path))
    return FAULTY if run.counts["没有导入"] else 0


def _unit(workspace: Workspace, task: Task, written: str) -> Unit:
    from generator.drafting.document import unit_of

    chosen = sorted(units_of(places(workspace, (written,), unit_slugs(workspace))))
    return unit_of(workspace.root, task.site, chosen[0])


@dataclass(slots=True)
class _Run:
    """One call of the verb: what it works with, and what came of each file."""

    workspace: Workspace
    task: Task
    unit: Unit
    decision: Decision
    overwrite: bool
    number: bool
    dry_run: bool
    counts: Counter[str] = field(default_factory=Counter)
    written: list[str] = field(default_factory=list)
    seen: dict[Source, Known | None] = field(default_factory=dict)

    def take(self, path: Path, mapping: Path | None) -> None:
        """Import everything that a path holds."""
        from generator.drafting.incoming import Failed, incoming

        for each in incoming(path, mapping):
            try:
                if isinstance(each, Failed):
                    raise each.error
                self._import(each)
            except UsageError as error:
                self.counts["没有导入"] += 1
                click.echo(f"没有导入 {_shown(each.name)}: {_shown(str(error))}")

    def _import(self, each: Incoming) -> None:
        from generator.drafting.importing import carry_out, outcome
        from generator.drafting.reimport import known_imports

        root = self.workspace.root
        with turn(self.workspace):
            known = known_imports(root, self.unit.slug, self.seen)
            found = outcome(
                root, self.task.site, self.unit, each, known, self.decision, self.overwrite, self.task.today
            )
            index_number = ""
            if not self.dry_run:
                carry_out(root, found)
                index_number = self._numbered(found)
        self._tell(each.name, found, index_number)

    def _numbered(self, found: Outcome) -> str:
        from generator.drafting.document import give_number
        from generator.drafting.importing import Step

        if not self.number or found.step is not Step.NEW:
            return ""
        return give_number(self.workspace.root, self.task.site, self.unit, found.drafts[-1], found.title, found.day)

    def _tell(self, name: str, found: Outcome, index_number: str) -> None:
        from generator.drafting.importing import Step

        would = "会" if self.dry_run else "已"
        words = {
            Step.NEW: f"{would}起草",
            Step.UPDATED: f"{would}更新",
            Step.SAME: "没有变化",
            Step.HELD: "没有导入",
        }[found.step]
        self.counts[words.removeprefix(would)] += 1
        click.echo(f"{words} {found.path} ← {_shown(name)}{f'，索引号 {index_number}' if index_number else ''}")
        for each in (*found.remarks, *self._of_others(found.issuer)):
            click.echo(f"    注意: {_shown(each)}")
        if found.diff and (self.dry_run or found.step is Step.HELD):
            click.echo(found.diff)
        if self.dry_run and found.step is Step.NEW:
            for draft in found.drafts:
                click.echo(f"  {draft.path}" + (f"\n{_shown(draft.text)}" if draft.text else ""))
        if found.step in (Step.NEW, Step.UPDATED):
            self.written.append(found.path)

    def _of_others(self, issuer: str) -> Iterator[str]:
        """What is said where another unit of the county has issued a document."""
        if not issuer or self.unit.name.endswith(issuer):
            return
        slugs = tuple(each for each in unit_slugs(self.workspace) if each != self.unit.slug)
        for name, slug in names_of_units(self.workspace, slugs).items():
            if name.endswith(issuer):
                advice = f"放错了单位的，删去草稿，用 --unit {slug} 再导入"
                yield f"发布机构「{issuer}」是 {slug}，导入到的是 {self.unit.slug}；{advice}"
                return

    def summary(self) -> str:
        """What came of all files, and what comes next."""
        order = ("起草", "更新", "没有变化", "没有导入")
        told = "，".join(f"{name} {self.counts[name]} 个" for name in order if self.counts[name]) or "没有要导入的文件"
        if not self.written or self.dry_run:
            return told
        look = f"{called_as()} serve {self.unit.slug} 可以边看边改"
        return f"{told}\n下一步: 核对标着“由程序猜测”的行，填上保密审查，删去“草稿: 是”；{look}"


def _shown(text: str) -> str:
    """What is printed, without the numbers of persons."""
    from generator.personal_data import concealed

    return concealed(text)
