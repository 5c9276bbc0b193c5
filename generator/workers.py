"""Where units are worked on: in this process, in several, on a cluster; one interface, `map` in order."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from generator.epoch import epoch
from generator.errors import GeneratorError, UsageError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from distributed import Client

    from generator.lanes import Job, Lanes

DASK = "dask:"
RETRIES = 3
CONNECT_SECONDS = 10
Some = TypeVar("Some", bound="Job")
Result = TypeVar("Result")


class Executor(Protocol):
    """Applies a function to jobs; results come in the order of the jobs.

    `processes` are those that a single job may spread over, where its unit is very large.
    """

    processes: int

    def map(self, function: Callable[[Some], Result], jobs: Iterable[Some]) -> Iterator[Result]:
        """Results in order."""
        ...


class Serial:
    """One job after the other in this process."""

    processes = 1

    def map(self, function: Callable[[Some], Result], jobs: Iterable[Some]) -> Iterator[Result]:
        """Results in order."""
        return map(function, jobs)


class Processes:
    """Jobs spread over worker processes (`lanes`), which get names and digests, never documents.

    The processes are started for the first jobs that are worth it: a single one is done here, in less time.
    """

    def __init__(self, count: int) -> None:
        self.processes = count
        self._lanes: Lanes | None = None

    def map(self, function: Callable[[Some], Result], jobs: Iterable[Some]) -> Iterator[Result]:
        """Results in order."""
        waiting = list(jobs)
        if len(waiting) < 2:
            return map(function, waiting)
        from generator.lanes import Lanes

        self._lanes = self._lanes or Lanes(self.processes)
        return self._lanes.map(function, waiting)

    def close(self) -> None:
        """End the processes."""
        if self._lanes is not None:
            self._lanes.close()


class Cluster:
    """Jobs on a running Dask cluster whose workers see the workspace under the same path.

    The work of a worker that is lost is done again by another (`RETRIES` times); trees are renamed into place whole, so
    that it does no harm when the first is not dead after all.
    """

    processes = 1  # the cores of a cluster's machines have work of their own

    def __init__(self, client: Client) -> None:
        self._client = client

    def map(self, function: Callable[[Some], Result], jobs: Iterable[Some]) -> Iterator[Result]:
        """Results in order."""
        from distributed import KilledWorker

        waiting = list(jobs)
        futures = self._client.map(_apart, [function] * len(waiting), waiting, pure=False, retries=RETRIES)
        try:
            for future in futures:
                yield future.result()
                future.release()
        except KilledWorker as error:
            raise GeneratorError("集群的工作进程一再丢失", str(error), "查看集群的日志；可能是内存不足") from error
        finally:
            self._client.cancel(futures)


def _apart(function: Callable[[Some], Result], job: Some) -> Result:
    """On a worker: a job in a process of its own, for only a main thread can be stopped when a body costs too much."""
    return _own_process().submit(function, job).result()


@cache
def _own_process() -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_alone)


def _alone() -> None:
    """On a worker's own process: what it reads may be made by another machine, so it keeps nothing to itself."""
    from generator import spool
    from generator.lanes import end_with_parent

    end_with_parent()
    spool.KEPT.limit = 0


def _sight(token: str) -> tuple[bool, str]:
    """On a worker: whether it sees a file of the workspace, and which program it has."""
    return os.path.exists(token), epoch()


def _connected(address: str, state: Path) -> Client:
    """The cluster at an address, once its workers are known to see the workspace and to have this very program."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("没有安装集群支持", "", "pip install -r requirements/cluster.txt") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GeneratorError("连不上 Dask 集群", address, "核对地址，看调度进程是否在运行") from error
    state.mkdir(parents=True, exist_ok=True)
    token = state / f"cluster-{os.uname().nodename}-{os.getpid()}"
    token.touch()
    try:
        found: dict[str, tuple[bool, str]] = client.run(_sight, str(token))
    except Exception as error:  # whatever the workers lack, it arrives as an exception of theirs
        client.close()
        raise GeneratorError("集群的工作进程运行不了本程序", str(error), "在每台机器上安装同一版本") from error
    finally:
        token.unlink()
    wrong = sorted(name for name, (sees, code) in found.items() if not sees or code != epoch())
    if wrong or not found:
        client.close()
        what, where = ("集群的工作进程不能用", "、".join(wrong)) if wrong else ("集群里没有工作进程", address)
        raise GeneratorError(what, where, "各台机器要在同一路径看到工作区，并安装同一版本的程序和程序库")
    return client


def _address(wanted: str) -> str:
    """The scheduler's address; without one, a cluster would be started in this process."""
    address = wanted.removeprefix(DASK)
    if not re.fullmatch(r"(?:[a-z]+://)?[^\s/:][^\s/]*", address):
        raise UsageError(f"--workers 不能是「{wanted}」", "", "写明调度进程的地址，例如 dask:tcp://主机:8786")
    return address


@contextmanager
def open_executor(wanted: str, state: Path) -> Iterator[Executor]:
    """`serial`, a number of processes, `dask:ADDRESS`, or empty for as many processes as the machine has processors.

    `state` is the folder of the workspace by which the workers of a cluster are asked whether they see it.
    """
    if wanted == "serial":
        yield Serial()
        return
    if wanted.startswith(DASK):
        client = _connected(_address(wanted), state)
        try:
            yield Cluster(client)
        finally:
            client.close()
        return
    if wanted and not (wanted.isdigit() and 1 <= int(wanted) <= 256):
        raise UsageError(f"--workers 不能是「{wanted}」", "", "写 serial、1 到 256 的数字，或 dask:tcp://主机:8786")
    processes = Processes(int(wanted) if wanted else len(os.sched_getaffinity(0)))
    try:
        yield processes
    finally:
        processes.close()
