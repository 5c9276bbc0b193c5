"""Click in Chinese: headings of help, and every way to fail as one sentence with an exit status."""

from __future__ import annotations

import errno
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from generator.errors import GeneratorError, UsageError

USAGE, MACHINE = 2, 3


class Day(click.ParamType[date]):
    """A day as 2026-01-31."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text to a day; wrong usage where it is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"「{value}」不是日期，请写作 2026-01-31", param, ctx)


DAY = Day()


class _Chinese(click.Command):
    """The frame of help in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """`用法:` and the arguments."""
        pieces = [piece.replace("[OPTIONS]", "[选项]") for piece in self.collect_usage_pieces(ctx)]
        pieces = [piece.replace("COMMAND [ARGS]...", "命令 [参数]...") for piece in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), "用法: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under `选项`."""
        options = (each for each in self.get_params(ctx) if isinstance(each, click.Option))
        records = [record for each in options if (record := each.get_help_record(ctx)) is not None]
        with formatter.section("选项"):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help` with a Chinese word for it."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段帮助"
        return option


class ChineseCommand(_Chinese):
    """A verb."""


class ChineseGroup(_Chinese, click.Group):
    """The command: its verbs under `命令`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then verbs."""
        super().format_options(ctx, formatter)
        verbs = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, verb.get_short_help_str(200)) for name, verb in verbs if verb is not None]
        with formatter.section("命令"):
            formatter.write_dl(rows)


def ending(error: BaseException) -> tuple[int, str] | None:
    """The exit status and the sentence that an exception ends the command with; None for a mistake of the program."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return USAGE, error.format_message()
    if isinstance(error, click.ClickException):
        return USAGE, f"错误: {_usage_message(error)}{_usage_advice(error)}"
    if isinstance(error, UsageError):
        return USAGE, f"错误: {error}"
    if isinstance(error, GeneratorError):
        return MACHINE, f"错误: {error}"
    if isinstance(error, OSError):
        return MACHINE, _machine_message(error)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return MACHINE, "已中断；已发布的内容没有改变"
    return None


def _usage_message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = "、".join(sorted(error.possibilities or ()))
        return f"没有 {error.option_name} 这个选项" + (f"，是不是想写 {near}？" if near else "")
    if isinstance(error, click.MissingParameter):
        option = error.param.opts[0] if isinstance(error.param, click.Option) else ""
        example = f"，例如 {option} jinping" if option == "--unit" else f"，写在 {option} 后面" if option else ""
        return f"缺少{error.param.metavar if error.param is not None and error.param.metavar else '参数'}{example}"
    if isinstance(error, click.BadParameter):
        return error.message if not error.message.isascii() or error.param is None else _bad_value(error.param)
    if isinstance(error, click.BadOptionUsage):
        return _bad_option(error)
    message = error.format_message()
    if message.startswith("No such command"):
        return _unknown_verb(message.split("'")[1], error)
    if message.startswith("Got unexpected extra argument"):
        return f"多写了「{message.partition('(')[2].rstrip(')')}」"
    if message.startswith("Missing command"):
        return "缺少命令"
    return "用法不对" if message.isascii() else message


def _bad_value(param: click.Parameter) -> str:
    """What may be written for a parameter, where click knows only in English why something may not."""
    name, form = param.opts[0] if isinstance(param, click.Option) else f"「{param.human_readable_name}」", param.type
    if isinstance(form, click.Choice):
        return f"{name} 可以写 {'、'.join(map(str, form.choices))}"
    if isinstance(form, (click.IntRange, click.FloatRange)):
        number = "整数" if isinstance(form, click.IntRange) else "数"
        return f"{name} 要写 {form.min} 到 {form.max} 的{number}" if form.max is not None else f"{name} 要写{number}"
    if isinstance(form, click.DateTime):
        return f"{name} 要写时刻，例如 2026-01-31T08:00:00+0800"
    if isinstance(form, click.Path):
        wanted = "文件" if not form.dir_okay else "文件夹" if not form.file_okay else "文件或文件夹"
        return f"{name} 要写{wanted}，写的不能用"
    return f"{name} 要写{_FORMS.get(form.name, '别的值，写的不能用')}"


_FORMS = {"integer": "整数", "float": "数", "boolean": "是或否（true、false）"}


def _bad_option(error: click.BadOptionUsage) -> str:
    takes_none = "does not take" in error.message
    return f"{error.option_name} 后面{'不用写什么' if takes_none else '要写一个值'}"


def _unknown_verb(written: str, error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    verbs = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
    near = _with_option(written, context) if verbs and context else ""
    near = near or next(iter(get_close_matches(written, verbs, n=1, cutoff=0.5)), "")
    return f"没有 {written} 这个命令" + (f"，是不是想写 {near}？" if near else "")


def _with_option(written: str, context: click.Context) -> str:
    """The one command that has an option of this name: `nightly --status`."""
    group = context.command
    assert isinstance(group, click.Group)
    verbs = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    found = [name for name, verb in verbs if verb for each in verb.params if f"--{written}" in each.opts]
    return f"{found[0]} --{written}" if len(found) == 1 else ""


def _usage_advice(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"\n  改法: 运行 {context.command_path} --help 查看用法" if context else ""


_CAUSES = {
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
}


_REMEDIES = {
    errno.ENOENT: "核对文件名和所在的文件夹",
    errno.EISDIR: "写文件夹里的文件，例如 文件夹/access.log*",
    errno.EACCES: "用能读这个文件的用户运行，或者请管理员给读的权限",
    errno.EPERM: "用能读这个文件的用户运行，或者请管理员给读的权限",
}


def cause_of(error: OSError) -> str:
    """What the system could not do, in Chinese where it is a common thing."""
    return _CAUSES.get(error.errno or 0, error.strerror or str(error))


def unreadable(place: object, error: Exception) -> str:
    """That a file given to a command cannot be read, and what to do; any but an error of the system is one of gzip."""
    if isinstance(error, OSError) and error.errno:
        cause, fix = cause_of(error), _REMEDIES.get(error.errno, "排除故障后重新运行")
    else:
        cause, fix = "压缩文件不完整", "核对文件是不是还没有传完；重新取一份，再运行"
    return f"{place}: 读不了：{cause}\n  改法: {fix}"


def _machine_message(error: OSError) -> str:
    return (
        f"错误: {cause_of(error)}（{error.filename or '输出文件夹'}）\n  改法: 排除故障后重新运行；已发布的内容没有改变"
    )
