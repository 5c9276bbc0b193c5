"""A folder on a server where new files wait, named by their digest, until an edition is made public.

A name without ending is a file that is whole; with `.part` it is on its way, and is gone on with where it stopped. So
what was once sent is never sent again, to whichever edition it belongs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from generator.changes import Change, Interrupted, Item
from generator.sending import Altered, Meter, pieces

PART = ".part"


class Store(Protocol):
    """A connection that can do this with names in the folder."""

    def append(self, name: str, start: int, data: Iterator[bytes]) -> None:
        """Write data from `start` on; what stood there goes."""

    def size(self, name: str) -> int | None:
        """How many bytes there are; None for no such name."""

    def finish(self, part: str, name: str) -> None:
        """Make sure that it is kept, and give it its name."""

    def drop(self, name: str) -> None:
        """Remove it."""


def names(change: Change) -> list[tuple[str, Item]]:
    """Each upload with its name in the folder; the second file with the same bytes has a name of its own."""
    seen: dict[str, int] = {}
    found = []
    for item in change.uploads:
        count = seen[item.state.sha256] = seen.get(item.state.sha256, 0) + 1
        found.append((item.state.sha256 if count == 1 else f"{item.state.sha256}.{count}", item))
    return found


def missing(change: Change, there: Collection[str]) -> list[tuple[str, Item]]:
    """The uploads that are not in the folder yet."""
    return [(name, item) for name, item in names(change) if name not in there]


def stage(store: Store, name: str, item: Item, begun: set[str], meter: Meter) -> None:
    """Bring a file into the folder; `begun` are the parts that may be there, and is kept for who tries again."""
    part = f"{name}{PART}"
    start = (store.size(part) or 0) if part in begun else 0
    start = start if start <= item.state.size else 0
    begun.add(part)
    try:
        store.append(part, start, _metered(pieces(item, start), meter))
    except Altered:
        store.drop(part)
        raise
    if store.size(part) != item.state.size:  # some servers take an end that came too early for the end
        raise Interrupted("服务器上的文件不完整", item.address, "再发布一次，会从断的地方接着传")
    store.finish(part, name)


def _metered(data: Iterator[bytes], meter: Meter) -> Iterator[bytes]:
    for piece in data:
        meter.add(len(piece))
        yield piece
