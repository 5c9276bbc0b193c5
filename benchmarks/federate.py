"""How long a round of the province takes: `python -m benchmarks.federate --units 80 --documents 2000`.

Writes a county as it is published (`published.py`), harvests it with the command as a user runs it, twice (the second
round has something to compare with), and prints one line a round: records, faults, seconds. The bound of the
first round is 60 seconds on two cores for 80 units of 2,000 records.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks import published

ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Round:
    """What a round came to."""

    records: int
    faults: int
    unchanged: int
    seconds: float
    processor: float  # seconds, of all processes: what a busy machine does not distort


def write(folder: Path, units: int, documents: int) -> None:
    """The county, unit by unit, since all of it would not fit into a small machine's memory."""
    made = (published.unit(slug, number, documents) for number, slug in enumerate(published.slugs(units)))
    published.write(folder, made, sources=False)


def rounds(folder: Path, workers: str) -> Iterator[Round]:
    """Harvest it some times."""
    command = [sys.executable, "-m", "generator", "federate", str(folder / "public")]
    options = ["--output", str(folder / "report"), "--today", published.TODAY.isoformat(), "--workers", workers]
    written = folder / "report" / "report.json"
    for _ in range(ROUNDS):
        written.unlink(missing_ok=True)  # a round that breaks off leaves none
        begun, used = perf_counter(), _used()
        done = subprocess.run([*command, *options], check=False, capture_output=True, text=True, encoding="utf-8")
        seconds = perf_counter() - begun
        if not written.exists():
            raise SystemExit(done.stdout + done.stderr)
        report = json.loads(written.read_text("utf-8"))
        counts = report["counts"]
        yield Round(counts["total"], len(report["faults"]), counts["unchanged"], seconds, _used() - used)


def _used() -> float:
    """Processor time of all processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Write, harvest, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=2000, help="of each unit")
    parser.add_argument("--workers", default="2", help="as of gongkai federate")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), chosen.units, chosen.documents)
        for each in rounds(Path(folder), chosen.workers):
            told = f"records {each.records} · unchanged {each.unchanged} · faults {each.faults}"
            print(f"{told} · {each.seconds:.1f} s, CPU {each.processor:.1f} s", flush=True)


if __name__ == "__main__":
    main()
