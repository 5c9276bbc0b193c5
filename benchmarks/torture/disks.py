"""R4, R5: disks without room, and disks that cannot be written; mounted for the purpose, which only root may do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.torture.counties import Place, Tree, fill, pages, place
from benchmarks.torture.figures import Absent, Figure
from benchmarks.torture.forking import Ended, Forker


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


@dataclass(frozen=True, slots=True)
class Shelf:
    """A county that was edited since it was published, what it shows before and after, and its two verbs."""

    made: Place
    before: tuple[Tree, Tree]
    after: tuple[Tree, Tree]

    def folder(self, verb: str) -> Path:
        """What a verb fills."""
        return self.made.output if verb == "build" else self.made.www

    def run(self, verb: str) -> Ended:
        """Run a verb."""
        return self.made.build() if verb == "build" else self.made.publish()

    @contextmanager
    def disk(self, verb: str) -> Iterator[Path]:
        """What is kept, and what a verb fills on a disk of its own with much room."""
        self.made.restore("kept")
        if verb == "publish":
            self.made.build()
        folder, aside = self.folder(verb), self.made.root / "aside"
        shutil.rmtree(aside, ignore_errors=True)
        subprocess.run(["cp", "-a", folder, aside], check=True)
        with mounted(folder, "-t", "tmpfs", "-o", "size=1g", "tmpfs"):
            fill(aside, folder)
            yield folder


def full(root: Path, forker: Forker, times: int) -> Figure:
    """R4: rooms from none to a fifth more than is needed, bytes and then inodes, for builds and publications."""
    made = place(root, forker, 2)
    before = made.public(), pages(made.shown())
    text = (made.county / "site.yaml").read_text("utf-8")
    (made.county / "site.yaml").write_text(text.replace("测试用", "换了声明"), "utf-8")
    made.keep("kept")
    assert not made.settle()
    shelf = Shelf(made, before, (made.public(), pages(made.shown())))
    needs = {verb: _needed(shelf, verb) for verb in ("build", "publish")}
    faults, failed = [], 0
    for number in range(times):
        verb, kind = ("build", "publish")[number % 2], number // 2 % 2
        share = 1.2 * (number // 4) / max(1, (times - 1) // 4)
        told, ok = _without_room(shelf, verb, kind, round(needs[verb][kind] * share))
        failed += not ok
        faults += [f"{verb}, {('bytes', 'inodes')[kind]}, {share:.0%} of what it needs: {told}"] if told else []
    return Figure("R4", "disks without room, bytes and inodes", times, tuple(faults), f"{failed} had too little")


def _used(folder: Path) -> tuple[int, int]:
    """Bytes and inodes that are used on a disk."""
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize, found.f_files - found.f_ffree


def _needed(shelf: Shelf, verb: str) -> tuple[int, int]:
    """Bytes and inodes that a verb adds."""
    with shelf.disk(verb) as folder:
        before = _used(folder)
        ended = shelf.run(verb)
        assert ended.status == 0, ended.said
        more = tuple(new - old for new, old in zip(_used(folder), before, strict=True))
    return more[0], more[1]


def _without_room(shelf: Shelf, verb: str, kind: int, room: int) -> tuple[str, bool]:
    """What was not as promised, and whether the run succeeded."""
    with shelf.disk(verb) as folder:
        limit = f"{('size', 'nr_inodes')[kind]}={_used(folder)[kind] + room}"
        subprocess.run(["mount", "-o", f"remount,{limit}", folder], check=True)
        ended = shelf.run(verb)
        told = _misled(shelf, verb, ended)
        subprocess.run(["mount", "-o", "remount,size=1g,nr_inodes=1000000", folder], check=True)
        told = told or shelf.made.settle()
        told = told or ("" if shelf.made.public() == shelf.after[0] else "with room again: not the new")
    return told, ended.status == 0


def _misled(shelf: Shelf, verb: str, ended: Ended) -> str:
    """What is shown and what is said after a run that had no room, where it is not as promised."""
    found = shelf.made.public(), pages(shelf.made.shown())
    if any(each not in (old, new) for each, old, new in zip(found, shelf.before, shelf.after, strict=True)):
        return "neither old nor new"
    which = ("build", "publish").index(verb)
    if ended.status == 0:
        return "" if found[which] == shelf.after[which] else "success is told, and it is not so"
    clear = ended.status == 3 and "磁盘" in ended.said and "Traceback" not in ended.said
    return "" if clear else f"ended with {ended.status}: {ended.said[-400:]}"


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
