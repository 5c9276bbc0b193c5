"""Units built on a real Dask cluster: the same bytes, also when a worker is killed on the way; refusals in words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.corpus import write_county
from county import TODAY, County
from generator.build import build
from generator.errors import GeneratorError, UsageError
from generator.tasks import BuildReport
from generator.workers import open_executor
from generator.workspace import Workspace, unit_slugs

pytest.importorskip("distributed", reason="需要 distributed：pip install -r requirements/cluster.txt")
PATIENCE = 60


@dataclass(frozen=True)
class Cluster:
    """A scheduler and two workers, each a process of its own."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture
def cluster(tmp_path: Path, repository: Path) -> Iterator[Cluster]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    options = {"cwd": tmp_path, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = [sys.executable, "-m"]
    listen = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    scheduler = subprocess.Popen([*run, *listen], **options)  # type: ignore[call-overload]
    address = f"tcp://127.0.0.1:{port}"
    more = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "dask")]
    work = [*run, "distributed.cli.dask_worker", address, *more]
    workers = tuple(subprocess.Popen(work, **options) for _ in range(2))  # type: ignore[call-overload]
    try:
        _wait(address, 2)
        yield Cluster(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _wait(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=PATIENCE)


def county(root: Path) -> County:
    """Eight units with a few documents each."""
    made = County(root, ())
    write_county(root, 8, 5)
    return made


def built(made: County, address: str, kill: subprocess.Popen[bytes] | None = None) -> BuildReport:
    """Build on a cluster; a worker is killed as soon as the first unit is done."""

    def progress(verb: str, name: str, number: int, total: int) -> None:
        if kill is not None and kill.poll() is None:
            kill.send_signal(signal.SIGKILL)
            kill.wait()

    with open_executor(f"dask:{address}", made.root / "output/state") as executor:
        task = made.task(TODAY)
        return build(task, executor, unit_slugs(Workspace(made.root)), frozenset(), progress)


def test_the_same_bytes(tmp_path: Path, cluster: Cluster) -> None:
    serial, spread = county(tmp_path / "one"), county(tmp_path / "two")
    serial.build()
    assert not [each for each in built(spread, cluster.address).units if each.broken]
    assert spread.tree() == serial.tree()


def test_the_work_of_a_lost_worker_is_done_again(tmp_path: Path, cluster: Cluster) -> None:
    serial, spread = county(tmp_path / "one"), county(tmp_path / "two")
    serial.build()
    report = built(spread, cluster.address, kill=cluster.workers[0])
    assert cluster.workers[0].poll() is not None
    assert not [each for each in report.units if each.broken] and spread.tree() == serial.tree()
    assert not [path for path in (spread.root / "output").glob("units/*/*") if "-" in path.name]


def test_an_address_where_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="连不上"), open_executor("dask:tcp://127.0.0.1:1", tmp_path):
        pass


@pytest.mark.parametrize("wanted", ["cluster", "dask:", "dask: ", "dask:tcp://", "dask:tcp://:8786"])
def test_an_address_that_is_none(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(UsageError, match="--workers"), open_executor(wanted, tmp_path):
        pass


def test_workers_that_have_another_program(tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workers.epoch", lambda: "another")
    with pytest.raises(GeneratorError, match="不能用"), open_executor(f"dask:{cluster.address}", tmp_path):
        pass


def test_a_cluster_without_workers(tmp_path: Path, cluster: Cluster) -> None:
    for process in cluster.workers:
        process.kill()
        process.wait()
    time.sleep(1)
    with pytest.raises(GeneratorError, match="没有工作进程"), open_executor(f"dask:{cluster.address}", tmp_path):
        pass
