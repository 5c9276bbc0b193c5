"""`gongkai new`: begin a draft of something."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.arguments import called_as, places, units_of
from generator.chinese import ChineseCommand, ChineseGroup
from generator.console import task_of, turn, workspace_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.drafting import Draft
    from generator.model import Kind
    from generator.tasks import Task
    from generator.workspace import Workspace


class _New(ChineseGroup):
    """Its own verbs, and one for every kind of document on the shelf of kinds, by any of the kind's names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds by their official names, then the rest."""
        from generator.kinds import kinds

        return [*sorted(each.label for each in kinds().values()), *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb of its own, or that of a kind."""
        from generator.kinds import kinds, spellings

        if (found := super().get_command(ctx, cmd_name)) is not None:
            return found
        kind = kinds().get(spellings().get(cmd_name, ""))
        if kind is None and not cmd_name.isascii():
            told = "、".join(sorted(each.label for each in kinds().values()))
            raise UsageError(f"没有“{cmd_name}”这种内容", "", f"可以写：{told}")
        return _for_kind(kind) if kind else None


@click.group(cls=_New, no_args_is_help=True)
def new() -> None:
    """起草：写好文件头和提纲，分配索引号，填上日期和机关，能从现有信息数出来的数先填上。

    在终端里没有写全的会问；草稿写着“草稿: 是”，不会发布；已有的文件不会改动。

    \b
    例:
      gongkai new 通知 jinping --title 关于春季护林防火的通知 --column gg
      gongkai new 公文 jinping
      gongkai new annual-report jinping 2026    起草锦屏镇 2026 年的年度报告
      gongkai new meeting zhengfuban --title 全县安全生产视频会议
      gongkai new unit --from units.csv         按一张表新建许多单位
    """


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────


def _for_kind(kind: Kind) -> click.Command:
    """The verb that begins a document of a kind."""

    @click.command(name=kind.label, cls=ChineseCommand, help=f"起草一条“{kind.label}”。", short_help=kind.label)
    @click.argument("unit", metavar="单位")
    @click.option("--title", default="", metavar="标题", help="信息名称")
    @click.option("--column", default="", metavar="栏目", help="栏目的文件夹或名称")
    @click.option(
        "--set", "fields", multiple=True, metavar="字段=值", help="其他字段，例如 --set 主题分类=民政；可以写几次"
    )
    @click.option("--no-number", is_flag=True, help="先不分配索引号")
    @click.option("--edit", is_flag=True, help="写好以后用 $EDITOR 打开")
    @click.pass_obj
    def begin(
        root: Path | None, unit: str, title: str, column: str, fields: Sequence[str], no_number: bool, edit: bool
    ) -> None:
        workspace = workspace_of(root)
        task = task_of(workspace, None, clean=False)[0]
        slug = _one_unit(workspace, unit)
        draft, number = _document(workspace, task, slug, kind, title, column, _pairs(fields), not no_number)
        click.echo(f"已起草 {draft.path}{f'，索引号 {number}' if number else ''}")
        click.echo(f"下一步: 写好正文，填上保密审查，删去“草稿: 是”；{called_as()} serve {slug} 可以边写边看")
        if edit:
            click.edit(filename=str(workspace.root / draft.path))

    return begin


def _document(
    workspace: Workspace,
    task: Task,
    slug: str,
    kind: Kind,
    title: str,
    column: str,
    values: dict[str, str],
    with_number: bool,
) -> tuple[Draft, str]:
    from generator import drafting
    from generator.document_fields import DocumentFields
    from generator.drafting.document import column_named, columns_for, document, give_number, unit_of
    from generator.forms import label, names_of

    unit = unit_of(workspace.root, task.site, slug)
    if strange := [name for name in values if name not in names_of(DocumentFields)]:
        raise UsageError(f"没有「{strange[0]}」这个字段", "", "字段名见字段表")
    title = title or _asked("标题", "--title")
    choices = [(each.key, each.name) for each in columns_for(unit, kind)]
    chosen = column_named(unit, kind, column or _choice("栏目", "--column", choices))
    for name in (label(DocumentFields, each) for each in kind.required):
        if name not in values and name != "成文日期" and sys.stdin.isatty():
            values[name] = click.prompt(f"{name}（不知道就回车）", default="", show_default=False)
    given = {name: value for name, value in values.items() if value}
    with turn(workspace):
        draft = document(workspace.root, unit, kind, chosen, title, given, task.today)
        drafting.write(workspace.root, (draft,))
        number = give_number(workspace.root, task.site, unit, draft, title, task.today) if with_number else ""
    return draft, number


def _asked(name: str, option: str) -> str:
    """What is missing, asked for at a terminal."""
    if not sys.stdin.isatty():
        raise UsageError(f"没有写{name}", "", f"用 {option} 写明")
    written: str = click.prompt(name)
    return written


def _choice(name: str, option: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of several, by its number, asked for at a terminal; the only one there is."""
    if len(choices) == 1:
        return choices[0][0]
    if not sys.stdin.isatty():
        raise UsageError(f"没有写{name}", "", f"用 {option} 写明：{'、'.join(key for key, _ in choices)}")
    for number, (key, official) in enumerate(choices, 1):
        click.echo(f"  {number:>2}  {official}（{key}）")
    chosen: int = click.prompt(name, type=click.IntRange(1, len(choices)))
    return choices[chosen - 1][0]


def _pairs(fields: Sequence[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in fields]
    if wrong := next((name for name, sign, _ in pairs if not sign), None):
        raise UsageError(f"「{wrong}」写法不对", "", "写作 --set 字段=值")
    return {name.strip(): value.strip() for name, _, value in pairs}


# ── units, themes, checks, counties ─────────────────────────────────────────────────────────────────────────────


@new.command(name="unit", cls=ChineseCommand)
@click.argument("folder", metavar="[文件夹]", required=False, default="")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), default=None, help="按一张表新建许多单位：csv 或 xlsx"
)
@click.option(
    "--set", "fields", multiple=True, metavar="字段=值", help="unit.yaml 的字段，例如 --set 名称=…；可以写几次"
)
@click.pass_obj
def unit(root: Path | None, folder: str, source: Path | None, fields: Sequence[str]) -> None:
    """新建单位：写好 unit.yaml。

    表的第一行是字段名：文件夹、名称、单位类型、统一社会信用代码、行政区划代码、分组、办公地址、联系电话等；
    UTF-8、GBK 编码的 csv 和 xlsx 都可以。
    没有写的法定项目留空，填好以前这个单位不发布。
    """
    from generator import drafting
    from generator.drafting.unit import FOLDER
    from generator.drafting.unit import unit as begin
    from generator.drafting.unit import units as begin_many

    workspace = workspace_of(root)
    if source is None and not folder:
        raise UsageError("没有写文件夹名", "", "例如 gongkai new unit xiangyang，或者 --from units.csv")
    drafts = begin_many(source) if source else (begin({FOLDER: folder, **_unit_values(_pairs(fields))}),)
    drafting.write(workspace.root, drafts)
    _tell(drafts, "填好空着的项目，再运行 gongkai check")


def _unit_values(given: Mapping[str, str]) -> dict[str, str]:
    """What a unit cannot do without, asked for at a terminal."""
    values = dict(given)
    if sys.stdin.isatty():
        for name in ("名称", "统一社会信用代码", "行政区划代码"):
            values[name] = values.get(name) or click.prompt(f"{name}（不知道就回车）", default="", show_default=False)
        kinds = [(each, each) for each in ("部门", "乡镇", "村", "县级门户")]
        values["单位类型"] = values.get("单位类型") or _choice("单位类型", "--set", kinds)
    return values


@new.command(name="theme", cls=ChineseCommand)
@click.argument("name", metavar="名字")
@click.option("--extends", "base", default="default", metavar="主题", help="在哪个主题上改，默认 default")
@click.pass_obj
def theme(root: Path | None, name: str, base: str) -> None:
    """新建主题：在一个主题上只改颜色和个别部分。"""
    from generator import drafting
    from generator.drafting.parts import theme as begin

    workspace = workspace_of(root)
    drafts = begin(workspace.root / "themes", name, base)
    drafting.write(workspace.root, drafts)
    _tell(drafts, f"把 site.yaml 的“主题”改为 {name}，运行 gongkai serve --samples 边改边看")


@new.command(name="check", cls=ChineseCommand)
@click.argument("name", metavar="文件名")
@click.argument("code", metavar="代码")
@click.pass_obj
def check(root: Path | None, name: str, code: str) -> None:
    """新建检查（在本软件的仓库里用）：写好检查的骨架，见 docs/en/adding-a-check.md。"""
    from generator import drafting
    from generator.drafting.parts import check as begin

    drafts = begin(name, code)
    drafting.write(workspace_of(root).root, drafts)
    _tell(drafts, "写好依据、改法、例子和判断，再运行 python docs/make.py 和 make test")


@new.command(name="county", cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.pass_context
def county(context: click.Context, folder: Path) -> None:
    """新建一个县的工作区，与 gongkai init 相同。"""
    from generator.verbs.init import init

    context.invoke(init, folder=folder)


@new.command(name="annual-report", cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.argument("year", metavar="年份", type=int)
@click.pass_obj
def annual_report(root: Path | None, unit: str, year: int) -> None:
    """起草一个单位的政府信息公开工作年度报告（国办公开办函〔2021〕30号）。

    写两个文件：annual/年份.yaml 是表里的数，规范性文件的件数和上年结转已经填好；年报栏目里的 年份.md 是正文的提纲。
    已有的文件不会改动；草稿不会发布。
    """
    from generator import drafting
    from generator.drafting.annual_report import annual_report as begin

    workspace = workspace_of(root)
    slug = _one_unit(workspace, unit)
    task = task_of(workspace, None, clean=False)[0]
    drafts = begin(workspace.root, task.site, slug, year, task.today)
    drafting.write(workspace.root, drafts)
    _tell(drafts, "改正表里的数，写好正文里的〔待填〕，填上日期和保密审查，删去“草稿: 是”，再运行 gongkai check")


@new.command(name="meeting", cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.option("--title", default="", metavar="名称", help="会议名称")
@click.option(
    "--set", "fields", multiple=True, metavar="字段=值", help="其他各项，例如 --set 开始='2026-12-10 09:00'；可以写几次"
)
@click.pass_obj
def meeting(root: Path | None, unit: str, title: str, fields: Sequence[str]) -> None:
    """起草一次视频会议的通知，由召集会议的单位写；编号接着当年的往下排。

    没有填好以前不会发布；发出通知以后，改期、取消写进“变更”。
    """
    from generator import drafting
    from generator.drafting.document import unit_of
    from generator.drafting.meeting import meeting as begin

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    found = unit_of(workspace.root, task.site, _one_unit(workspace, unit))
    values = {"名称": title or _asked("名称", "--title"), **_pairs(fields)}
    with turn(workspace):
        drafts = (begin(workspace.root, task.output, found, values, task.today),)
        drafting.write(workspace.root, drafts)
    _tell(drafts, f"填好空着的项目，运行 {called_as()} check {found.slug}")


@new.command(name="site-report", cls=ChineseCommand)
@click.argument("year", metavar="年份", type=int)
@click.pass_obj
def site_report(root: Path | None, year: int) -> None:
    """起草全县网站的《政府网站工作年度报表》（国办函〔2018〕12号）。

    访问量、信息发布、解读、办事指南等能从内容和访问统计里数出来的已经填好，其余写着〔待填〕，并在这里列出。
    """
    from generator import drafting
    from generator.drafting.site_report import site_report as begin
    from generator.workspace import unit_slugs

    workspace = workspace_of(root)
    task = task_of(workspace, None, clean=False)[0]
    found = begin(workspace.root, task.site, task.site.members(unit_slugs(workspace)), year, task.today)
    drafting.write(workspace.root, (found.draft,))
    _tell((found.draft,), f"还有 {len(found.blank)} 项要人填")
    for name in found.blank:
        click.echo(f"  {name}")


def _one_unit(workspace: Workspace, written: str) -> str:
    """The folder of the one unit that is meant."""
    from generator.workspace import unit_slugs

    chosen = sorted(units_of(places(workspace, (written,), unit_slugs(workspace))))
    if len(chosen) != 1:
        raise UsageError(f"「{written}」不是一个单位", "", "写单位的文件夹名，例如 jinping")
    return chosen[0]


def _tell(drafts: Sequence[Draft], next_step: str) -> None:
    for draft in drafts:
        click.echo(f"已起草 {draft.path}")
    click.echo(f"下一步: {next_step}")
