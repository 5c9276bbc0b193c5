"""How long `gongkai stats` takes: `python -m benchmarks.stats --lines 1000000`.

Writes a log of that many lines, counts it, and has GoAccess count it too where that is installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))  # the logs that tests have

from access_logs import lines
from generator.access_logs import requests
from generator.counting_visits import Counted, Places


def main() -> None:
    """Write, count, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        log = Path(folder) / "access.log"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(1, asked.lines))
        wall, processor = perf_counter(), process_time()
        counted = Counted()
        counted.count(requests(log), Places(("jinping", "caizhengju"), {}, "portal"))
        print(
            f"gongkai: {counted.lines} 行，{perf_counter() - wall:.1f} s（处理器 {process_time() - processor:.1f} s）"
        )
        if shutil.which("goaccess"):
            wall = perf_counter()
            options = ("--log-format=COMBINED", "--ignore-crawlers", "--no-global-config", "-o", f"{folder}/x.json")
            subprocess.run(["goaccess", str(log), *options], check=True, capture_output=True)
            print(f"goaccess: {perf_counter() - wall:.1f} s")


if __name__ == "__main__":
    main()
