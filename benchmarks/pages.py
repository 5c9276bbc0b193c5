"""`python -m benchmarks.pages`: what a visit costs a citizen, in Chromium, of the example county as a server sends it.

A copy of what is public, with the packed copies that `gongkai publish` makes, lies on a real nginx with the rules of
`gongkai hosting`. Bytes are those of the wire, headers included. A first visit has an empty cache; a next one follows
another page of the same unit. Times are of a telephone's window at 1.6 Mbit/s: as Chromium emulates it, with a latency
of 150 ms for each request and with none, and on a wire that is so slow for the connections' greetings too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.run import ROOT, put_between
from benchmarks.slow_wire import slow_wire
from generator.media_types import media_type
from generator.packing import GAIN, LEAST, TEXTS, packers

DRIVER = ROOT / "benchmarks/pages.cjs"
MARKS = ("<!-- pages -->", "<!-- /pages -->")
UNIT = "jinping"
RATE = 1_600_000 // 8  # bytes a second: 1.6 Mbit/s
LATENCY = 150  # milliseconds from a request to its answer, or there and back on the wire
FIRST, NEXT, PAINT = 40, 12, 1.0  # KiB of a document's page, seconds of every page: what is promised
BEFORE = {"portal": "sitemap.html"}  # the page before a next visit, where it is not the unit's site map
TEMPLATES = ("document", "official_document", "public_notice")


@dataclass(frozen=True, slots=True)
class Cost:
    """A visit, as the median of its runs: bytes on the wire, requests, seconds to the largest paint, layout shift."""

    bytes: int
    requests: int
    paint: float
    shift: float

    @staticmethod
    def of(runs: list[Mapping[str, Any]]) -> Cost:
        """Of several runs of the same visit; of shifts the largest counts."""
        middle = {key: statistics.median(run[key] for run in runs) for key in ("bytes", "requests", "paint")}
        return Cost(
            round(middle["bytes"]), round(middle["requests"]), middle["paint"] / 1000, max(run["shift"] for run in runs)
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """How pages are sent: packed by Brotli or gzip, with a latency of requests, or on a wire that is slow itself."""

    brotli: bool = True
    latency: int = LATENCY
    wire: bool = False


Costs = dict[str, tuple[Cost, Cost]]  # page → first visit, next visit


# ── what is served ──────────────────────────────────────────────────────────────────────────────────────────────


def chosen(root: Path) -> dict[str, str]:
    """The pages that are measured, by name: of documents the one that weighs most in the unit that is written best."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/screens")]
    from page_kinds import built, kinds

    largest = kinds(each for each in built(root) if each.address.startswith(f"{UNIT}/"))
    found = {"portal": "index.html", "home": f"{UNIT}/index.html"}
    found |= {name: largest[f"{name}.html"].address for name in TEMPLATES if f"{name}.html" in largest}
    names = ("catalogue", "statutory", "search", "disclosure", "annual_report")
    found |= {name: largest[f"{name}.html"].address for name in names}
    return found | {"search, found": f"{found['search']}?q=通知"}


def lay(public: Path, folder: Path) -> None:
    """Copy the portal and the unit, and pack their texts as a publication does."""
    others = {each.name for each in public.iterdir() if each.is_symlink() and each.name != UNIT}

    def left_out(place: str, names: list[str]) -> set[str]:
        return others & set(names) if Path(place) == public else set()

    shutil.copytree(public, folder, ignore=left_out)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size >= LEAST and media_type(path.name).startswith(TEXTS):
            data = path.read_bytes()
            for ending, pack in packers().items():
                packed = pack(data)
                if len(packed) <= len(data) * GAIN:
                    path.with_name(path.name + ending).write_bytes(packed)


# ── measuring ───────────────────────────────────────────────────────────────────────────────────────────────────


def look(root: Path, public: Path, runs: int, setting: Setting) -> Costs:
    """Serve the copy, and tell what the visits cost."""
    pages = chosen(root)
    visits = [
        {"name": name, "address": address, "before": BEFORE.get(name, f"{UNIT}/sitemap.html")}
        for name, address in pages.items()
    ]
    from hosted import hosted

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        start = stack.enter_context(hosted(root, public, folder, brotli=setting.brotli))
        if setting.wire:
            port = stack.enter_context(slow_wire(urlsplit(start).port or 80, RATE, LATENCY / 1000))
            start = f"http://127.0.0.1:{port}"
        given = {"start": start, "runs": runs, "latency": setting.latency, "rate": 0 if setting.wire else RATE}
        done = subprocess.run(
            ["node", str(DRIVER)], input=json.dumps({**given, "pages": visits}), capture_output=True, text=True
        )
    if done.returncode:
        raise SystemExit(done.stderr[-2_000:])
    return {
        each["name"]: (
            Cost.of([run["cold"] for run in each["runs"]]),
            Cost.of([run["warm"] for run in each["runs"]]),
        )
        for each in json.loads(done.stdout)
    }


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def table(brotli: Costs, gzip: Costs, quick: Costs, wire: Costs, runs: int) -> str:
    """The figures as Markdown."""
    head = ["page", "first visit: brotli", "gzip", "requests", "next visit: brotli", "gzip", "LCP first: 150 ms"]
    head += ["no latency", "slow wire", "LCP next: 150 ms", "slow wire", "layout shift"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for name, (first, then) in brotli.items():
        row = [name, _size(first), _size(gzip[name][0]), str(first.requests), _size(then), _size(gzip[name][1])]
        row += [_time(first), _time(quick[name][0]), _time(wire[name][0]), _time(then), _time(wire[name][1])]
        lines.append(f"| {' | '.join([*row, f'{max(first.shift, then.shift):.3f}'])} |")
    version = subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.split()[1]
    machine = f"Chromium {version}, {platform.machine()}, {os.cpu_count()} processors, medians of {runs} runs."
    return "\n".join(lines) + f"\n\n{machine}"


def _size(cost: Cost) -> str:
    return f"{cost.bytes / 1024:.1f} KiB"


def _time(cost: Cost) -> str:
    return f"{cost.paint:.2f} s"


def broken(brotli: Costs, gzip: Costs) -> list[str]:
    """What is promised and not kept."""
    told = []
    for name, visits in brotli.items():
        told += [f"{name}: layout shift {visit.shift}" for visit in visits if visit.shift]
        told += [f"{name}: LCP {visit.paint:.2f} s" for visit in visits if visit.paint > PAINT]
    for name in {*TEMPLATES} & brotli.keys():
        for coding, costs in (("brotli", brotli), ("gzip", gzip)):
            first, then = (cost.bytes / 1024 for cost in costs[name])
            if first > FIRST or then > NEXT:
                told.append(f"{name}, {coding}: {first:.1f} KiB, then {then:.1f} KiB")
    return sorted(told)


def main() -> None:
    """Measure, print, and write the table where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, nargs="?", default=ROOT, help="a county that is built")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=Path, help="a Markdown file with the marks of these figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        public = Path(folder) / "public"
        lay(given.root / "output/public", public)
        brotli = look(given.root, public, given.runs, Setting())
        gzip = look(given.root, public, 1, Setting(brotli=False))
        quick = look(given.root, public, given.runs, Setting(latency=0))
        wire = look(given.root, public, given.runs, Setting(wire=True))
    text = table(brotli, gzip, quick, wire, given.runs)
    print(text)
    if given.write:
        put_between(given.write, MARKS, text)
    if told := broken(brotli, gzip):
        raise SystemExit("\n".join(told))


if __name__ == "__main__":
    main()
