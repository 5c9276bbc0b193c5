"""One build at a time: a lock of the operating system on a file, which dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import GeneratorError


class Busy(GeneratorError):
    """Another process has the lock; `where` says which."""


@contextmanager
def hold(path: Path, since: str) -> Iterator[None]:
    """Hold the lock while the block runs; `Busy` names the holder when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 200).decode("utf-8", "replace").strip() or "未知进程"
            raise Busy("另一个生成正在进行", holder, "等它结束后再试") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"进程 {os.getpid()}，主机 {os.uname().nodename}，开始于 {since}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
