"""Published files fetched over the network, for `gongkai federate`: several at a time, within bounds, never twice.

A unit that does not answer is given up after some failures, so that it costs a round seconds and not hours; what was
fetched is kept (`federation/store.py`), and asked for again only where a list or the server says that it has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

from generator.asking import UNCHANGED, Bounds, Got, Net, tried
from generator.federation.answers import ELSEWHERE, ROOT, Answer, Asked, Bases, placed
from generator.federation.store import Copy, Store
from generator.hosts import is_web
from generator.requesting import Failed

AHEAD = 128  # requests that wait for their turn
Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Web:
    """A county as it is served."""

    net: Net
    bases: Bases = ROOT
    thorough: bool = False

    def based(self, bases: Bases) -> Web:
        """The same, once it is known where the units lie."""
        return replace(self, bases=bases)

    def read(self, address: str, expected: str = "") -> Answer:
        """A file with its bytes, fetched only where the copy at hand may be another."""
        copy = self.net.store.copy(address)
        data = self.net.store.body(copy.sha256) if copy else None
        if copy and data is not None and copy.sha256 == expected:
            return self._reused(address, copy, data)
        got = self._asked(address, copy if data is not None else None, self.net.bounds.most_bytes, keep=True)
        if isinstance(got, Answer):
            return got
        if got.status == UNCHANGED and copy and data is not None:
            return self._reused(address, copy, data)
        self.net.store.keep(address, got.copy, got.data)
        return Answer(address, got.data, got.copy.sha256, got.copy.length)

    def read_all(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Files in the order in which they were asked for, several at a time."""
        return self._many(self.read, asked)

    def digest(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Digests of files, fetched only where the list names another one than was seen."""
        return self._many(self._digest, asked)

    def exists(self, address: str) -> bool:
        """Over the network nobody asks for every address."""
        return True

    def _digest(self, address: str, expected: str) -> Answer:
        copy = self.net.store.copy(address)
        if copy and copy.sha256 == expected:
            return self._reused(address, copy, None)
        got = self._asked(address, copy, self.net.bounds.most_attachment, keep=False)
        if isinstance(got, Answer):
            return got
        if got.status == UNCHANGED and copy:
            return self._reused(address, copy, None)
        self.net.store.keep(address, got.copy, None)
        return Answer(address, None, got.copy.sha256, got.copy.length)

    def _many(self, one: Callable[[str, str], Answer], asked: Iterable[Asked]) -> Iterator[Answer]:
        waiting = iter(asked)
        while some := list(islice(waiting, AHEAD)):
            yield from self.net.pool.map(lambda each: one(*each), some)

    def _reused(self, address: str, copy: Copy, data: bytes | None) -> Answer:
        self.net.count("reused")
        self.net.store.use(address)
        return Answer(address, data, copy.sha256, copy.length)

    def _asked(self, address: str, copy: Copy | None, most: int, keep: bool) -> Got | Answer:
        """Ask a server, some times where that may help; an `Answer` where there is no file to be had."""
        place, net = placed(address, self.bases), self.net
        if place is None or not is_web(place):
            return Answer(address, wrong=ELSEWHERE, absent=True)
        unit = max((base for base, _ in self.bases if address.startswith(base)), key=len, default="")
        if reason := net.given_up(unit):
            return Answer(address, wrong=reason)
        try:
            got = tried(net, place, copy, most, keep)
        except Failed as failed:
            net.ended(unit, well=False)
            net.count("failed")
            return Answer(address, wrong=failed.wrong)
        net.ended(unit, well=True)
        net.count("absent" if got is None else "unchanged" if got.status == UNCHANGED else "fetched")
        return Answer(address, absent=True) if got is None else got


class _Threads:
    """Units harvested side by side, since they mostly wait."""

    processes = 1

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in order."""
        return self._pool.map(function, jobs)


@contextmanager
def opened(root: str, store: Store, bounds: Bounds, tick: Callable[[int], None]) -> Iterator[tuple[Web, _Threads]]:
    """The county served at an address that ends in `/`, and what its units are harvested by."""
    requests, units = ThreadPoolExecutor(bounds.at_once), ThreadPoolExecutor(bounds.at_once)
    net = Net(store, bounds, urlsplit(root).hostname or "", requests, tick)
    try:
        yield Web(net, (("", root),)), _Threads(units)
    finally:
        net.lines.stopped.set()
        units.shutdown(cancel_futures=True)
        requests.shutdown(cancel_futures=True)
        net.lines.close()
