"""`python -m benchmarks.pages`: what a visit costs a citizen, in Chromium, of the example county as a server sends it.

A copy of what is public, with the packed copies that `gongkai publish` makes, lies on a real nginx with the rules of
`gongkai hosting`. Bytes are those of the wire, headers included. A first visit has an empty cache; a next one follows
another page of the same unit. Times are of a telephone's window at 1.6 Mbit/s: as Chromium emulates it, with a latency of
150 ms for each request and with none, and, where `tc` and the right to use it are there, on a wire that is so slow.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.run import ROOT, put_between
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
SLOW_WIRE = f"ip link set lo up mtu 1500; tc qdisc add dev lo root netem delay {LATENCY // 2}ms rate {RATE * 8}bit"


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
    return found | {name: largest[f"{name}.html"].address for name in names}


def lay(public: Path, folder: Path) -> None:
    """Copy the portal and the unit, and pack their texts as a publication does."""
    others = {each.name for each in public.iterdir() if each.is_symlink() and each.name != UNIT}
    top = str(public.resolve())
    shutil.copytree(
        public, folder, ignore=lambda place, names: others & set(names) if os.path.realpath(place) == top else ()
    )
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size >= LEAST and media_type(path.name).startswith(TEXTS):
            data = path.read_bytes()
            for ending, pack in packers().items():
                packed = pack(data)
                if len(packed) <= len(data) * GAIN:
                    path.with_name(path.name + ending).write_bytes(packed)


# ── measuring ───────────────────────────────────────────────────────────────────────────────────────────────────


def look(root: Path, public: Path, coding: str, runs: int, latency: int, rate: int) -> Costs:
    """Serve the copy with one coding only, and tell what the visits cost; `rate` 0 leaves the wire as it is."""
    pages = chosen(root)
    from hosted import hosted

    with (
        tempfile.TemporaryDirectory() as folder,
        hosted(root, public, Path(folder), brotli=coding == "brotli") as start,
    ):
        given = {"start": start, "runs": runs, "latency": latency, "rate": rate}
        visits = [
            {"name": name, "address": address, "before": BEFORE.get(name, f"{UNIT}/sitemap.html")}
            for name, address in pages.items()
        ]
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


def on_a_slow_wire(root: Path, public: Path, runs: int) -> Costs:
    """The same in a network of its own, whose loopback is slow; empty where that is not permitted."""
    inside = [sys.executable, "-m", "benchmarks.pages", str(root), "--runs", str(runs), "--inside", str(public)]
    shell = ["unshare", "-n", "sh", "-c", f'{SLOW_WIRE} && exec "$@"', "sh"]
    if not all(shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for tool in ("unshare", "ip", "tc")):
        return {}
    done = subprocess.run([*shell, *inside], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        return {}
    return {name: (Cost(*first), Cost(*then)) for name, (first, then) in json.loads(done.stdout).items()}


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def table(brotli: Costs, gzip: Costs, quick: Costs, wire: Costs, runs: int) -> str:
    """The figures as Markdown."""
    head = [
        "page",
        "first visit, brotli",
        "gzip",
        "requests",
        "next visit, brotli",
        "gzip",
        "LCP first, 150 ms a request",
    ]
    head += ["next", "LCP first, no latency", *(["LCP first, slow wire", "next"] if wire else []), "layout shift"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for name, (first, then) in brotli.items():
        row = [name, _size(first), _size(gzip[name][0]), str(first.requests), _size(then), _size(gzip[name][1])]
        row += [_time(first), _time(then), _time(quick[name][0])]
        row += [_time(wire[name][0]), _time(wire[name][1])] if wire else []
        lines.append(f"| {' | '.join([*row, f'{max(first.shift, then.shift):.3f}'])} |")
    version = subprocess.run(["chromium", "--version"], capture_output=True, text=True).stdout.split()[1]
    return (
        "\n".join(lines)
        + f"\n\nChromium {version}, {platform.machine()}, {os.cpu_count()} processors, medians of {runs} runs."
    )


def _size(cost: Cost) -> str:
    return f"{cost.bytes / 1024:.1f} KiB"


def _time(cost: Cost) -> str:
    return f"{cost.paint:.2f} s"


def broken(brotli: Costs, gzip: Costs) -> list[str]:
    """What is promised and not kept."""
    told = [
        f"{name}: layout shift {max(first.shift, then.shift)}"
        for name, (first, then) in brotli.items()
        if first.shift or then.shift
    ]
    told += [f"{name}: LCP {first.paint:.2f} s" for name, (first, _) in brotli.items() if first.paint > PAINT]
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
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        costs = look(given.root, given.inside, "brotli", given.runs, 0, 0)
        print(
            json.dumps(
                {
                    name: [[cost.bytes, cost.requests, cost.paint, cost.shift] for cost in pair]
                    for name, pair in costs.items()
                }
            )
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        public = Path(folder) / "public"
        lay(given.root / "output/public", public)
        brotli = look(given.root, public, "brotli", given.runs, LATENCY, RATE)
        gzip = look(given.root, public, "gzip", 1, LATENCY, RATE)
        quick = look(given.root, public, "brotli", given.runs, 0, RATE)
        text = table(brotli, gzip, quick, on_a_slow_wire(given.root, public, given.runs), given.runs)
    print(text)
    if given.write:
        put_between(given.write, MARKS, text)
    if told := broken(brotli, gzip):
        raise SystemExit("\n".join(told))


if __name__ == "__main__":
    main()
