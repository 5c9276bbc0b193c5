"""What a rollback takes: of one unit and of the whole county, published to a folder, each as a whole process.

`python -m benchmarks.rollback --units 80 --documents 25` builds and publishes a county, edits a document of every unit,
builds and publishes again, and then goes back and forward.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.corpus import publish_to, slugs, write_county

# As a county has it, with its modules compiled: some test machines forbid that, and each start would compile them anew.
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PROMISED = {"one unit": 2.0, "the county": 10.0}  # seconds


class Spent(NamedTuple):
    """Seconds that passed, and those of them in which a processor worked for it: the rest was waiting."""

    whole: float
    working: float


def timed(county: Path, *arguments: str) -> Spent:
    """What one run of the command takes, which must go well."""
    before, started = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    call = [sys.executable, "-m", "generator", "--root", str(county), *arguments]
    subprocess.run(call, check=True, capture_output=True, env=INSTALLED)
    after = getrusage(RUSAGE_CHILDREN)
    working = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - started, working)


def prepared(folder: Path, units: int, documents: int) -> Path:
    """A county with two publications that differ in every unit."""
    county = folder / "county"
    write_county(county, units, documents)
    publish_to(county, folder / "www")
    for word in ("", "改过的一句话。"):
        for slug in slugs(units):
            document = next((county / f"content/{slug}").glob("*/*.md"))
            document.write_text(f"{document.read_text('utf-8')}\n{word}\n", "utf-8")
        timed(county, "build")
        timed(county, "publish")
    return county


def measured(county: Path, times: int) -> dict[str, list[Spent]]:
    """What every rollback takes, each followed by the way forward."""
    found: dict[str, list[Spent]] = {name: [] for name in PROMISED}
    for _ in range(times):
        for name, words in (("one unit", ("u001",)), ("the county", ())):
            found[name].append(timed(county, "rollback", *words))
            timed(county, "rollback", "--forward")
    return found


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=25, help="a unit")
    parser.add_argument("--times", type=int, default=5)
    told = parser.parse_args()
    with TemporaryDirectory(prefix="gongkai-") as folder:
        found = measured(prepared(Path(folder), told.units, told.documents), told.times)
    print("| rollback of | median s | slowest s | of it at work, median s | promised s |\n|---|---:|---:|---:|---:|")
    for name, spent in found.items():
        whole, working = zip(*spent, strict=True)
        print(f"| {name} | {median(whole):.2f} | {max(whole):.2f} | {median(working):.2f} | {PROMISED[name]:.0f} |")


if __name__ == "__main__":
    main()
