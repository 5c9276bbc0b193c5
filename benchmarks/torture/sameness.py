"""D1, D2, R8, R9: the same bytes after any history, anywhere, by any clock, and whatever became of caches."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from benchmarks.torture.counties import DAY, Place, Tree, edit, pages, place, tree
from benchmarks.torture.figures import Absent, Figure
from benchmarks.torture.forking import REPOSITORY, Forker

EDITS = 3  # in a script, each built
WORKERS = ("1", "2", "8")


def histories(root: Path, forker: Forker, times: int, seed: int = 17) -> Figure:
    """D1: scripts of edits, each edit built by other workers, days passing; then a build from nothing, by others."""
    made, dice, faults = place(root, forker), random.Random(seed), []
    step = 0
    for number in range(times):
        day = ("--today", str(date(2026, 11, 23) + timedelta(number // 8)))
        acts = []
        for _ in range(EDITS):
            acts.append(edit(made, dice, step))
            step += 1
            ended = made.build(*day, "--workers", WORKERS[step % 3])
            if ended.status != 0:
                faults.append(f"script {number} {acts}: ended with {ended.status}: {ended.said[-300:]}")
        told = made.differs(*day, "--workers", WORKERS[(step + 1) % 3])
        faults += [f"script {number} {acts}: {told}"] if told else []
    return Figure(
        "D1", f"scripts of {EDITS} edits, workers 1, 2, 8 in turn, days passing, against clean", times, tuple(faults)
    )


# ── anywhere ────────────────────────────────────────────────────────────────────────────────────────────────────


def surroundings(root: Path, forker: Forker, times: int) -> Figure:
    """D2: builds from nothing that differ in one thing of the machine, and one that differs in all, which comes last:
    the last ones are tried, as many as wanted."""
    made = place(root / "plain", forker, 3)
    faults, lacking = [], []
    for name, (prefix, environment, umask) in list(_MACHINES.items())[-times:]:
        county = root / (f"别处 的县 {name}" if name in ("path", "all together") else name.replace(" ", "-")) / "county"
        shutil.copytree(made.county, county, ignore=shutil.ignore_patterns("output"))
        if name in ("times of sources", "all together"):
            for path in sorted(county.rglob("*")):
                os.utime(path, (978307200 + len(path.name), 978307200 + len(path.name)))
        try:
            with _disordered(county) if name in ("order of folders", "all together") else _plain(county) as seen:
                found = _built(seen, prefix, environment, umask)
        except Absent as lack:
            lacking.append(f"{name}: {lack}")
            continue
        wrong = sorted(each for each in found.keys() | made.public().keys() if found.get(each) != made.public()[each])
        faults += [f"{name}: {wrong[:5]}"] if wrong else []
    return Figure("D2", "other surroundings", times - len(lacking), tuple(faults), "; ".join(lacking))


FAKED = ("faketime", "-f", "@2031-03-04 05:06:07")
NAMED = ("unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh")
ONE = ("taskset", "-c", "0")
USER = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
_MACHINES: dict[str, tuple[tuple[str, ...], dict[str, str], int]] = {
    "path": ((), {}, 0o022),
    "time zone west": ((), {"TZ": "America/Los_Angeles"}, 0o022),
    "time zone east": ((), {"TZ": "Pacific/Kiritimati"}, 0o022),
    "locale C": ((), {"LC_ALL": "C", "PYTHONUTF8": "0"}, 0o022),
    "locale zh_CN": ((), {"LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, 0o022),
    "locale tr_TR": ((), {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, 0o022),
    "umask 077": ((), {}, 0o077),
    "umask 0": ((), {}, 0),
    "user": (USER, {"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}, 0o022),
    "home and names": ((), {"HOME": "/nonexistent", "USER": "somebody", "LOGNAME": "somebody"}, 0o022),
    "name of the machine": (NAMED, {}, 0o022),
    "hash seed 1": ((), {"PYTHONHASHSEED": "1"}, 0o022),
    "hash seed 9": ((), {"PYTHONHASHSEED": "9"}, 0o022),
    "order of folders": ((), {}, 0o022),
    "times of sources": ((), {}, 0o022),
    "clock": (FAKED, {}, 0o022),
    "one processor": (ONE, {}, 0o022),
    "all together": (
        (*NAMED, *ONE, *FAKED),
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "5", "HOME": "/nonexistent", "USER": "x"},
        0o077,
    ),
}


def _built(county: Path, prefix: Sequence[str], environment: dict[str, str], umask: int) -> Tree:
    """Build as in a terminal; what is public then."""
    if prefix and shutil.which(prefix[0]) is None:
        raise Absent(f"需要 {prefix[0]}：apt-get install {prefix[0]}")
    if prefix == USER:
        _let_anybody(county)
    command = [*prefix, sys.executable, "-m", "generator", "--root", str(county), "build", *DAY]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, umask=umask, env={**os.environ, **environment}
    )
    if prefix and "generator" not in done.stderr and done.returncode in (1, 125, 126, 127) and not done.stdout:
        raise Absent(f"这里不能用 {prefix[0]}：{done.stderr.strip()[:100]}")
    assert done.returncode == 0, f"{command}: {done.stdout[-300:]}{done.stderr[-300:]}"
    return tree(county / "output" / "public")


def _let_anybody(county: Path) -> None:
    """Give a workspace to the user who is to build it, and let him pass the folders above it."""
    for path in (county, *county.rglob("*")):
        os.chown(path, 65534, 65534)
    for above in county.parents[:3]:
        above.chmod(0o755)


@contextmanager
def _plain(county: Path) -> Iterator[Path]:
    yield county


@contextmanager
def _disordered(county: Path) -> Iterator[Path]:
    """The same county through a file system that lists folders in another order every time."""
    if shutil.which("disorderfs") is None:
        raise Absent("需要 disorderfs：apt-get install disorderfs")
    seen = county.with_name("seen")
    seen.mkdir()
    command = ["disorderfs", "--shuffle-dirents=yes", "--quiet", str(county), str(seen)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Absent(f"这里不能用 disorderfs：{done.stderr.strip()[:100]}")
    try:
        yield seen
    finally:
        subprocess.run(["fusermount", "-u", str(seen)], check=True)


# ── by any clock ────────────────────────────────────────────────────────────────────────────────────────────────

CLOCKS = ("@1970-01-02 00:00:00", "@2010-01-01 00:00:00", "@2038-01-20 00:00:00", "+1d", "-1d", "+0 x-1")


def clocks(root: Path, forker: Forker, times: int) -> Figure:
    """R8: A, B, A again and a rollback by clocks that are wrong, another at each step, at last backwards."""
    if shutil.which("faketime") is None:
        raise Absent("需要 faketime：apt-get install faketime")
    made, faults = place(root, forker), []
    path = made.county / "content/jinping/gg/n1.md"
    text = path.read_text("utf-8")
    shown = [made.public()]
    for number, clock in enumerate(CLOCKS[:times]):
        path.write_text(text if number % 2 else f"{text}\n改过。\n", "utf-8")
        for call in (("build", *DAY), ("publish",)):
            faults += _by_clock(made, clock, *call)
        shown.append(made.public())
        told = "" if pages(made.shown()) == shown[-1] else "the target does not show what was built"
        told = told or made.differs()
        faults += [f"{clock}: {told}"] if told else []
    faults += _by_clock(made, CLOCKS[-1], "rollback")
    faults += [] if made.public() == shown[-2] else ["the rollback does not lead to the state before"]
    faults += _by_clock(made, CLOCKS[0], "rollback", "--forward")
    faults += [] if made.public() == shown[-1] else ["forward does not lead to the newest state"]
    faults += [told] if (told := made.settle()) else []
    return Figure("R8", "build, publish, rollback by clocks of 1970 to 2038, and backwards", times, tuple(faults))


def _by_clock(made: Place, clock: str, *call: str) -> list[str]:
    """A call under a clock; what went wrong."""
    command = ["faketime", "-f", clock, sys.executable, "-m", "generator", "--root", str(made.county), *call]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
    said = f"{clock}, {call[0]} ended with {done.returncode}: {done.stdout[-200:]}{done.stderr[-200:]}"
    return [] if done.returncode == 0 else [said]


# ── whatever became of caches ───────────────────────────────────────────────────────────────────────────────────


def corruptions(root: Path, forker: Forker, times: int, seed: int = 19) -> Figure:
    """R9: a cache, manifest or edition is damaged; the next build and publication show what they did, the one after
    does nothing."""
    made, dice, faults = place(root / "made", forker), random.Random(seed), []
    other = place(root / "other", forker, 1, "www.other.example")
    for step in range(6):
        if step == 5:
            made.keep("older")
        edit(made, dice, step)
        edit(other, dice, step + 50)
        assert not made.settle()
    wanted = made.public()
    for number in range(times):
        found = sorted(_notes(made.output))
        target, how = dice.choice(found), dice.choice(sorted(_DAMAGES))
        _DAMAGES[how](target, dice, made, other)
        told = _mended(made, wanted)
        if told:
            faults.append(f"{number}: {how} of {target.relative_to(made.output)}: {told}")
            made = place(root / f"made{number}", forker)  # what is broken stays broken: begin again
            wanted = made.public()
            made.keep("older")
    return Figure("R9", "corrupt, foreign, old caches, manifests, editions", times, tuple(faults))


def _notes(output: Path) -> list[Path]:
    """Everything below the output that is no page and no record of what people did."""
    found = [path for path in (output / "state").rglob("*") if path.is_file()]
    found += [*output.glob("units/*/*.json"), *output.glob("releases/*.txt"), *output.glob("editions/**/*.json")]
    return found


def _mended(made: Place, wanted: Tree) -> str:
    if told := made.settle():
        return told
    found = made.public()
    if wrong := sorted(
        address for address in found.keys() | wanted.keys() if found.get(address) != wanted.get(address)
    ):
        return f"wrong bytes: {wrong[:9]}"
    before = made.output.joinpath("public").resolve()
    again = made.build(*DAY, "--workers", "serial", "--json")
    report = json.loads(again.said[again.said.index("{") :]) if again.status == 0 else {}
    if (report.get("written"), report.get("removed")) != (0, 0) or made.output.joinpath("public").resolve() != before:
        return f"the second run is not idle: {again.said[:200]}"
    if "没有变化" not in (said := made.publish().said):
        return f"the second publication is not idle: {said[-200:]}"
    return ""


def _flip(path: Path, dice: random.Random, _made: Place, _other: Place) -> None:
    data = bytearray(path.read_bytes() or b"x")
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(bytes(data))


def _cut(path: Path, dice: random.Random, _made: Place, _other: Place) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data) + 1)])


def _double(path: Path, _dice: random.Random, _made: Place, _other: Place) -> None:
    path.write_bytes(path.read_bytes() * 2)


def _drop(path: Path, _dice: random.Random, _made: Place, _other: Place) -> None:
    path.unlink()


def _swap(path: Path, dice: random.Random, made: Place, _other: Place) -> None:
    second = dice.choice(sorted(_notes(made.output)))
    one, two = path.read_bytes(), second.read_bytes()
    path.write_bytes(two)
    second.write_bytes(one)


def _older(path: Path, _dice: random.Random, made: Place, _other: Place) -> None:
    former = made.root / "older/county/output" / path.relative_to(made.output)
    path.write_bytes(former.read_bytes() if former.is_file() else b"")


def _foreign(path: Path, dice: random.Random, made: Place, other: Place) -> None:
    same = other.output / path.relative_to(made.output)
    chosen = same if same.is_file() else dice.choice(sorted(_notes(other.output)))
    path.write_bytes(chosen.read_bytes())


_DAMAGES: dict[str, Callable[[Path, random.Random, Place, Place], None]] = {
    "bit flip": _flip,
    "truncation": _cut,
    "doubling": _double,
    "deletion": _drop,
    "swap": _swap,
    "older version": _older,
    "another site's": _foreign,
}
