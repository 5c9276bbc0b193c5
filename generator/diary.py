"""What a night says, to standard output and to its log at once; and what goes wrong in a step, told and contained."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from generator.chinese import MACHINE, ending

Done = TypeVar("Done")
KEPT = 90  # logs: about three months


@dataclass(frozen=True, slots=True)
class Diary:
    """The log of one night, and the exit statuses and the faults that it came by so far."""

    path: Path
    statuses: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, line: str, status: int = 0) -> None:
        """A line; with a status, what it tells is a fault."""
        _echo(line)
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{line}\n")
        if status:
            self.statuses.append(status)
            self.faults.append(line)

    def step(self, name: str, work: Callable[[], Done], status: int = 0) -> Done | None:
        """Do one step; None where it failed, which is told, with this `status` if one is given, and stops no other."""
        try:
            return work()
        except Exception as error:
            told = ending(error)
            if told is None:
                self.say(f"{name}: 程序出错，请把下面的出错信息发给软件维护者", MACHINE)
                self.say(traceback.format_exc())
            else:
                self.say(f"{name}: {told[1].removeprefix('错误: ')}", status or told[0])
            return None


def _echo(line: str) -> None:
    """To standard output, as long as somebody listens: a closed pipe or terminal ends no night, which has its log."""
    try:
        click.echo(line)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # else what is still in its buffer fails once more at the end
        os.close(nowhere)


def _order(path: Path) -> tuple[str, int]:
    """A log's day and its number of that day."""
    day, _, number = path.stem.rpartition("-")
    return day, int(number) if number.isdigit() else 0


def begun(folder: Path, day: str) -> Diary:
    """The log of the next night of a day: `2026-11-23-1.log`; the oldest beyond those that are kept go."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = (path.stem.rpartition("-")[2] for path in folder.glob(f"{day}-*.log"))
    number = max((int(each) for each in taken if each.isdigit()), default=0) + 1
    for old in sorted(folder.glob("*-*.log"), key=_order)[: 1 - KEPT]:
        old.unlink()
    return Diary(folder / f"{day}-{number}.log")
