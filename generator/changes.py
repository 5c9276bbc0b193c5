"""What has to be done to a place so that it shows an edition, from what it shows now: never from times or sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from generator.edition import FOLDER, SEALS, State
from generator.errors import GeneratorError


class Interrupted(GeneratorError):
    """A connection broke or went silent: what was sent stays there, and trying again sends the rest."""


class Astray(GeneratorError):
    """A place lacks files that its own edition lists, or has others under their names: these must be sent again."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        advice = "重新发布会补上；反复出现的，查是谁动了那边的文件"
        super().__init__("那边缺少它自己的清单里的文件", addresses[0], advice)
        self.addresses = addresses


LIST, SEAL = 3, 4  # the ranks of an edition's lists, and of what says that all else is there


class Item(NamedTuple):
    """A file to be: its address below the public root, its bytes by digest, and where they lie on this machine."""

    address: str
    state: State
    source: Path


@dataclass(frozen=True, slots=True)
class Change:
    """What must be sent, in the order in which it may become visible; what stays; what goes.

    `uploads`: content that pages refer to first, pages after, what lists them next, the seals of the edition last.
    `kept`: addresses whose bytes stay as they are. `removals` go last of all, and only what a former edition listed.
    """

    sequence: int
    uploads: tuple[Item, ...]
    kept: Mapping[str, State]
    removals: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many bytes are to be sent."""
        return sum(each.state.size for each in self.uploads)


def change(sequence: int, there: Mapping[str, State], wanted: Mapping[str, Item]) -> Change:
    """The change from what a place's own edition lists to what is wanted."""
    same = {address: each.state for address, each in wanted.items() if _equal(there.get(address), each.state)}
    uploads = sorted((each for address, each in wanted.items() if address not in same), key=_order)
    return Change(sequence, tuple(uploads), same, tuple(sorted(set(there) - set(wanted))))


def _equal(there: State | None, wanted: State) -> bool:
    return there is not None and (there.size, there.sha256) == (wanted.size, wanted.sha256)


def rank(item: Item) -> int:
    """When a file may become visible: content, pages, what lists pages, lists, seals; equal ones in any order."""
    name = item.address.rpartition("/")[2]
    if item.address.startswith(FOLDER):
        return SEAL if item.address in SEALS else LIST
    if name.endswith(".html"):
        return 2 if name == "index.html" else 1
    return 2 if name.endswith((".xml", ".json", ".jsonld", ".atom", ".txt")) else 0


class Step(NamedTuple):
    """What may become visible, or go, in any order."""

    uploads: tuple[Item, ...]
    removals: tuple[str, ...]


def steps(change: Change) -> list[Step]:
    """How a place that changes file by file makes a change public.

    What goes does so before the edition's lists and seals come: as long as these are the former ones, whatever is
    broken off is planned again.
    """
    found = [Step(tuple(together), ()) for _, together in groupby(change.uploads, key=rank)]
    telling = sum(1 for each in found if rank(each.uploads[0]) >= LIST)
    found.insert(len(found) - telling, Step((), change.removals))
    return found


def _order(item: Item) -> tuple[int, str]:
    return rank(item), item.address
