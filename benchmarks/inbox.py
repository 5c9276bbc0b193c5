"""`python -m benchmarks.inbox FOLDER`: from the drop of a document to the last of 67 inboxes, in a county of 160,000.

A county of `--units` × `--documents` is written with the corpus (kept where it is there already); its store gets
`--history` documents of nine years, each sent to 67 units. Then `gongkai inbox --watch` runs as an IT officer runs it,
documents are dropped one by one, and each is looked for where its addressees look: in the feed of every inbox, and on
its page. At last 221 come at once, and `feedparser` reads every feed with its archives: who has what is compared with
who was sent what. What the machine had to do besides is told as its load.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import feedparser

from benchmarks.corpus import slugs, write_county

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from dispatches import routine  # noqa: E402 (the tests' own documents)
from generator.dispatching.passing import passed  # noqa: E402
from generator.dispatching.receiving import clear, receive  # noqa: E402
from generator.dispatching.settings import settings_of  # noqa: E402
from generator.drop_folder import listed  # noqa: E402
from generator.epoch import epoch  # noqa: E402
from generator.site import load_site  # noqa: E402
from generator.tasks import Task  # noqa: E402
from generator.workspace import Workspace  # noqa: E402

ADDRESS = "http://oa.county.example/"
INBOXES, YEARLY, BATCH = 67, 221, 221
PATIENCE = 300  # seconds after which a document counts as lost
FIRST = date(2017, 11, 6)


def prepare(root: Path, units: int, documents: int) -> tuple[str, ...]:
    """The county, written where it is not there yet; the units that documents are sent to."""
    if not (root / "site.yaml").exists():
        write_county(root, units, documents)
    named = slugs(units)
    site = root / "site.yaml"
    text = site.read_text("utf-8").partition("公文流转:")[0]
    targets = named[1 : INBOXES + 1]
    site.write_text(f"{text}公文流转:\n  内网网址: {ADDRESS}\n  分组: {{全部: {'、'.join(targets)}}}\n", "utf-8")
    (root / "oa-inbox").mkdir(exist_ok=True)
    return targets


def fill(root: Path, count: int) -> float:
    """A store of `count` documents over the years, and their inboxes; how many seconds the first making took."""
    task = task_of(root)
    settings = settings_of(root, task.site, units_of(root))
    folder = settings.folder
    have = len(list((root / "dispatches").glob("*/*"))) if (root / "dispatches").exists() else 0
    months = max(1, -(-count * 12 // YEARLY))
    for month in range(months):
        day = FIRST + timedelta(days=30 * month)
        share = range(month * count // months, (month + 1) * count // months)
        for number in share:
            if number >= have:
                routine(number + 1, "portal", 主送="group:全部").drop(folder)
        there = listed(folder)
        if there:
            taken = receive(root, settings, there, frozenset(there), f"{day}T09:00", task.site.attachment_limit)
            clear(settings, there, taken.done)
    started = time.perf_counter()
    passed(task, settings, {}, frozenset(), "2026-11-23T09:00", len(os.sched_getaffinity(0)))
    return time.perf_counter() - started


def task_of(root: Path) -> Task:
    """What a pass has in common."""
    site, findings = load_site(Workspace(root))
    assert site is not None, findings
    return Task(root, site, date(2026, 11, 23), epoch(), False, 1)


def units_of(root: Path) -> tuple[str, ...]:
    """All units of the county."""
    return tuple(sorted(path.name for path in (root / "content").iterdir()))


@contextmanager
def watching(root: Path) -> Iterator[None]:
    """The command, as it runs all day."""
    command = [sys.executable, "-m", "generator", "--root", str(root), "inbox", "--watch"]
    log = (root / "watch.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
        log.close()


def readable(root: Path, targets: tuple[str, ...], title: str) -> bool:
    """Every inbox tells of the document, and has its page, in one and the same release."""
    release = (root / "output" / "internal").resolve()
    wanted = title.encode()
    for unit in targets:
        try:
            feed = (release / unit / "feed.atom").read_bytes()
        except OSError:  # a release that was taken away meanwhile
            return False
        place = feed.find(wanted)
        if place < 0:
            return False
        link = feed.find(b'href="', place)
        page = feed[link + 6 : feed.find(b'"', link + 6)].decode().removeprefix(ADDRESS)
        if wanted not in (release / page).read_bytes():
            return False
    return True


def wait_for(root: Path, targets: tuple[str, ...], titles: list[str]) -> float:
    """Seconds until all of them are readable everywhere."""
    started = time.perf_counter()
    for title in titles:
        while not readable(root, targets, title):
            if time.perf_counter() - started > PATIENCE:
                raise SystemExit(f"{title} did not come within {PATIENCE} s, see watch.log")
            time.sleep(0.02)
    return time.perf_counter() - started


def dropped(root: Path, number: int) -> str:
    """Put a document into the folder; its title."""
    made = routine(number, "portal", 主送="group:全部")
    made.drop(root / "oa-inbox")
    return made.title


def compared(root: Path, targets: tuple[str, ...]) -> tuple[int, int, int]:
    """How many entries all feeds have, how many documents miss in one, how many are too many."""
    expected: dict[str, list[str]] = {unit: [] for unit in units_of(root)}
    for record in (root / "dispatches").glob("*/*/dispatch.json"):
        told = json.loads(record.read_text("utf-8"))
        for unit in {*told["main"], *told["copies"]}:
            expected[unit].append(told["serial"])
    entries = missing = extra = 0
    release = (root / "output" / "internal").resolve()
    for unit, serials in expected.items():
        found: list[str] = []
        place = f"{unit}/feed.atom"
        while place:
            feed = feedparser.parse((release / place).read_bytes())
            assert not feed.bozo, place
            found += [entry.id.rpartition("/")[2] for entry in feed.entries]
            older = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
            place = older[0].removeprefix(ADDRESS) if older else ""
        entries += len(found)
        missing += len(set(serials) - set(found))
        extra += len(found) - len(set(found) & set(serials))
    return entries, missing, extra


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--history", type=int, default=2000)
    parser.add_argument("--drops", type=int, default=40)
    asked = parser.parse_args()
    root = asked.folder.resolve()
    targets = prepare(root, asked.units, asked.documents)
    print(f"{os.cpu_count()} cores; {datetime.now():%Y-%m-%d %H:%M}, {load()}", flush=True)
    seconds = fill(root, asked.history)
    print(f"{asked.units} units × {asked.documents}; {asked.history} routed × {INBOXES}: {seconds:.1f} s", flush=True)
    with watching(root):
        time.sleep(5)
        one_by_one(root, targets, asked.history, asked.drops)
        titles = [dropped(root, asked.history + asked.drops + number + 1) for number in range(BATCH)]
        print(f"{BATCH} at once → last of {INBOXES}: {wait_for(root, targets, titles):.1f} s; {load()}", flush=True)
    entries, missing, extra = compared(root, targets)
    print(f"feedparser: {entries} entries, {missing} missing, {extra} extra")


def one_by_one(root: Path, targets: tuple[str, ...], have: int, count: int) -> None:
    """Drop documents at moments that nobody can foresee."""
    chance, taken = random.Random(9), []
    for number in range(count):
        title = dropped(root, have + number + 1)
        taken.append(wait_for(root, targets, [title]))
        time.sleep(chance.random())
    taken.sort()
    slow = taken[-(-len(taken) * 19 // 20) - 1]
    told = f"median {statistics.median(taken):.2f} s, p95 {slow:.2f} s, most {taken[-1]:.2f} s"
    print(f"one of {count} → last of {INBOXES}: {told}; {load()}", flush=True)


def load() -> str:
    """What else the machine has to do."""
    return f"load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
