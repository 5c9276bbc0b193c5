"""`python -m benchmarks.preview`: how soon a save is seen, here and in `hugo server`, on the same documents.

Both previews run at once and one Chromium shows a page of each (`tests/screens/preview.cjs`); saves alternate between
them, so that what disturbs the machine disturbs both. What counts is the frame that shows the new words, read from
the clock inside the page. Hugo comes by `benchmarks/peers/install`, the browser's driver by `make judges`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.run import ROOT, Contestant, contestants, put_between

DRIVER = ROOT / "tests/screens/preview.cjs"
SERIAL, COLUMN = 8, "gg"  # the document of the unit u001 that is edited
MARKS = ("<!-- preview -->", "<!-- /preview -->")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser saw of a preview: milliseconds to each first page, and from each save to its frame."""

    first: list[int]
    saves: list[int]
    foreign: int
    errors: int
    kept: list[object]

    @property
    def slow(self) -> int:
        """The save that all but one of twenty are as quick as."""
        return sorted(self.saves)[-(-len(self.saves) * 19 // 20) - 1]


def watched(tool: Contestant, starts: int, renames: bool) -> dict[str, object]:
    """A preview as the driver starts it and looks at it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if tool.name == "gongkai":
        number = re.search(r"^索引号: \w+/(\S+)$", tool.path(SERIAL, COLUMN).read_text("utf-8"), re.MULTILINE)
        assert number is not None
        place = f"u001/info/{number[1]}.html"
        command = [sys.executable, "-m", "generator", "--root", str(tool.folder), "serve", "--no-build"]
        command += ["--port", str(port)]
    else:
        place = f"u001/{COLUMN}/d{SERIAL:05d}/"
        base = f"http://127.0.0.1:{port}/"
        command = [tool.command[0], "server", "--source", str(tool.folder), "--port", str(port), "--baseURL", base]
    return {
        "page": f"http://127.0.0.1:{port}/{place}",
        "file": str(tool.path(SERIAL, COLUMN)),
        "command": command,
        "folder": str(ROOT),
        "starts": starts,
        "renames": renames,
    }


def look(tools: list[Contestant], saves: int, starts: int, renames: bool) -> list[Seen]:
    """Start the previews, save in turn, and tell what the browser saw of each."""
    given = json.dumps([watched(tool, starts, renames) for tool in tools])
    done = subprocess.run(["node", str(DRIVER), str(saves), given], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-2_000:])
    return [Seen(**each) for each in json.loads(done.stdout)]


def table(tools: list[Contestant], plain: list[Seen], renamed: list[Seen]) -> str:
    """The figures as Markdown."""
    names = [tool.name for tool in tools]
    ratios = [f"ratio to {name}" for name in names[1:]]
    rows: tuple[tuple[str, int, list[float]], ...] = (
        ("first page after the start: median", 1_500, [statistics.median(each.first) for each in plain]),
        ("a file is written to: median", 150, [statistics.median(each.saves) for each in plain]),
        ("a file is written to: p95", 300, [each.slow for each in plain]),
        ("another file takes its name: median", 150, [statistics.median(each.saves) for each in renamed]),
        ("another file takes its name: p95", 300, [each.slow for each in renamed]),
    )
    lines = [f"| what | wanted | {' | '.join((*names, *ratios))} |", "|---" * (2 * len(names) + 1) + "|"]
    for what, wanted, found in rows:
        cells = [f"{each:,.0f} ms" for each in found] + [f"{found[0] / each:.2f}" for each in found[1:]]
        lines.append(f"| {what} | ≤ {wanted:,} ms | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", default="gongkai,hugo")
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=125, help="of each unit")
    parser.add_argument("--saves", type=int, default=40, help="of each kind, in each preview")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--place", type=Path, default=ROOT / "benchmarks/.work")
    parser.add_argument("--write", type=Path, help="a Markdown file whose figures of the preview are replaced")
    chosen = parser.parse_args()
    tools = contestants(chosen.place, chosen.tools.split(","), chosen.units, chosen.documents, None)
    for tool in tools:  # what a preview finds in the morning: the caches of the last build
        tool.build()
    plain = look(tools, chosen.saves, chosen.starts, renames=False)
    renamed = look(tools, chosen.saves, 1, renames=True)
    told = (
        f"{table(tools, plain, renamed)}\n\n{chosen.units} units × {chosen.documents} documents, {chosen.saves} saves"
        f" of each kind in each preview, {chosen.starts} starts, {os.cpu_count()} processors, Python"
        f" {platform.python_version()}, headless Chromium."
    )
    print(told)
    for tool, *seen in zip(tools, plain, renamed, strict=True):
        print(tool.name, seen, file=sys.stderr)
    if chosen.write:
        put_between(chosen.write, MARKS, told)


if __name__ == "__main__":
    main()
