"""Whatever is written wrongly on a command line is told in Chinese, for every option of every verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from generator.chinese import USAGE, ending
from generator.cli import main

WRONG = {"integer": "x", "integer range": "x", "float": "x", "float range": "x", "choice": "x", "datetime": "x"}


def mistakes() -> Iterator[tuple[str, ...]]:
    """Command lines with one mistake each."""
    yield ("nosuchverb",)
    yield ("--nosuch",)
    yield ("--root",)
    for name in main.list_commands(click.Context(main)):
        verb = main.get_command(click.Context(main), name)
        assert verb is not None
        yield (name, "--nosuch")
        for option in (each for each in verb.params if isinstance(each, click.Option)):
            if option.is_flag:
                yield (name, f"{option.opts[0]}=x")
                continue
            yield (name, option.opts[0])
            if option.type.name in WRONG or isinstance(option.type, click.Choice):
                yield (name, option.opts[0], "x")
            if isinstance(option.type, (click.IntRange, click.FloatRange)):
                yield (name, option.opts[0], "-1")
        if not any(each.nargs == -1 for each in verb.params if isinstance(each, click.Argument)):
            yield (name, *["a"] * 9)


@pytest.mark.parametrize("line", tuple(mistakes()), ids=" ".join)
def test_every_mistake_is_told_in_chinese(line: tuple[str, ...]) -> None:
    """No sentence of click's own comes through, and the status is that of wrong usage."""
    with pytest.raises(click.ClickException) as caught:
        click.Group.main(main, list(line), prog_name="gongkai", standalone_mode=False)
    told = ending(caught.value)
    assert told is not None and told[0] == USAGE
    words = told[1].partition("\n")[0]
    assert re.search(r"[\u4e00-\u9fff]", words.removeprefix("错误: ")), words
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]", words), words


def test_what_may_be_written_is_said() -> None:
    """A target where the number of a build belongs."""
    with pytest.raises(click.ClickException) as caught:
        click.Group.main(main, ["rollback", "--to", "www"], prog_name="gongkai", standalone_mode=False)
    told = ending(caught.value)
    assert told is not None and told[1].startswith("错误: --to 要写整数"), told
