"""The preview's ear: speaks HTTP with browsers of this machine, and puts what they ask into the one queue.

Only this machine is listened to. A page of another site, open in the same browser, can send requests here as well: so
the name that was asked for, and the page that asks, are looked at before anything is answered. Files are changed only
where there is a door for editors (`door.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.headers import HEADERS
from generator.media_types import content_type
from generator.serve.answers import Answer
from generator.serve.door import EDIT, Door
from generator.serve.own_files import own_file, own_mark

ADDRESS, EVENTS = "127.0.0.1", "/-/events"
PATIENCE = 60  # seconds for an answer
KEEP = "private, max-age=86400, immutable"
HEARTBEAT = 10  # seconds after which a silent browser is found gone
MOST_SENT = 72 << 20  # bytes: a file of 50 MiB as text in JSON
DIGITS = 9  # of a length
CHANGED, STILL = "changed", "still"


class Ask(NamedTuple):
    """A browser asks for an address below the root."""

    address: str
    answer: Future[Answer]
    sent: bytes | None = None  # by an editor's page


class Watched(NamedTuple):
    """A browser shows a page, as its mark says, and waits to be told that it is another."""

    address: str
    mark: str
    tell: SimpleQueue[str]


class Gone(NamedTuple):
    """That browser is gone."""

    watched: Watched


Put = Callable[[Ask | Watched | Gone], None]


class Listener(ThreadingHTTPServer):
    """Listens at a port of this machine only; `put` takes what is asked."""

    daemon_threads = True

    def __init__(self, port: int, put: Put, door: Door | None = None) -> None:
        self.put = put
        self.door = door
        super().__init__((ADDRESS, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that breaks off is nothing to tell: the terminal is for findings."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which this server may be asked for."""
        return frozenset(f"{name}:{self.server_port}" for name in (ADDRESS, "localhost"))


class _Handler(BaseHTTPRequestHandler):
    server: Listener
    protocol_version = "HTTP/1.1"
    server_version = "gongkai"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True  # head and contents go out apart: the second would wait for a word from the browser

    def do_GET(self) -> None:
        """A page, a file, or word of changes."""
        if (reason := self._refused()) is not None:
            self._send(Answer(HTTPStatus.FORBIDDEN, content_type("x.txt"), reason.encode()))
            return
        parts = urlsplit(self.path)
        own = own_file(parts.path.removeprefix("/-/")) if parts.path.startswith("/-/") else None
        if own is not None:
            stays = parts.query == own_mark(parts.path.removeprefix("/-/"))
            self._send(Answer(HTTPStatus.OK, content_type(parts.path), own, stays=stays))
            return
        query = parse_qs(parts.query) if parts.path == EVENTS else None
        address = _address(query.get("page", ["/"])[0] if query is not None else parts.path)
        door = self.server.door
        met = door.met(address, parts.query, self.headers, self.server.server_port) if door else None
        if met is not None:
            self._send(met)
        elif query is not None:
            self._tell_of_changes(address, query.get("mark", [""])[0])
        else:
            self._answer(Ask(address, Future()))

    def _answer(self, asked: Ask) -> None:
        """Put what is asked into the queue, and send what comes of it."""
        self.server.put(asked)
        try:
            self._send(asked.answer.result(PATIENCE))
        except TimeoutError:
            self._send(Answer(HTTPStatus.GATEWAY_TIMEOUT, content_type("x.txt"), "太久没有完成，请再刷新一次".encode()))

    do_HEAD = do_GET

    def _no_other(self) -> None:
        self._send(Answer(HTTPStatus.METHOD_NOT_ALLOWED, content_type("x.txt"), "只能读".encode()))
        self.close_connection = True  # whatever the request carries is not read

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _no_other

    def do_POST(self) -> None:
        """What an editor's page sends, where there is a door for editors."""
        door, address = self.server.door, urlsplit(self.path).path
        if door is None or not address.startswith(f"/{EDIT}"):
            self._no_other()
            return
        reason = self._refused() or door.unwelcome(self.headers, self.server.server_port)
        length = self.headers.get("Content-Length", "")
        if reason:
            self._send(Answer(HTTPStatus.FORBIDDEN, content_type("x.txt"), reason.encode()))
        elif not length.isascii() or not length.isdigit() or "Transfer-Encoding" in self.headers:
            self._send(Answer(HTTPStatus.LENGTH_REQUIRED, content_type("x.txt"), "没有写明长度".encode()))
        elif len(length) > DIGITS or int(length) > MOST_SENT:
            told = f"超过 {MOST_SENT >> 20} MiB"
            self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, content_type("x.txt"), told.encode()))
        else:
            data = self.rfile.read(int(length))
            if len(data) == int(length):
                self._answer(Ask(_address(address), Future(), data))
                return
        self.close_connection = True  # whatever else the request carries is not read

    def _refused(self) -> str | None:
        """Why this request is not answered: it names another host, or a page of another site sends it."""
        if self.headers.get("Host", "") not in self.server.hosts:
            return "不是这台电脑的地址"
        origin = self.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self.server.hosts:
            return "别的网站的页面不能读取预览"
        mode, site = self.headers.get("Sec-Fetch-Mode", ""), self.headers.get("Sec-Fetch-Site", "")
        return "别的网站的页面不能读取预览" if site == "cross-site" and mode != "navigate" else None

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        policy = {"Content-Security-Policy": answer.policy} if answer.policy else {}
        for name, value in {**HEADERS, **policy}.items():
            self.send_header(name, value)
        if answer.cookie:
            self.send_header("Set-Cookie", answer.cookie)
        self.send_header("Cache-Control", KEEP if answer.stays else "no-store")
        self.send_header("Content-Length", str(len(answer.data)))
        if answer.kind:
            self.send_header("Content-Type", answer.kind)
        if answer.place:
            self.send_header("Location", quote(answer.place))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    def _tell_of_changes(self, address: str, mark: str) -> None:
        """Server-sent events: one word when the page is another than the mark says."""
        watched = Watched(address, mark, SimpleQueue())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        self.server.put(watched)
        word = STILL
        try:
            while word != CHANGED:  # the browser comes again, with the new mark
                word = _next(watched.tell)
                self.wfile.write(f"event: {word}\ndata: {word}\n\n".encode())
                self.wfile.flush()
        except OSError:  # the browser has left the page
            pass
        finally:
            self.server.put(Gone(watched))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for findings."""


def _next(words: SimpleQueue[str]) -> str:
    """The next word; after a while without one, another that only a browser that is still there takes."""
    try:
        return words.get(timeout=HEARTBEAT)
    except Empty:
        return STILL


def _address(path: str) -> str:
    """The address below the root that a request's path names, decoded once."""
    return unquote(path, errors="replace").removeprefix("/")
