"""`make bench`: this project and its peers side by side, on the same documents, in turn.

Every run is a whole process. Within a round each tool does each task once, one tool after the other, so that what
disturbs the machine disturbs all; the tables hold medians. Peak memory is measured in runs of its own: the sum of the
proportional set sizes (PSS) of all processes of the tool, read every 20 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus, peers

ROOT = Path(__file__).resolve().parent.parent
TASKS = {
    "cold": "cold build",
    "nothing": "nothing changed",
    "body": "one body edited",
    "title": "one title edited",
    "added": "one document added",
    "template": "document template changed",
}
SETTLE = 0.1  # seconds between a change and the build: files younger than a clock tick are never trusted
MARKS = ("<!-- figures -->", "<!-- /figures -->")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock, seconds of all processors, bytes at the peak (0 where not measured)."""

    wall: float
    cpu: float
    peak: int = 0


@dataclass(frozen=True, slots=True)
class Contestant:
    """A tool in its folder, and how the tasks are done to it."""

    name: str
    folder: Path
    command: tuple[str, ...]
    output: tuple[str, ...]
    public: str
    document: str
    template: Path

    def build(self, measure_memory: bool = False) -> Run:
        """One run of the tool as a process, with whatever it starts."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment["PYTHONPATH"] = str(ROOT)
        before, started = os.times(), time.perf_counter()
        process = subprocess.Popen(
            self.command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        peak = 0
        while measure_memory and process.poll() is None:
            peak = max(peak, sum(_memory(process.pid)))
            time.sleep(0.02)
        _, errors = process.communicate()
        wall, after = time.perf_counter() - started, os.times()
        if process.returncode:
            raise SystemExit(f"{self.name} failed:\n{errors.decode(errors='replace')[-2_000:]}")
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return Run(wall, cpu, peak)

    def path(self, serial: int, column: str) -> Path:
        """The file of a document of the unit u001."""
        return self.folder / self.document.format(unit="u001", column=column, name=f"d{serial:05d}")


def _memory(pid: int) -> Iterator[int]:
    """The proportional set sizes of a process and its children, in bytes."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                yield int(line.split()[1]) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _memory(int(child))
    except (OSError, ValueError):  # it has ended meanwhile
        return


def contestants(place: Path, names: list[str], units: int, documents: int, real: Path | None) -> list[Contestant]:
    """The tools asked for, each with its site written."""
    found = []
    for name in names:
        folder = place / name
        shutil.rmtree(folder, ignore_errors=True)
        if name == "gongkai":
            corpus.write_county(folder, units, documents, real)
            template = folder / "themes/default/templates/document.html"
            shutil.copytree(ROOT / "themes/default", folder / "themes/default")
            command = (sys.executable, "-m", "generator", "build", "--json")
            pattern = "content/{unit}/{column}/{name}.md"
            found.append(Contestant(name, folder, command, ("output",), "output/public/", pattern, template))
            continue
        peer = next(each for each in peers.ALL if each.name == name)
        peers.write(peer, folder, units, documents, real)
        template = folder / peer.template
        found.append(Contestant(name, folder, peer.command, peer.output, peer.public, peer.document, template))
    return found


# ── the tasks: what is changed before a build ───────────────────────────────────────────────────────────────────


def _cold(tool: Contestant, round_: int) -> None:
    for name in tool.output:
        path = tool.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _nothing(tool: Contestant, round_: int) -> None:
    return


def _body(tool: Contestant, round_: int) -> None:
    with tool.path(8, "gg").open("a", encoding="utf-8") as file:
        file.write(f"\n第{round_}次修改的内容。\n")


def _title(tool: Contestant, round_: int) -> None:
    path = tool.path(12, "gg")
    path.write_text(path.read_text("utf-8").replace("关于做好", f"关于第{round_}次做好", 1), "utf-8")


def _added(tool: Contestant, round_: int) -> None:
    """A copy of a document under another number, file and title."""
    source = tool.path(13, "dt")
    text = source.read_text("utf-8").replace("第13号", f"第9{round_:03d}号").replace("d00013", f"e{round_:05d}")
    text = re.sub(r"/(20\d\d)-(\d{5})\b", rf"/\g<1>-9{round_:04d}", text, count=1)
    source.with_name(f"e{round_:05d}.md").write_text(text, "utf-8")


def _template(tool: Contestant, round_: int) -> None:
    """Another word before the date of every document, in the one template that only documents have."""
    text, changed = re.subn(
        r"<span>(?:第\d+版)?发布日期：", f"<span>第{round_}版发布日期：", tool.template.read_text("utf-8"), count=1
    )
    assert changed, tool.template
    tool.template.write_text(text, "utf-8")


CHANGES: dict[str, Callable[[Contestant, int], None]] = {
    "cold": _cold,
    "nothing": _nothing,
    "body": _body,
    "title": _title,
    "added": _added,
    "template": _template,
}


# ── measuring ───────────────────────────────────────────────────────────────────────────────────────────────────


def measure(tools: list[Contestant], tasks: list[str], rounds: int) -> dict[str, dict[str, list[Run]]]:
    """All rounds of all tasks: task → tool → runs; the last round measures memory, and its times do not count."""
    found: dict[str, dict[str, list[Run]]] = {task: {tool.name: [] for tool in tools} for task in tasks}
    for tool in tools:  # caches of the system, compiled Python
        tool.build()
    for round_ in range(1, rounds + 2):
        for task in tasks:
            for tool in tools:
                CHANGES[task](tool, round_)
                time.sleep(SETTLE)
                run = tool.build(measure_memory=round_ > rounds)
                found[task][tool.name].append(run)
                print(f"{round_}/{rounds + 1} {task} {tool.name} {run.wall:.3f} s", file=sys.stderr)
    return found


def summary(runs: list[Run]) -> dict[str, float]:
    """Medians of the timed rounds with their extremes; the peak of the last."""
    timed = runs[:-1]
    walls = [run.wall for run in timed]
    return {
        "wall": statistics.median(walls),
        "min": min(walls),
        "max": max(walls),
        "cpu": statistics.median(run.cpu for run in timed),
        "peak": runs[-1].peak / 1e6,
    }


def tables(result: dict[str, dict[str, dict[str, float]]]) -> str:
    """The figures as Markdown: seconds, ratios, memory."""
    names = list(next(iter(result.values())))
    lines = ["| task | " + " | ".join(names) + " | " + " | ".join(f"ratio to {name}" for name in names[1:]) + " |"]
    lines.append("|---" * (2 * len(names)) + "|")
    for task, found in result.items():
        cells = [
            f"{each['wall']:.2f} s [{each['min']:.2f}–{each['max']:.2f}], CPU {each['cpu']:.1f} s"
            for each in found.values()
        ]
        ratios = [f"{found[names[0]]['wall'] / found[name]['wall']:.2f}" for name in names[1:]]
        lines.append(f"| {TASKS[task]} | " + " | ".join((*cells, *ratios)) + " |")
    for task, found in result.items():
        peaks = [f"{each['peak']:.0f} MB" for each in found.values()]
        ratios = [f"{found[names[0]]['peak'] / max(found[name]['peak'], 1):.2f}" for name in names[1:]]
        lines.append(f"| peak memory, {TASKS[task]} | " + " | ".join((*peaks, *ratios)) + " |")
    return "\n".join(lines)


def floor(tool: Contestant, place: Path) -> float:
    """Seconds to write the same files with nothing else: two processes, the bytes already in memory."""
    code = (
        "import os,sys,time\n"
        "files=[(os.path.relpath(os.path.join(d,n),sys.argv[1]),open(os.path.join(d,n),'rb').read())"
        " for d,_,names in os.walk(sys.argv[1],followlinks=True) for n in names]\n"
        "for folder in {os.path.dirname(name) for name,_ in files}:\n"
        "  os.makedirs(os.path.join(sys.argv[2],folder),exist_ok=True)\n"
        "pid=os.fork(); started=time.perf_counter()\n"
        "for name,data in files[bool(pid)::2]:\n"
        "  with open(os.path.join(sys.argv[2],name),'wb') as file: file.write(data)\n"
        "if pid: os.wait(); print(time.perf_counter()-started)\n"
    )
    target = place / "floor"
    shutil.rmtree(target, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tool.folder / tool.public), str(target)],
        capture_output=True,
        text=True,
        check=True,
    )
    shutil.rmtree(target)
    return float(done.stdout)


def pages(tool: Contestant) -> tuple[int, float]:
    """How many HTML files a tool made, and the megabytes of all its files."""
    count, size = 0, 0
    for folder, _, names in os.walk(tool.folder / tool.public, followlinks=True):
        count += sum(1 for name in names if name.endswith(".html"))
        size += sum(os.path.getsize(os.path.join(folder, name)) for name in names)
    return count, size / 1e6


def put_between(path: Path, marks: tuple[str, str], text: str) -> None:
    """Replace what stands between two marks of a Markdown file."""
    before, _, rest = path.read_text("utf-8").partition(marks[0])
    path.write_text(f"{before}{marks[0]}\n\n{text}\n\n{marks[1]}{rest.partition(marks[1])[2]}", "utf-8")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", default="gongkai,hugo,zola,eleventy,pelican")
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", default="125", help="of each unit; several sizes with commas: 25,125,1250")
    parser.add_argument("--texts", type=Path, help="a folder of real texts instead of the made-up ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--place", type=Path, default=ROOT / "benchmarks/.work")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", type=Path, help="a Markdown file whose figures are replaced")
    chosen = parser.parse_args()
    told, kept = [], {}
    for size in map(int, chosen.documents.split(",")):
        tools = contestants(chosen.place, chosen.tools.split(","), chosen.units, size, chosen.texts)
        runs = measure(tools, chosen.tasks.split(","), chosen.rounds)
        result = {task: {name: summary(each) for name, each in found.items()} for task, found in runs.items()}
        made = {tool.name: pages(tool) for tool in tools}
        limit = floor(tools[0], chosen.place)
        kept[size] = {"tasks": result, "pages": made, "floor": limit}
        counted = ", ".join(f"{name} {count:,} pages in {size_:.0f} MB" for name, (count, size_) in made.items())
        what = f"real texts of {chosen.texts.name}" if chosen.texts else "made-up official documents"
        told.append(
            f"### {chosen.units} units × {size} documents ({what})\n\n{tables(result)}\n\n{counted}."
            f" Writing the files of {tools[0].name} with nothing else: {limit:.2f} s."
            f" {chosen.rounds} rounds, {os.cpu_count()} processors, Python {platform.python_version()}."
        )
    text = "\n\n".join(told)
    print(text)
    if chosen.json:
        chosen.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    if chosen.write:
        put_between(chosen.write, MARKS, text)


if __name__ == "__main__":
    main()
