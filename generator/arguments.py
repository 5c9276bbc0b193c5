"""What the words of a command line stand for: units by folder, name or file; codes and pages; the command itself."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.errors import UsageError
from generator.workspace import Workspace

LISTING = "写单位的文件夹名或名称；有哪些：ls content"
Command = TypeVar("Command", bound=Callable[..., Any])


def publishes(command: Command) -> Command:
    """The options of every verb that publishes: who does it, and where the secrets are."""
    credentials = click.Path(path_type=Path)
    told = "谁做的；默认写本机用户名"
    command = click.option("--credentials", type=credentials, metavar="文件", help="凭据文件，只有自己能读")(command)
    return click.option("--author", default="", metavar="姓名", help=told)(command)


def places(workspace: Workspace, asked: Iterable[str], slugs: tuple[str, ...]) -> tuple[str, ...]:
    """The folders and files below `content/` that are asked for: by a unit's folder, its name, or a path.

    UsageError where a word means none of them, or more than one unit: all such words in one.
    """
    found: dict[str, None] = {}
    wrong: list[UsageError] = []
    for each in asked:
        try:
            found[_place(workspace, each, slugs)] = None
        except UsageError as error:
            wrong.append(error)
    if len(wrong) > 1:
        advice = "；".join(dict.fromkeys(each.advice for each in wrong if each.advice))
        raise UsageError(_sentences(each.what for each in wrong), "content/", advice)
    if wrong:
        raise wrong[0]
    return tuple(found)


def _sentences(told: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(told)).replace("？；", "？")


def units_of(found: Iterable[str]) -> frozenset[str]:
    """The unit folders that places lie in."""
    return frozenset(each.split("/")[1] for each in found)


def lies_in(path: str, found: Iterable[str]) -> bool:
    """The path is one of the places or below it."""
    return any(path == each or path.startswith(f"{each}/") for each in found)


def _place(workspace: Workspace, written: str, slugs: tuple[str, ...]) -> str:
    bare = written.strip().rstrip("/")
    if bare in slugs:
        return f"content/{bare}"
    for start in (Path.cwd(), workspace.root, workspace.content):
        path = (start / bare).resolve()
        if bare and path.exists() and path.is_relative_to(workspace.content.resolve()):
            found = path.relative_to(workspace.content.resolve()).as_posix()
            if found.split("/")[0] in slugs:
                return f"content/{found}"
    if "/" in bare or bare.lower().endswith((".md", ".yaml", ".csv")):
        raise UsageError(f"content/ 里没有「{written}」", "", _advice(workspace, bare, slugs))
    return f"content/{_named(workspace, bare, written, slugs)}"


def _advice(workspace: Workspace, bare: str, slugs: tuple[str, ...]) -> str:
    """Where files of that name are, else how a path is written."""
    wanted = bare.rpartition("/")[2]
    folders = (folder for slug in slugs for folder in os.walk(workspace.content / slug))
    found = (Path(folder) / wanted for folder, _, files in folders if wanted in files)
    near = sorted(path.relative_to(workspace.root).as_posix() for path in islice(found, 3))
    return f"是不是 {'、'.join(near)}？" if near else "写从 content/ 起的路径，例如 content/jinping/gg/x.md，或者写单位"


def _named(workspace: Workspace, bare: str, written: str, slugs: tuple[str, ...]) -> str:
    """The folder of the unit that is called so: wholly, else in a part that no other unit's name has."""
    names = names_of_units(workspace, slugs)
    found = [slug for name, slug in names.items() if name == bare] or [
        slug for name, slug in names.items() if bare and bare in name
    ]
    if len(set(found)) == 1:
        return found[0]
    if found:
        told = "、".join(sorted(set(found)))
        raise UsageError(f"「{written}」可以指几个单位", "content/", f"写其中一个的文件夹名：{told}")
    near = get_close_matches(bare, [*slugs, *names], n=3, cutoff=0.6)
    told = f"没有「{written}」这个单位" + (f"，是不是{'、'.join(f'「{each}」' for each in near)}？" if near else "")
    raise UsageError(told, "content/", _columns_called(workspace, bare, slugs) or LISTING)


def _columns_called(workspace: Workspace, bare: str, slugs: Iterable[str]) -> str:
    """How the path is written where the word is the folder of a column in some units."""
    called = (f"content/{slug}/{bare}" for slug in slugs if bare.strip("."))
    found = list(islice((each for each in called if (workspace.root / each).is_dir()), 3))
    return f"「{bare}」是栏目的文件夹，前面要写单位，例如 {'、'.join(found)}" if found else ""


def names_of_units(workspace: Workspace, slugs: tuple[str, ...]) -> dict[str, str]:
    """Name and short name of every unit → its folder, as far as its `unit.yaml` can be read."""
    from generator.forms import names_of
    from generator.frontmatter import decode, parse_mapping
    from generator.sources import read_text_file
    from generator.unit_fields import UnitFields

    names: dict[str, str] = {}
    keys = names_of(UnitFields)
    for slug in slugs:
        try:
            text, _ = decode(read_text_file(workspace.root, f"content/{slug}/unit.yaml"))
        except OSError:  # it is only not found by its name; the verb itself tells what is wrong with it
            continue
        values = parse_mapping(text).values
        for key, value in values.items() if isinstance(values, dict) else ():
            if keys.get(key) in ("name", "short_name") and isinstance(value, str):
                names.setdefault(value, slug)
    return names


def code_of(subject: str) -> str:
    """The code of a finding as it is written in reports (`d102` is D102), or '' where it is not one."""
    code = subject.strip().upper()
    return code if re.fullmatch(r"[A-Z]\d{3}", code) else ""


def called_as() -> str:
    """The command as the user called it, so that it can be shown again: `gongkai`, a path to it, or `python -m`."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return shlex.join((sys.orig_argv[0], "-m", "generator"))
    found = shutil.which(program.name)
    if found is not None and Path(found).resolve() == program.resolve():
        return program.name
    return shlex.quote(str(program))
