"""The command `gongkai`: finds its verbs on their shelf, and ends as they do."""

from __future__ import annotations

import gc
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.chinese import ChineseGroup, ending

VERBS = "generator.verbs"


def _modules() -> dict[str, str]:
    """The verbs on the shelf, each with the name of its file: one that is a word of Python ends in `_` there."""
    names = (found.name for found in pkgutil.iter_modules(import_module(VERBS).__path__))
    return {name.rstrip("_"): name for name in names if not name.startswith("_")}


class Command(ChineseGroup):
    """The command: whatever goes wrong is one sentence on standard error and an exit status."""

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        """The verbs on the shelf."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:
        """A verb; its file is imported only now."""
        name = _modules().get(cmd_name)
        if name is None:
            return None
        command: click.Command = getattr(import_module(f"{VERBS}.{name}"), name)
        return command

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
