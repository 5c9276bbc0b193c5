"""R4, R5: disks without room, and disks that cannot be written; mounted for the purpose, which only root may do."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.torture.counties import Place, fill, pages, place
from benchmarks.torture.figures import Absent, Figure
from benchmarks.torture.forking import Forker


@contextmanager
def mounted(target: Path, *how: str) -> Iterator[None]:
    """Something mounted at a folder while the block runs."""
    if os.geteuid() != 0 or subprocess.run(["mount", *how, target], capture_output=True).returncode:
        raise Absent("要以 root 运行，并且要有挂载的权限")
    try:
        yield
    finally:
        subprocess.run(["umount", target], check=True)


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder that nobody can write to, not even root."""
    with mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield


def full(root: Path, forker: Forker, times: int) -> Figure:
    """R4: rooms from none to a fifth more than is needed, bytes and then inodes, for builds and publications."""
    made = place(root, forker, 2)
    before = made.public(), made.shown()
    text = (made.county / "site.yaml").read_text("utf-8")
    (made.county / "site.yaml").write_text(text.replace("测试用", "换了声明"), "utf-8")
    made.keep("kept")
    assert not made.settle()
    after = made.public(), made.shown()
    made.keep("wanted")
    need = {verb: _needed(made, where) for verb, where in (("build", "county/output"), ("publish", "www"))}
    faults, failed = [], 0
    for number in range(times):
        verb, kind = ("build", "publish")[number % 2], ("size", "nr_inodes")[number // 2 % 2]
        share = 1.2 * (number // 4) / max(1, (times - 1) // 4)
        used, more = need[verb][kind]
        room = used + round(more * share)
        where = made.output if verb == "build" else made.www
        made.restore("kept")
        if verb == "publish":
            made.build()
        limit = f"size={room}k" if kind == "size" else f"size=1g,nr_inodes={room}"
        told, ok = _without_room(made, verb, where, limit, before, after)
        failed += not ok
        faults += [f"{verb} with {limit}: {told}"] if told else []
    return Figure("R4", "disks without room, bytes and inodes", times, tuple(faults), f"{failed} had too little")


def _needed(made: Place, where: str) -> dict[str, tuple[int, int]]:
    """What is used by a folder as it was, and how much more when all is done, in KiB and in inodes."""
    found = {}
    for kind, more in (("size", ("-k",)), ("nr_inodes", ("--inodes",))):
        old, new = (_du(made.root / name / where, *more) for name in ("kept", "wanted"))
        found[kind] = old + 1, new - old
    return found


def _du(folder: Path, *how: str) -> int:
    done = subprocess.run(["du", "-s", *how, folder], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[0])


def _without_room(
    made: Place, verb: str, where: Path, limit: str, before: tuple[object, object], after: tuple[object, object]
) -> tuple[str, bool]:
    """What was not as promised, and whether the run succeeded."""
    aside = made.root / "aside"
    subprocess.run(["rm", "-rf", aside], check=True)
    subprocess.run(["cp", "-a", where, aside], check=True)
    with mounted(where, "-t", "tmpfs", "-o", limit, "tmpfs"):
        fill(aside, where)
        ended = made.build() if verb == "build" else made.publish()
        found = made.public(), pages(made.shown())
        old, new = (before[0], pages(before[1])), (after[0], pages(after[1]))  # type: ignore[arg-type]
        told = "" if found[0] in (old[0], new[0]) and found[1] in (old[1], new[1]) else "neither old nor new"
        shown = found[0] == new[0] if verb == "build" else found[1] == new[1]
        if ended.status == 0 and not shown:
            told = told or "success is told, and it is not so"
        if ended.status and (ended.status != 3 or "磁盘" not in ended.said or "Traceback" in ended.said):
            told = told or f"ended with {ended.status}: {ended.said[-300:]}"
        subprocess.run(["mount", "-o", "remount,size=1g,nr_inodes=1000000", where], check=True)
        told = told or made.settle() or ("" if made.public() == after[0] else "with room again: not the new")
    return told, ended.status == 0


def read_only(root: Path, forker: Forker) -> Figure:
    """R5: what is built, the caches, the content, and the target, each on a disk that cannot be written."""
    made, faults = place(root, forker), []
    for number, (folder, verb, statuses) in enumerate(_CASES):
        text = (made.county / "site.yaml").read_text("utf-8")
        lines = [f"示例声明: 第 {number} 次" if each.startswith("示例声明") else each for each in text.splitlines()]
        (made.county / "site.yaml").write_text("\n".join(lines) + "\n", "utf-8")
        if verb == "publish":
            made.build()
        before = made.public(), made.shown()
        with unwritable(made.root / folder):
            ended = made.build() if verb == "build" else made.publish()
        found = made.public(), made.shown()
        told = "" if ended.status in statuses and "Traceback" not in ended.said else f"{ended.status}: {ended.said}"
        told = told or ("" if (found == before) == (ended.status != 0) else "old and failed, or new and done: neither")
        told = told or made.settle()
        faults += [f"{verb} with {folder} read-only: {told}"] if told else []
    return Figure("R5", "read-only output, caches, content, target", len(_CASES), tuple(faults))


_CASES = (
    ("county/output", "build", (3,)),
    ("county/output/state", "build", (0,)),
    ("county/content", "build", (0,)),
    ("county/content", "publish", (0,)),
    ("county/output/state", "publish", (0,)),
    ("county/output", "publish", (3,)),
    ("www", "publish", (3,)),
)
