"""Where units are worked on: in this process, or in several; one interface, `map` in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from generator.errors import GeneratorError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

PR_SET_PDEATHSIG = 1  # linux/prctl.h
Job = TypeVar("Job")
Result = TypeVar("Result")


class Executor(Protocol):
    """Applies a function to jobs; results come in the order of the jobs."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in order."""
        ...


class Serial:
    """One job after the other in this process."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in order."""
        return map(function, jobs)


class Processes:
    """Jobs spread over worker processes, which get names and digests, never documents.

    The processes are started for the first jobs that are worth it: a single one is done here, in less time.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in order."""
        waiting = list(jobs)
        if len(waiting) < 2:
            yield from map(function, waiting)
            return
        from concurrent.futures.process import BrokenProcessPool

        try:
            yield from self._started().map(function, waiting)
        except BrokenProcessPool as error:
            advice = "可能是内存不足；用 --workers serial 再试，或查看系统日志"
            raise GeneratorError("一个工作进程意外结束", str(error), advice) from error


    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(self._count, context, initializer=_end_with_parent)
        return self._pool

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown()


def _end_with_parent() -> None:
    """Die with the build that started this worker: an orphan would hold the build's lock open for ever."""
    import ctypes
    import signal

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def open_executor(wanted: str) -> Iterator[Executor]:
    """`serial`, a number of processes, or empty for as many as the machine has processors."""
    if wanted == "serial":
        yield Serial()
        return
    if wanted and not (wanted.isdigit() and 1 <= int(wanted) <= 256):
        raise UsageError(f"--workers 不能是「{wanted}」", "", "写 serial 或 1 到 256 的数字")
    count = int(wanted) if wanted else len(os.sched_getaffinity(0))
    processes = Processes(count)
    try:
        yield processes
    finally:
        processes.close()
