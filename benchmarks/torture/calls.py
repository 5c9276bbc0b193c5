"""R2, R3, R11: every system call that changes something below a county, killed or failing in its turn, by strace."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.torture.counties import Place, Tree, edit, pages, place
from benchmarks.torture.figures import Absent, Figure
from benchmarks.torture.forking import Ended, Forker
from benchmarks.torture.killing import VERBS

CHANGING = (
    "open,openat,creat,write,pwrite64,writev,copy_file_range,sendfile,fsync,fdatasync,syncfs,sync,rename,renameat,"
    "renameat2,unlink,unlinkat,symlink,symlinkat,link,linkat,mkdir,mkdirat,rmdir,truncate,ftruncate,"
    "chmod,fchmod,fchmodat"
)
OPENING = ("open", "openat")
KILL = "signal=KILL"
ERRORS = ("error=EIO", "error=ENOSPC", "error=EROFS")
FAULTS = (KILL, *ERRORS)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")


class Call(NamedTuple):
    """A system call of a run, as strace tells it: `turn` counts the calls of its name in the process."""

    name: str
    turn: int
    told: str


class Found(NamedTuple):
    """What a run did, how it ended, and what is public of it after."""

    calls: tuple[Call, ...]
    ended: Ended


def traced(made: Place, verb: str, *options: str) -> Found:
    """Run a verb under strace; all calls of the process itself that are traced."""
    if shutil.which("strace") is None:
        raise Absent("需要 strace：apt-get install strace")
    out = made.root / "trace"
    run = made.forker.prepare(made.county, verb, *VERBS[verb])
    command = ["strace", "-f", "-qq", "-y", "-o", str(out), "-e", f"trace={CHANGING}", *options, "-p", str(run.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        _await_tracer(run.pid, tracer)
        made.forker.go([run])
        ended = made.forker.wait(run)
    return Found(tuple(_calls(out, run.pid)), ended)


def _await_tracer(pid: int, tracer: subprocess.Popen[str]) -> None:
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            assert tracer.stderr is not None
            raise Absent(f"strace 不能用：{tracer.stderr.read().strip()}")
        time.sleep(0.001)


def _calls(trace: Path, pid: int) -> Iterator[Call]:
    turns: Counter[str] = Counter()
    for line in trace.read_text("utf-8", "replace").splitlines():
        found = _LINE.match(line)
        if found and int(found[1]) == pid:
            turns[found[2]] += 1
            yield Call(found[2], turns[found[2]], found[3])


def changing(calls: Sequence[Call], root: Path) -> tuple[Call, ...]:
    """Those of the calls that change something below a folder."""
    below = [each for each in calls if str(root) in each.told]
    return tuple(each for each in below if each.name not in OPENING or "O_CREAT" in each.told or "O_TRUNC" in each.told)


# ── every step ──────────────────────────────────────────────────────────────────────────────────────────────────


class Scene(NamedTuple):
    """A county that was edited since it was built (or published), kept so; and what comes of it."""

    made: Place
    verb: str
    calls: tuple[Call, ...]
    before: tuple[Tree, Tree]
    after: tuple[Tree, Tree]


def scene(root: Path, forker: Forker, verb: str, seed: int = 3) -> Scene:
    """A tiny county after a dozen edits, before a verb."""
    made, dice = place(root, forker, 1), random.Random(seed)
    for step in range(12):
        edit(made, dice, step)
    if verb == "publish":
        made.build()
    made.keep("kept")
    made.restore("kept")
    before = made.public(), made.shown()
    found = traced(made, verb)
    assert found.ended.status == 0, found.ended.said
    calls = changing(found.calls, made.root)
    assert not made.settle()
    return Scene(made, verb, calls, before, (made.public(), made.shown()))


def spread(scene: Scene, runs: int | None) -> tuple[tuple[Call, str], ...]:
    """Every call killed, and every call failing with the errors in turn; or as many calls as are wanted, evenly spread,
    the faults in turn."""
    calls = scene.calls
    if runs is None:
        failing = tuple((call, ERRORS[turn % len(ERRORS)]) for turn, call in enumerate(calls))
        return tuple((call, KILL) for call in calls) + failing
    return tuple((calls[turn * len(calls) // runs], FAULTS[turn % len(FAULTS)]) for turn in range(runs))


def steps(scene: Scene, runs: int | None) -> Figure:
    """R2, R3: one run for each call: what is shown is old or new, failure is told, and the next run settles it."""
    faults, hit, said = [], 0, Counter[int]()
    chosen = spread(scene, runs)
    for call, fault in chosen:
        scene.made.restore("kept")
        inject = f"inject={call.name}:{fault}:when={call.turn}"
        found = traced(scene.made, scene.verb, "-e", inject)
        hit += found.ended.status == -9 or any("INJECTED" in each.told for each in found.calls)
        said[found.ended.status] += 1
        if told := _harm(scene, found.ended):
            faults.append(f"{scene.verb} {inject} ({call.told[:120]}): {told}")
    what = f"{scene.verb}: {len(scene.calls)} state-changing calls × kill, and an error in turn"
    note = f"{hit} hit; exit " + ", ".join(f"{status} × {count}" for status, count in sorted(said.items()))
    return Figure("R2, R3", what, len(chosen), tuple(faults), note)


def _harm(scene: Scene, ended: Ended) -> str:
    """What is not as promised after a fault in the middle; "" for nothing."""
    found = scene.made.public(), scene.made.shown()
    old, new = scene.before, scene.after
    if found[0] not in (old[0], new[0]) or pages(found[1]) not in (pages(old[1]), pages(new[1])):
        return "neither old nor new"
    if "Traceback" in ended.said:
        return f"a traceback: {ended.said[-600:]}"
    shown = found[0] if scene.verb == "build" else pages(found[1])
    wanted = new[0] if scene.verb == "build" else pages(new[1])
    if ended.status == 0 and shown != wanted:
        return "success is told, and it is not so"
    if ended.status > 0 and "错误" not in ended.said and "失败" not in ended.said:
        return f"nothing is said of what is wrong: {ended.said[-300:]}"
    if told := scene.made.settle():
        return told
    return "" if scene.made.public() == new[0] else "the next run does not come to the new"


# ── what is on the disk ─────────────────────────────────────────────────────────────────────────────────────────


def durable(scene: Scene) -> Figure:
    """R11: replays the calls of a run: at the switch nothing new is unsynced, before it is on the disk nothing goes."""
    scene.made.restore("kept")
    calls = changing(traced(scene.made, scene.verb).calls, scene.made.root)
    link = ".public.new" if scene.verb == "build" else ".current.new"
    waiting = Waiting()
    switched = settled = False
    faults = []
    for call in calls:
        if call.name.startswith("rename") and link in call.told:
            switched = True
            faults += [f"not on the disk at the switch: {name}" for name in waiting.names() if _matters(name, link)]
        elif call.name.startswith(("unlink", "rmdir")) and switched and not settled:
            faults.append(f"removed before the switch was on the disk: {call.told[:200]}")
        settled = settled or (switched and call.name == "fsync")
        waiting.take(call)
    if not switched or not settled:
        faults.append("no switch was seen, or it was not brought to the disk")
    return Figure("R11", f"{scene.verb}: calls replayed up to the switch", len(calls), tuple(faults))


class Waiting:
    """What a loss of power would take: bytes of files, and names in folders, that are not yet on the disk."""

    def __init__(self) -> None:
        self._bytes: set[str] = set()
        self._entries: set[str] = set()

    def names(self) -> list[str]:
        """All of it."""
        return sorted(self._bytes | self._entries)

    def take(self, call: Call) -> None:
        """What a call adds or brings to the disk."""
        names = re.findall(r'["<](/[^">]+)[">]', call.told)
        match call.name:
            case "syncfs" | "sync":
                self._bytes, self._entries = set(), set()
            case "fsync" | "fdatasync":
                self._bytes.discard(names[0])
                self._entries = {name for name in self._entries if name.rpartition("/")[0] != names[0]}
            case "rename" | "renameat" | "renameat2":
                self._bytes = {_moved(name, *names[-2:]) for name in self._bytes}
                self._entries = {_moved(name, *names[-2:]) for name in self._entries} | {names[-1]}
            case "unlink" | "unlinkat" | "rmdir":
                self._bytes.discard(names[-1])
                self._entries.discard(names[-1])
            case "open" | "openat" | "link" | "linkat" | "symlink" | "symlinkat" | "mkdir" | "mkdirat":
                self._entries.add(names[-1])
            case _:
                self._bytes.add(names[0])


def _moved(name: str, source: str, target: str) -> str:
    return target + name[len(source) :] if name == source or name.startswith(f"{source}/") else name


def _matters(name: str, link: str) -> bool:
    """The new link itself is brought to the disk with its rename; a lock says nothing that is needed after a crash."""
    return not name.endswith((link, "/.lock"))
