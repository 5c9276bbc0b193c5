"""What harvesters are told of one section: the lists of its last build, and those that its files come to now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from generator.last_tree import LastTree
from generator.manifest import Published, Record
from generator.resource_sync import Base, History, advance, lists


class Harvest:
    """Lives as long as the making of its section; without a base (the county's own pages) there are no lists.

    `old` are the lists of its last tree, and `sound` where they would come out as they are as long as the files do that
    they tell of. `history` is what they were told until now.
    """

    def __init__(self, base: Base | None, code: str, last: LastTree, history: History | None) -> None:
        self.base = base
        self.stamp = sha256(repr((base, code)).encode()).hexdigest()
        self.history = history
        self.old = {url: each for url, each in last.files.items() if base.is_list(url)} if base else {}
        same = last.manifest is not None and history is last.manifest.history
        self.sound = base is None or (same and bool(self.old) and all(last.fresh(url, self.stamp) for url in self.old))

    def moves(self, files: Mapping[str, Record], published: Mapping[str, Published], today: date) -> bool:
        """Take the files as they are now into the history; True where the lists must be made again."""
        if self.base is None:
            return False
        before = self.history
        found = {url: (each.sha256, each.size) for url, each in files.items() if self.base.is_resource(url)}
        days = {url: each.entry.changed for each in published.values() for url in each.urls} if before is None else {}
        self.history = advance(before, found, days, today)
        return self.history is not before or not self.sound

    def lists(self, sequence: int) -> Iterator[tuple[str, bytes, Record]]:
        """The lists by address, with what the manifest will know of them beside their bytes."""
        if self.base is not None and self.history is not None:
            for url, text in lists(self.history, self.base):
                yield url, text.encode(), Record(self.stamp, 0, "", sequence, "harvested")
