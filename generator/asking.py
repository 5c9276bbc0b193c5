"""One published file asked for over the network: within bounds of size and time, a few tries, never off its host.

The host that the operator named is asked wherever it lies, any other only at public addresses, for the list of units is
somebody else's.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.client import HTTPResponse
from time import monotonic
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from generator.federation.answers import MOST_BYTES
from generator.federation.store import Copy, Store
from generator.reaching import not_public
from generator.requesting import Failed, Lines, pieces

AGENT = "gongkai federate"
STEPS = 3  # of a redirection
OFTEN = 500  # files between two words on how far a round has come
MOVED, UNCHANGED = (301, 302, 303, 307, 308), 304


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


class Got(NamedTuple):
    """What a server answered: its status, and of a whole body the copy and, where they are wanted, the bytes."""

    status: int
    copy: Copy
    data: bytes | None


@dataclass
class Net:
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
    lines: Lines = field(init=False)
    turns: defaultdict[str, threading.Semaphore] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.bounds.seconds, self.bounds.tries, self.bounds.pause)
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
        if self.lines.stopped.is_set():
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


def tried(net: Net, place: str, copy: Copy | None, most: int, keep: bool) -> Got | None:
    """A request with its tries; None where the server says that there is no such file."""
    try:
        return net.lines.repeated(lambda: _followed(net, place, copy, most, keep))
    except ValueError as error:
        raise Failed("地址读不懂") from error


def _followed(net: Net, place: str, copy: Copy | None, most: int, keep: bool) -> Got | None:
    """A request through redirections on one host."""
    first = urlsplit(place)
    here = first
    for _ in range(STEPS + 1):
        got = _requested(net, here, copy, most, keep)
        if not isinstance(got, str):
            return got
        here = urlsplit(urljoin(here.geturl(), got))
        if (here.scheme, here.netloc) not in ((first.scheme, first.netloc), ("https", first.hostname)):
            raise Failed(f"转到了别的主机 {here.hostname or got}，不跟去")
    raise Failed(f"转了 {STEPS} 次还没有到")


def _requested(net: Net, place: SplitResult, copy: Copy | None, most: int, keep: bool) -> Got | str | None:
    """One request; a text where the server sends on to another address."""
    host = place.hostname or ""
    if reason := net.refused(host):
        raise Failed(reason)
    with net.turns[host]:
        return net.lines.ask(place, _headers(copy), lambda response: _taken(response, most, keep, net.bounds.seconds))


def _headers(copy: Copy | None) -> dict[str, str]:
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if copy and copy.etag:
        headers["If-None-Match"] = copy.etag
    if copy and copy.modified:
        headers["If-Modified-Since"] = copy.modified
    return headers


def _taken(response: HTTPResponse, most: int, keep: bool, seconds: float) -> Got | str | None:
    """What an answer means, and its body where there is one."""
    headers, status = response.headers, response.status
    if status == UNCHANGED:
        response.read()
        return Got(status, Copy("", 0), None)
    if status in (404, 410):
        response.read(most)
        return None
    if status in MOVED and headers.get("Location"):
        response.read(most)
        return headers["Location"]
    if status != 200:
        raise Failed(f"服务器回答 {status}", again=status >= 500 or status == 429)
    if (length := int(headers.get("Content-Length") or -1)) > most:
        raise Failed(f"文件有 {length} 字节，超过上限 {most} 字节")
    digest, got, data = _body(response, most, keep, seconds)
    if got < length:
        raise Failed(f"只收到 {got} 字节，应当有 {length} 字节", again=True)
    return Got(status, Copy(digest, got, headers.get("ETag") or "", headers.get("Last-Modified") or ""), data)


def _body(response: HTTPResponse, most: int, keep: bool, seconds: float) -> tuple[str, int, bytes | None]:
    """Digest, length and bytes of a body, within its bounds of size and time."""
    digest, got, parts = sha256(), 0, []
    for piece in pieces(response, seconds):
        digest.update(piece)
        got += len(piece)
        if got > most:
            raise Failed(f"文件超过上限 {most} 字节")
        if keep:
            parts.append(piece)
    return digest.hexdigest(), got, b"".join(parts) if keep else None
