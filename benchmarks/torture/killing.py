"""R1: builds and publications killed at random moments; R15: rollbacks too; R6: many at once; R7: edits meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.torture.counties import BACK, SERIAL, Place, edit, place
from benchmarks.torture.figures import Figure
from benchmarks.torture.forking import Forker, Run, kill
from county import County, document
from generator.trees import releases

VERBS = {"build": SERIAL, "publish": ()}


def kills(root: Path, forker: Forker, times: int, seed: int = 7) -> Figure:
    """R1: an edit, then a build or a publication that is killed somewhere; then a night that must need no help."""
    made, dice, faults = place(root, forker), random.Random(seed), []
    landed = 0
    spent = dict.fromkeys(VERBS, 0.3)
    for number in range(times):
        act, verb = edit(made, dice, number), ("build", "publish")[number % 2]
        if verb == "publish":
            made.build()
        before = made.public(), made.shown()
        run = forker.prepare(made.county, verb, *VERBS[verb])
        landed += _killed_in(run, forker, dice.uniform(0, spent[verb]))
        between = made.public(), made.shown()
        started = time.perf_counter()
        told = made.settle()
        spent[verb] = 0.8 * spent[verb] + 0.2 * min(1.0, time.perf_counter() - started) / 2
        after = made.public(), made.shown()
        told = told or _judged(before, between, after) or made.differs()
        faults += [f"kill {number} in {verb} after {act}: {told}"] if told else []
    return Figure(
        "R1", "SIGKILL at random moments of build and publish", times, tuple(faults), f"{landed} while it worked"
    )


def _killed_in(run: Run, forker: Forker, seconds: float) -> bool:
    """Let a child work for so long, then kill it; whether it was still working."""
    forker.go([run])
    time.sleep(seconds)
    kill(run)
    return forker.wait(run).status < 0


def _judged(before: Sequence[object], between: Sequence[object], after: Sequence[object]) -> str:
    for name, *three in zip(("the public tree", "the target"), before, between, after, strict=True):
        if three[1] not in (three[0], three[2]):
            return f"{name} is neither the old nor the new"
    return ""


def rollbacks(root: Path, forker: Forker, times: int, seed: int = 9) -> Figure:
    """R15: going back and forward, killed somewhere: every section is wholly the old or the new one, then as wished."""
    made, dice, faults = place(root, forker), random.Random(seed), []
    for step in range(3):
        edit(made, dice, step)
        if told := made.settle():
            faults.append(told)
    newest, landed = made.public(), 0
    for number in range(times):
        back = number % 2 == 0
        call = BACK if back else ("rollback", "--forward")
        before = made.public(), made.shown()
        landed += _killed_in(forker.prepare(made.county, *call), forker, dice.uniform(0, 0.06))
        between = made.public(), made.shown()
        told = made.settle()
        after = made.public(), made.shown()
        told = told or _judged(before, between, after)
        ended = forker.run(made.county, "rollback", "--forward")
        told = told or (made.settle() if ended.status in (0, 2) else ended.said)
        told = told or ("" if made.public() == newest else "not the newest state after going forward")
        if not back:
            forker.run(made.county, *BACK)
        faults += [f"kill {number} in {call}: {told}"] if told else []
    kept = len(releases(made.output))
    return Figure(
        "R15", "SIGKILL within rollback", times, tuple(faults), f"{landed} while it worked; {kept} releases kept"
    )


def starts(root: Path, forker: Forker, times: int, at_once: int = 8, seed: int = 11) -> Figure:
    """R6: many builds and publications at the same moment; in every second round the one that builds is killed."""
    made, dice, faults = place(root, forker), random.Random(seed), []
    refused, slowest = 0, 0.0
    for number in range(times):
        act = edit(made, dice, number)
        before = made.public(), made.shown()
        verbs = [("build", "build", "build", "publish")[each % 4] for each in range(at_once)]
        runs = [forker.prepare(made.county, verb, *VERBS[verb]) for verb in verbs]
        started = time.perf_counter()
        forker.go(runs)
        killed = _holder(made, runs) if number % 2 else None
        if killed is not None:
            time.sleep(dice.uniform(0, 0.1))
            kill(killed)
        ended = {run.pid: forker.wait(run) for run in runs}
        between = made.public(), made.shown()
        builders = [str(run.pid) for run, verb in zip(runs, verbs, strict=True) if ended[run.pid].status == 0]
        builders += [str(killed.pid)] if killed is not None else []
        told = ""
        for run, verb in zip(runs, verbs, strict=True):
            status, said = ended[run.pid]
            if status == 3 and verb == "build" and any(f"进程 {pid}，主机" in said for pid in builders):
                refused += 1
            elif status != 0 and not (killed is not None and run.pid == killed.pid):
                told = told or f"{verb} ended with {status}: {said[-200:]}"
        slowest = max(slowest, time.perf_counter() - started)
        told = told or made.settle() or made.differs()
        told = told or _judged(before, between, (made.public(), made.shown()))
        faults += [f"round {number} after {act}: {told}"] if told else []
    note = f"{refused} told who builds and ended with 3; slowest round {slowest:.1f} s"
    return Figure("R6", f"{at_once} simultaneous starts", times, tuple(faults), note)


def _holder(made: Place, runs: Sequence[Run]) -> Run | None:
    """The child that has the lock, as the lock says."""
    for _ in range(200):
        said = (made.output / ".lock").read_text("utf-8")
        found = [run for run in runs if f"进程 {run.pid}，" in said]
        if found:
            return found[0]
        time.sleep(0.005)
    return None


def editing(root: Path, forker: Forker, times: int, seed: int = 13) -> Figure:
    """R7: files are saved while builds run, whole or in two steps; when the editor rests, all is as a clean build."""
    made, faults = place(root, forker, 5), []
    for number in range(times):
        rest = threading.Event()
        editor = threading.Thread(target=_edit_on, args=(made, rest, random.Random(seed + number)))
        editor.start()
        for _ in range(2):
            ended = made.build()
            if ended.status not in (0, 1) or "Traceback" in ended.said:
                faults.append(f"build {number} while editing ended with {ended.status}: {ended.said[-300:]}")
        rest.set()
        editor.join()
        told = made.settle() or made.differs()
        faults += [f"build {number}: {told}"] if told else []
    return Figure("R7", "builds while files are saved (20 a second), two each", times, tuple(faults))


def _edit_on(made: Place, rest: threading.Event, dice: random.Random) -> None:
    county = County(made.county, (), (made.county / "site.yaml").read_text("utf-8"))
    step = 0
    while not rest.wait(0.05):
        step += 1
        number = dice.randrange(1, 6)
        path = f"content/jinping/gg/n{number}.md"
        text = document(f"通知{number}", f"2026-{number:05d}", body=f"第 {step} 次保存。\n" * 20)
        manner = dice.choice(("rename", "truncate", "in place"))
        if manner == "rename":
            county.write("content/jinping/.new.md", text).rename(made.county / path)
        elif manner == "truncate":
            with (made.county / path).open("w", encoding="utf-8") as stream:
                stream.flush()
                rest.wait(0.02)
                stream.write(text)
        else:
            county.write(path, text)
