"""Connections cut at random bytes while a site is published: what is shown then, and what the next try sends.

`python -m benchmarks.cuts --times 50` tries all kinds of hosting, on real servers of this machine, and prints a table.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.grounds import IN_PLACE, KINDS, Files, Ground, between, edition_of, ground, two_sites
from generator.changes import Change
from generator.edition import MOST_TOP, SEALS, TOP
from generator.errors import GeneratorError

SIZE = 6 << 20
LARGEST = {"s3": SIZE // 80, "git": SIZE // 160}  # what these take whole or not at all; of others half a file is kept
RATE = 4 << 20  # bytes a second: slower than the disk, or what a server has not yet written would count as sent
ALLOWED = 0.05  # of what the whole change moves, above what was missing


class Cut(NamedTuple):
    """One try: after how many bytes the wire was cut, in which step, and how many bytes the next try moved."""

    at: int
    step: str
    resumed: int
    missing: int


class Tally(NamedTuple):
    """All tries with one kind of hosting: the bytes of an unbroken publication, the tries, and what went wrong."""

    kind: str
    whole: int
    cuts: tuple[Cut, ...]
    faults: tuple[str, ...]

    @property
    def worst(self) -> float:
        """The largest excess of a resumption over what was missing, as a part of the whole."""
        return max((each.resumed - each.missing) / self.whole for each in self.cuts)


def cut_often(place: Ground, folder: Path, times: int, seed: int) -> Tally:
    """Publish a change as often as this, each time cut somewhere else and then finished."""
    draw = random.Random(seed)
    old, new = two_sites(seed, SIZE, LARGEST.get(place.kind, SIZE // 8))
    former, wanted = edition_of(folder / "old", old, 1), edition_of(folder / "new", new, 2)
    before, after = ({name: each.source.read_bytes() for name, each in items.items()} for items in (former, wanted))
    step = between(former, wanted, 2)
    place.publish("start", between({}, former, 1))
    place.wire.rate = RATE
    place.copy("start", "whole")
    place.wire.whole()
    sent, whole = _unbroken(place, step)
    cuts, faults = [], []
    for number in range(times):
        site = f"cut{number}"
        place.wire.whole()
        place.copy("start", site)
        at = draw.randrange(1, sent) if number % 3 else draw.randrange(sent, whole)
        place.wire.cut_after(at)
        reached = _until_cut(place, site, step)
        fault = judged(place.kind, reached, place.live(site), before, after)
        if fault:
            faults.append(f"{place.kind}, cut {number} after {at} bytes in {reached}: {fault}")
        place.wire.whole()
        _resume(place, site, step, after[TOP])
        cut = Cut(at, reached, place.wire.passed, whole - at)
        cuts.append(cut)
        if cut.resumed > cut.missing + ALLOWED * whole:
            faults.append(
                f"{place.kind}, cut {number} after {at} in {reached}: {cut.missing} missing, {cut.resumed} sent"
            )
        if place.live(site) != after:
            faults.append(f"{place.kind}, cut {number}: not the new site after the second try")
    return Tally(place.kind, whole, tuple(cuts), tuple(faults))


def _unbroken(place: Ground, step: Change) -> tuple[int, int]:
    """Bytes on the wire when all is sent, and when all is done."""
    with place.place("whole") as opened:
        opened.send(step, lambda _done, _all: None)
        sent = place.wire.passed
        opened.commit(step)
        opened.tidy(step)
    return sent, place.wire.passed


def _resume(place: Ground, site: str, step: Change, seal: bytes) -> None:
    """What the next publication does: nothing is planned where the new edition is public already."""
    with place.place(site) as opened:
        if opened.receipt(TOP, MOST_TOP) != seal:
            opened.send(step, lambda _done, _all: None)
            opened.commit(step)
        opened.tidy(step)


def _until_cut(place: Ground, site: str, step: Change) -> str:
    """Publish until it breaks; the step that broke."""
    reached = "opening"
    try:
        with place.place(site, attempts=2) as opened:
            reached = "send"
            opened.send(step, lambda _done, _all: None)
            reached = "commit"
            opened.commit(step)
            reached = "tidy"
            opened.tidy(step)
    except GeneratorError:
        return reached
    return "nothing"


def judged(kind: str, reached: str, live: Files, before: Files, after: Files) -> str:
    """What is wrong with what a place shows after it broke in this step; "" for nothing."""
    if reached == "send":
        return "" if live == before else "not the old site"
    if reached in ("tidy", "nothing") and kind not in IN_PLACE:
        return "" if live == after else "not the new site"
    if kind not in IN_PLACE:
        return "" if live in (before, after) else "neither the old nor the new site"
    partial = [name for name, data in live.items() if data not in (before.get(name), after.get(name))]
    lost = [name for name in set(before) & set(after) if name not in live]
    sealed = all(live.get(name) == after[name] for name in SEALS & set(after))
    early = [name for name in after if sealed and live.get(name) != after[name]]
    return f"neither old nor new: {partial}, lost: {lost}, not there before the seal: {early}" if (
        partial or lost or early
    ) else ""  # fmt: skip


def main() -> None:
    """Try all, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("kinds", nargs="*", default=KINDS)
    told = parser.parse_args()
    print("| target | bytes of the change on the wire | cuts (send / commit / after) | wrong | worst excess |")
    print("|---|---:|---|---:|---:|")
    for kind in told.kinds:
        with TemporaryDirectory(prefix="gongkai-") as folder, ground(kind, Path(folder) / "server") as place:
            tally = cut_often(place, Path(folder), told.times, told.seed)
        steps = [each.step for each in tally.cuts]
        send, commit = steps.count("send"), steps.count("commit")
        spread = f"{send} / {commit} / {len(steps) - send - commit}"
        print(f"| {kind} | {tally.whole:,} | {spread} | {len(tally.faults)} | {tally.worst:+.1%} |", flush=True)
        for fault in tally.faults:
            print(f"    {fault}")


if __name__ == "__main__":
    main()
