"""Published files fetched over the network, for `gongkai federate`: several at a time, within bounds, never twice.

No request follows a redirection to another host; the host that the operator named is asked wherever it lies, any other
only at public addresses, for the list of units is somebody else's. A unit that does not answer is given up after some
failures, so that it costs a round seconds and not hours; what was fetched is kept (`federation/store.py`).
"""

from __future__ import annotations

import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from itertools import islice
from time import monotonic
from typing import NamedTuple, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

from generator.federation.answers import CHUNK, MOST_BYTES, ROOT, Answer, Asked, Bases, placed
from generator.federation.store import Copy, Store
from generator.hosts import is_web
from generator.reaching import not_public, said

AGENT = "gongkai federate"
STEPS = 3  # of a redirection
AHEAD = 128  # requests that wait for their turn
SLOWEST = 32 << 10  # bytes a second, once a request has had its seconds
OFTEN = 500  # files between two words on how far a round has come
MOVED, UNCHANGED = (301, 302, 303, 307, 308), 304
Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a round may cost: seconds a request, requests at a time, tries, failures in a row, seconds a unit."""

    seconds: float = 15
    at_once: int = 8
    at_host: int = 6
    tries: int = 3
    pause: float = 0.5  # before the second try, twice as long before each further one
    failures: int = 3
    unit_seconds: float = 1800
    most_bytes: int = MOST_BYTES
    most_attachment: int = 2 << 30


class _Failed(Exception):
    """A request came to nothing; `again` where it may be tried once more."""

    def __init__(self, wrong: str, again: bool = False) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.again = again


class _Got(NamedTuple):
    """What a server answered: its status, and of a whole body the copy and, where they are wanted, the bytes."""

    status: int
    copy: Copy
    data: bytes | None


@dataclass
class _Net:
    """What all requests of a round share."""

    store: Store
    bounds: Bounds
    home: str  # the host that the operator named
    pool: ThreadPoolExecutor
    tick: Callable[[int], None]
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)  # in a row, by unit
    begun: dict[str, float] = field(default_factory=dict)  # by unit
    lock: threading.Lock = field(default_factory=threading.Lock)
    local: threading.local = field(default_factory=threading.local)
    stopped: threading.Event = field(default_factory=threading.Event)
    turns: defaultdict[str, threading.Semaphore] = field(init=False)

    def __post_init__(self) -> None:
        self.turns = defaultdict(lambda: threading.Semaphore(self.bounds.at_host))
        self.refused = cache(lambda host: "" if host == self.home else not_public(host))

    def count(self, what: str) -> None:
        """One more file, by how it was come by."""
        with self.lock:
            self.counts[what] += 1
            total = self.counts.total()
        if total % OFTEN == 0:
            self.tick(total)

    def given_up(self, unit: str) -> str:
        """Why a unit is not asked any more; "" where it still is."""
        if self.stopped.is_set():
            return "中断了，没有去取"
        with self.lock:
            begun = self.begun.setdefault(unit, monotonic())
            failed = self.failures[unit]
        if failed >= self.bounds.failures:
            return f"这个单位接连 {failed} 次没有取到，不再去取"
        return "这个单位用的时间太长，不再去取" if monotonic() - begun > self.bounds.unit_seconds else ""

    def ended(self, unit: str, well: bool) -> None:
        """How a request of a unit ended."""
        with self.lock:
            self.failures[unit] = 0 if well else self.failures[unit] + 1


@dataclass(frozen=True)
class Web:
    """A county as it is served."""

    net: _Net
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

    def _asked(self, address: str, copy: Copy | None, most: int, keep: bool) -> _Got | Answer:
        """Ask a server, some times where that may help; an `Answer` where there is no file to be had."""
        place, net = placed(address, self.bases), self.net
        if place is None or not is_web(place):
            return Answer(address, wrong="不是本县的地址，不去取")
        unit = max((base for base, _ in self.bases if address.startswith(base)), key=len, default="")
        if reason := net.given_up(unit):
            return Answer(address, wrong=reason)
        try:
            got = _tried(net, place, copy, most, keep)
        except _Failed as failed:
            net.ended(unit, well=False)
            net.count("failed")
            return Answer(address, wrong=failed.wrong)
        net.ended(unit, well=True)
        net.count("absent" if got is None else "unchanged" if got.status == UNCHANGED else "fetched")
        return Answer(address, absent=True) if got is None else got


def _tried(net: _Net, place: str, copy: Copy | None, most: int, keep: bool) -> _Got | None:
    """A request with its tries; None where the server says that there is no such file."""
    for number in range(net.bounds.tries):
        try:
            return _followed(net, place, copy, most, keep)
        except _Failed as failed:
            if net.stopped.is_set() or not failed.again or number + 1 == net.bounds.tries:
                raise
            net.stopped.wait(net.bounds.pause * 2**number)
    raise AssertionError("at least one try")


def _followed(net: _Net, place: str, copy: Copy | None, most: int, keep: bool) -> _Got | None:
    """A request through redirections on one host."""
    first = urlsplit(place)
    here = first
    for _ in range(STEPS + 1):
        got = _requested(net, here, copy, most, keep)
        if not isinstance(got, str):
            return got
        here = urlsplit(urljoin(here.geturl(), got))
        if (here.scheme, here.netloc) not in ((first.scheme, first.netloc), ("https", first.hostname)):
            raise _Failed(f"转到了别的主机 {here.hostname or got}，不跟去")
    raise _Failed(f"转了 {STEPS} 次还没有到")


def _requested(net: _Net, place: SplitResult, copy: Copy | None, most: int, keep: bool) -> _Got | str | None:
    """One request; a text where the server sends on to another address."""
    host = place.hostname or ""
    if reason := net.refused(host):
        raise _Failed(reason)
    with net.turns[host]:
        connection = _connection(net, place)
        try:
            response = _sent(connection, place, copy)
            return _taken(response, most, keep, net.bounds.seconds)
        except TimeoutError:
            connection.close()
            raise _Failed(f"{net.bounds.seconds:g} 秒没有回答", again=True) from None
        except (OSError, HTTPException, ValueError) as error:
            connection.close()
            raise _Failed(said(error), again=not isinstance(error, ssl.SSLCertVerificationError)) from error
        except _Failed:
            connection.close()  # what is left of the answer is not wanted
            raise


def _connection(net: _Net, place: SplitResult) -> HTTPConnection:
    """This thread's connection to a host, kept open from one request to the next."""
    known: dict[str, HTTPConnection] = net.local.__dict__.setdefault("connections", {})
    key = f"{place.scheme}://{place.netloc}"
    if key not in known:
        kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
        known[key] = kind(place.hostname or "", place.port, timeout=net.bounds.seconds)
    return known[key]


def _sent(connection: HTTPConnection, place: SplitResult, copy: Copy | None) -> HTTPResponse:
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if copy and copy.etag:
        headers["If-None-Match"] = copy.etag
    if copy and copy.modified:
        headers["If-Modified-Since"] = copy.modified
    path = place.path or "/"
    connection.request("GET", f"{path}?{place.query}" if place.query else path, headers=headers)
    return connection.getresponse()


def _taken(response: HTTPResponse, most: int, keep: bool, seconds: float) -> _Got | str | None:
    """What an answer means, and its body where there is one."""
    headers, status = response.headers, response.status
    if status == UNCHANGED:
        response.read()
        return _Got(status, Copy("", 0), None)
    if status in (404, 410):
        response.read(most)
        return None
    if status in MOVED and headers.get("Location"):
        response.read(most)
        return headers["Location"]
    if status != 200:
        raise _Failed(f"服务器回答 {status}", again=status >= 500 or status == 429)
    if (length := int(headers.get("Content-Length") or -1)) > most:
        raise _Failed(f"文件有 {length} 字节，超过上限 {most} 字节")
    digest, got, data = _body(response, most, keep, seconds)
    if got < length:
        raise _Failed(f"只收到 {got} 字节，应当有 {length} 字节", again=True)
    return _Got(status, Copy(digest, got, headers.get("ETag") or "", headers.get("Last-Modified") or ""), data)


def _body(response: HTTPResponse, most: int, keep: bool, seconds: float) -> tuple[str, int, bytes | None]:
    """Digest, length and bytes of a body, within its bounds of size and time."""
    digest, got, parts, begun = sha256(), 0, [], monotonic()
    while piece := response.read1(CHUNK):
        digest.update(piece)
        got += len(piece)
        if got > most:
            raise _Failed(f"文件超过上限 {most} 字节")
        if monotonic() - begun > seconds + got / SLOWEST:
            raise _Failed("传得太慢，没有等完", again=True)
        if keep:
            parts.append(piece)
    return digest.hexdigest(), got, b"".join(parts) if keep else None


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
    net = _Net(store, bounds, urlsplit(root).hostname or "", requests, tick)
    try:
        yield Web(net, (("", root),)), _Threads(units)
    finally:
        net.stopped.set()
        units.shutdown(cancel_futures=True)
        requests.shutdown(cancel_futures=True)
