"""The command in processes that are forked from one that has imported it already, so that thousands of runs are cheap.

`python -m benchmarks.torture.forking` serves orders, a line each; `Forker` is the other end. A child waits for its
"go", so that strace can be attached before its first step.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}  # every run takes the same steps


class Ended(NamedTuple):
    """How a run ended, and all that it said; a negative status is the signal that ended it."""

    status: int
    said: str


class Run(NamedTuple):
    """A child that waits for its start, or runs."""

    pid: int
    out: Path


class Forker:
    """Starts children, lets them go, waits for them."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._count = 0

    def prepare(self, root: Path, *arguments: str) -> Run:
        """A child that will run the command on a county, and waits."""
        self._count += 1
        out = self._folder / f"{self._count:06d}.out"
        out.touch()  # a child may be killed before it opens it
        pid = self._ask({"run": ["--root", str(root), *arguments], "out": str(out)})
        return Run(pid, out)

    def go(self, runs: Sequence[Run]) -> None:
        """Let children begin."""
        self._ask({"go": [each.pid for each in runs]})

    def wait(self, run: Run) -> Ended:
        """How a child ended."""
        status = self._ask({"wait": run.pid})
        said = run.out.read_text("utf-8", "replace")
        run.out.unlink()
        return Ended(status, said)

    def run(self, root: Path, *arguments: str) -> Ended:
        """Run the command and wait for its end."""
        run = self.prepare(root, *arguments)
        self.go([run])
        return self.wait(run)

    def _ask(self, order: dict[str, Any]) -> int:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


@contextmanager
def forker(folder: Path) -> Iterator[Forker]:
    """A server of children, whose words go to files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.torture.forking"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **ENVIRONMENT},
    )
    try:
        yield Forker(server, folder)
    finally:
        server.communicate()  # its input ends, and it with it


def kill(run: Run) -> None:
    """End a child and all that it has started, at once."""
    try:
        os.killpg(run.pid, signal.SIGKILL)
    except ProcessLookupError:  # it has just ended by itself
        return


# ── the server's side ───────────────────────────────────────────────────────────────────────────────────────────


def _serve() -> None:
    _import_all()
    gates: dict[int, int] = {}
    while line := sys.stdin.readline():
        order = json.loads(line)
        if "run" in order:
            answer = _forked(order, gates)
        elif "go" in order:
            answer = sum(os.write(gates[pid], b"!") for pid in order["go"])
        else:
            os.close(gates.pop(order["wait"]))
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        print(answer, flush=True)


def _import_all() -> None:
    """What a build or a publication imports only when it is needed."""
    package = importlib.import_module("generator")
    for found in pkgutil.walk_packages(package.__path__, "generator."):
        if found.name.rpartition(".")[2] != "__main__" and "vendor" not in found.name:
            importlib.import_module(found.name)


def _forked(order: dict[str, Any], gates: dict[int, int]) -> int:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(reader)
        gates[pid] = writer
        return pid
    for each in (writer, *gates.values()):
        os.close(each)
    os.setsid()
    os.read(reader, 1)
    os.close(reader)
    _command(order)


def _command(order: dict[str, Any]) -> NoReturn:
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (out, 1), (out, 2)):
        os.dup2(source, target)
    status: int | str | None = 1
    try:
        from generator.cli import main

        main(order["run"], prog_name="gongkai")
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    _serve()
