"""One build at a time: a lock of the operating system on a file, which dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from generator.errors import GeneratorError

LOOKS, STEP = 25, 0.02  # how often a lock that is taken is looked at, until its holder has said who it is, and between


class Busy(GeneratorError):
    """Another process has the lock; `where` says which."""


@contextmanager
def hold(path: Path, since: str) -> Iterator[None]:
    """Hold the lock while the block runs; `Busy` names the holder when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"进程 {os.getpid()}，主机 {os.uname().nodename}，开始于 {since}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    """The lock, or `Busy`. Who has just taken it has not said so yet, and what the file says is of one before: those
    who come at the same moment wait for that."""
    holder = ""
    for _ in range(LOOKS):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            sleep(STEP)
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip()
        if holder:
            break
    raise Busy("另一个生成正在进行", holder or "未知进程", "等它结束后再试")
