"""Requests to web servers over connections that stay open: one a thread and host, bounded, tried again, closed."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import TypeVar
from urllib.parse import SplitResult

from generator.reaching import said

CHUNK = 1 << 16
SLOWEST = 32 << 10  # bytes a second, once a request has had its seconds
Result = TypeVar("Result")


class Failed(Exception):
    """A request came to nothing; `again` where it may be tried once more."""

    def __init__(self, wrong: str, again: bool = False) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.again = again


class Lines:
    """The connections of a round, each used by the thread that opened it; `stopped` ends all waiting."""

    def __init__(self, seconds: float, tries: int, pause: float) -> None:
        self._seconds = seconds
        self._tries = tries
        self._pause = pause
        self._local = threading.local()
        self._connections: list[HTTPConnection] = []
        self.stopped = threading.Event()

    def repeated(self, once: Callable[[], Result]) -> Result:
        """What one of a few tries brings, with longer and longer pauses between them."""
        for number in range(self._tries):
            try:
                return once()
            except Failed as failed:
                if self.stopped.is_set() or not failed.again or number + 1 == self._tries:
                    raise
                self.stopped.wait(self._pause * 2**number)
        raise AssertionError("at least one try")

    def ask(self, place: SplitResult, headers: Mapping[str, str], take: Callable[[HTTPResponse], Result]) -> Result:
        """One request, and what `take` makes of the answer; `Failed` where none came or `take` gives up."""
        connection = self.connection(place)
        path = place.path or "/"
        try:
            connection.request("GET", f"{path}?{place.query}" if place.query else path, headers=dict(headers))
            response = connection.getresponse()
            taken = take(response)
            if not response.isclosed():  # the rest of the answer is not wanted, and would stand before the next one
                connection.close()
            return taken
        except TimeoutError:
            connection.close()
            raise Failed(f"{self._seconds:g} 秒没有回答", again=True) from None
        except (OSError, HTTPException, ValueError) as error:
            connection.close()
            raise Failed(said(error), again=not isinstance(error, ssl.SSLCertVerificationError)) from error
        except Failed:
            connection.close()  # what is left of the answer is not wanted
            raise

    def connection(self, place: SplitResult) -> HTTPConnection:
        """This thread's connection to a host, kept open from one request to the next."""
        known: dict[str, HTTPConnection] = self._local.__dict__.setdefault("connections", {})
        key = f"{place.scheme}://{place.netloc}"
        if key not in known:
            kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
            known[key] = kind(place.hostname or "", place.port, timeout=self._seconds)
            self._connections.append(known[key])
        return known[key]

    def close(self) -> None:
        """Let all of them go."""
        for connection in self._connections:
            connection.close()


def pieces(response: HTTPResponse, seconds: float) -> Iterator[bytes]:
    """A body piece by piece; `Failed` where it comes too slowly."""
    got, begun = 0, monotonic()
    while piece := response.read1(CHUNK):
        got += len(piece)
        if monotonic() - begun > seconds + got / SLOWEST:
            raise Failed("传得太慢，没有等完", again=True)
        yield piece
    response.close()  # Python 3.11.7 and 3.12.1 do not notice the end of a body: the next request would find it unread
