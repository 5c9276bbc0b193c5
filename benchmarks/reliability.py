"""What the promises of durability hold, tried: kills, failing calls, full disks, corrupt caches, readers at the switch.

`python -m benchmarks.reliability` takes hours; `--short` tries a little of everything in a minute; `--only R1 R4` some.
It prints a table, and below each row whatever was not as promised; the exit status is 1 where there was any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.torture import breaking, calls, disks, killing, readers, sameness
from benchmarks.torture.figures import Absent, Figure
from benchmarks.torture.forking import Forker, forker

Try = Callable[[Path, Forker, int], Figure]


class Trial(NamedTuple):
    """An experiment, and how often it is tried at length and in short."""

    promise: str
    tried: Try
    long: int
    short: int


def _steps(verb: str) -> Try:
    def tried(root: Path, made: Forker, times: int) -> Figure:
        return calls.steps(calls.scene(root, made, verb), times or None)

    return tried


def _durable(verb: str) -> Try:
    return lambda root, made, _times: calls.durable(calls.scene(root, made, verb))


EVERY = 0  # as many as there are
TRIALS = (
    Trial("R1", killing.kills, 200, 4),
    Trial("R2", _steps("build"), EVERY, 8),
    Trial("R2", _steps("publish"), EVERY, 8),
    Trial("R4", disks.full, 50, 8),
    Trial("R5", lambda root, made, _times: disks.read_only(root, made), 1, 1),
    Trial("R6", killing.starts, 50, 2),
    Trial("R7", killing.editing, 50, 1),
    Trial("R8", sameness.clocks, len(sameness.CLOCKS), 2),
    Trial("R9", sameness.corruptions, 500, 6),
    Trial("R11", _durable("build"), 1, 1),
    Trial("R11", _durable("publish"), 1, 1),
    Trial("R14", breaking.broken, 80, 3),  # of so many units
    Trial("R15", killing.rollbacks, 20, 2),
    Trial("R15", readers.rolled, 40, 4),
    Trial("R16", readers.switches, 200, 3),
    Trial("D1", sameness.histories, 300, 2),
    Trial("D2", sameness.surroundings, 18, 1),
)


def tried(trials: tuple[Trial, ...], short: bool, folder: Path, times: int | None = None) -> Iterator[Figure]:
    """The figures of experiments, one after the other."""
    with forker(folder / "said") as made:
        for number, trial in enumerate(trials):
            wanted = times if times is not None else trial.short if short else trial.long
            root = folder / f"{number:02d}"
            try:
                yield trial.tried(root, made, wanted)
            except Absent as lack:
                yield Figure(trial.promise, "not tried", 0, (), str(lack))


def main() -> None:
    """Try all, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a little of everything")
    parser.add_argument("--only", nargs="*", default=(), metavar="PROMISE")
    parser.add_argument("--times", type=int, default=None, help="how often each is tried")
    parser.add_argument("--place", type=Path, default=Path("/dev/shm"), help="a folder with room")
    told = parser.parse_args()
    trials = tuple(each for each in TRIALS if not told.only or each.promise in told.only)
    wrong = 0
    print("| promise | tried | runs | wrong | |\n|---|---|---:|---:|---|")
    with ExitStack() as stack:
        place = stack.enter_context(TemporaryDirectory(prefix="gongkai-", dir=told.place))
        started = time.perf_counter()
        for figure in tried(trials, told.short, Path(place), told.times):
            print(f"{figure.row()} {time.perf_counter() - started:.0f} s |", flush=True)
            started = time.perf_counter()
            for fault in figure.faults:
                print(f"    {fault}", flush=True)
            wrong += len(figure.faults)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
