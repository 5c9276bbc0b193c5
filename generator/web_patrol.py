"""A published site held against its edition, as visitors get it: every byte in every coding, headers, types, redirects.

Nothing that is asked leads away: redirections are told and never followed. A page may be asked for in three codings and
by the name of its folder, and a server that was tampered with may answer each otherwise, so all of them are looked at.
What no list can tell, a file that was added, is found where pages lead to it, or where a server answers for an address
that nobody can know.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http.client import HTTPMessage, HTTPResponse
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.edition import SEALS, Edition, State
from generator.headers import HEADERS
from generator.media_types import content_type
from generator.page_links import inner_links
from generator.requesting import Failed, Lines, Result, pieces
from generator.tampering import History, Kind, Tampering, differing

brotli: Any = import_module("brotli") if find_spec("brotli") else None  # of the extra `publish`

AGENT = "Mozilla/5.0 (compatible; gongkai verify)"
AHEAD = 256  # requests that wait for their turn
MOST_PAGE = 8 << 20  # bytes of a page that links are looked for in
MORE = 1 << 16  # bytes that a compressed body may be longer than the plain one
MOST_LINKS = 2000  # addresses besides those listed that are asked for
CODINGS = ("gzip", *(("br",) if brotli is not None else ()))
CONFIGURATION = frozenset({".htaccess", "_headers", "_redirects"})  # what servers read and do not show
Job = TypeVar("Job")
CODED = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml", "image/svg+xml")
ALIASES = {  # other names of the same types
    "application/javascript": "text/javascript",
    "application/x-javascript": "text/javascript",
    "text/xml": "application/xml",
    "image/x-icon": "image/vnd.microsoft.icon",
}
NEVER = (  # what a file of ours is never sent with
    *("Set-Cookie", "Set-Cookie2", "Location", "Content-Location", "Refresh", "Link", "Clear-Site-Data"),
    "Service-Worker-Allowed",
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a site is asked: requests at a time, seconds each may take, tries, pause; as which browser; which headers.

    `strict` holds the security headers against ours; a host that cannot set them is asked without.
    """

    width: int = 8
    seconds: float = 15
    tries: int = 3
    pause: float = 0.5
    agent: str = AGENT
    strict: bool = True


class _Question(NamedTuple):
    """One request: which path below the base, which file should come, in which coding."""

    path: str
    address: str
    coding: str = "identity"


class _Answer(NamedTuple):
    """What a server said: the size and digest of the body as a browser has it ("" where it was too long)."""

    status: int
    headers: HTTPMessage
    size: int
    digest: str
    text: str


class Site:
    """A site under one address that ends in `/`, asked over connections that stay open."""

    def __init__(self, base: str, manner: Manner) -> None:
        self.base = base
        self.manner = manner
        self.lines = Lines(manner.seconds, manner.tries, manner.pause)

    def fetch(self, address: str, most: int) -> bytes | None:
        """One of the edition's own files; `Failed` where nobody knows whether there is one."""
        return self._asked(quote(address), "identity", partial(_whole, most=most, seconds=self.manner.seconds))

    def patrol(self, edition: Edition, history: History, tick: Callable[[int, int], None]) -> tuple[Tampering, ...]:
        """Everything by which the site differs from its edition, sorted."""
        wanted = edition.files()
        known = {*wanted, *SEALS, *map(_folder, wanted), ""}
        questions, linked = tuple(_questions(wanted)), set[str]()
        found: set[Tampering] = set()
        with ThreadPoolExecutor(self.manner.width) as pool:

            def judge(question: _Question) -> tuple[list[Tampering], set[str]]:
                return self._judged(question, wanted[question.address], edition.sequence, history)

            for done, (faults, links) in enumerate(_ahead(pool, judge, questions), 1):
                found.update(faults)
                linked |= links - known
                tick(done, len(questions))
            besides = (*sorted(linked)[:MOST_LINKS], *_unknowable(edition))
            for faults in _ahead(pool, lambda address: self._besides(address, known, edition.sequence), besides):
                found.update(faults)
        return tuple(sorted(found, key=lambda each: (each.address, each.kind.value, each.what)))

    def close(self) -> None:
        """End all waiting, and let the connections go."""
        self.lines.stopped.set()
        self.lines.close()

    def _judged(
        self, question: _Question, wanted: State, number: int, history: History
    ) -> tuple[list[Tampering], set[str]]:
        """What is wrong with one answer, and where the page leads."""
        take = partial(_taken, page=question.address.endswith(".html"), most=wanted.size, seconds=self.manner.seconds)
        try:
            answer = self._asked(question.path, question.coding, take)
        except Failed as failed:
            return [Tampering(Kind.UNREACHED, unquote(question.path), failed.wrong, number)], set()
        page = urljoin(self.base, question.path)
        faults = list(_faults(answer, question, wanted, number, history, self.manner.strict))
        return faults, set(inner_links(answer.text, page, self.base))

    def _besides(self, address: str, known: Collection[str], number: int) -> list[Tampering]:
        """An address that no list has: nothing should be there."""
        take = partial(_taken, page=False, most=MORE, seconds=self.manner.seconds)
        try:
            answer = self._asked(quote(address), "identity", take)
        except Failed as failed:
            return [Tampering(Kind.UNREACHED, address, failed.wrong, number)]
        if answer.status < 300:
            return [Tampering(Kind.ADDED, address, "清单里没有这个地址，服务器却有内容", number)]
        if answer.status >= 400:
            return []
        target = urljoin(urljoin(self.base, quote(address)), answer.headers.get("Location", ""))
        if target.startswith(self.base) and unquote(target.removeprefix(self.base)) in known:
            return []
        return [Tampering(Kind.REDIRECT, address, f"服务器转到 {target}", number)]

    def _asked(self, path: str, coding: str, take: Callable[[HTTPResponse], Result]) -> Result:
        place = urlsplit(self.base + path)
        headers = {"User-Agent": self.manner.agent, "Accept-Encoding": coding}
        return self.lines.repeated(lambda: self.lines.ask(place, headers, take))


def _ahead(pool: Executor, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
    """Results in order, a bounded number of requests ahead."""
    waiting = iter(jobs)
    while some := list(islice(waiting, AHEAD)):
        yield from pool.map(function, some)


def _questions(wanted: Mapping[str, State]) -> Iterator[_Question]:
    """Every way to ask for every file."""
    for address in sorted(wanted):
        path = quote(address)
        yield _Question(path, address)
        if content_type(address).startswith(CODED):
            yield from (_Question(path, address, coding) for coding in CODINGS)
        if _folder(address) != address:
            yield _Question(quote(_folder(address)), address, ", ".join(CODINGS))


def _folder(address: str) -> str:
    """The address of a folder that a file is shown for; any other file's own."""
    above, slash, name = address.rpartition("/")
    return above + slash if name == "index.html" else address


def _unknowable(edition: Edition) -> Iterator[str]:
    """Addresses that nobody can have put there: who answers for them answers for everything."""
    for above in ("", *(f"{section}/" for section in sorted(edition.lists)[:1])):
        yield f"{above}{secrets.token_hex(8)}.html"


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _whole(response: HTTPResponse, most: int, seconds: float) -> bytes | None:
    _need_answer(response)
    data = bytearray()
    for piece in pieces(response, seconds):
        data += piece
        if len(data) > most:
            return None
    _need_end(response, len(data))
    return bytes(data) if response.status == 200 else None


def _taken(response: HTTPResponse, page: bool, most: int, seconds: float) -> _Answer:
    """An answer with its body unpacked, read no further than it may be long."""
    _need_answer(response)
    unpack, digest, size, got = _unpacking(response.headers.get("Content-Encoding", "")), sha256(), 0, 0
    kept = bytearray()
    for packed in pieces(response, seconds):
        got += len(packed)
        piece = unpack(packed, most - size + 1)
        size += len(piece)
        digest.update(piece)
        if page and len(kept) < MOST_PAGE:
            kept += piece
        if size > most or got > most + MORE:
            return _Answer(response.status, response.headers, size, "", kept.decode("utf-8", "replace"))
    _need_end(response, got)
    return _Answer(response.status, response.headers, size, digest.hexdigest(), kept.decode("utf-8", "replace"))


def _need_answer(response: HTTPResponse) -> None:
    if response.status >= 500 or response.status == 429:
        raise Failed(f"服务器回答 {response.status}", again=True)


def _need_end(response: HTTPResponse, got: int) -> None:
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and got < int(length):
        raise Failed(f"只收到 {got} 字节，应当有 {length} 字节", again=True)


def _unpacking(coding: str) -> Callable[[bytes, int], bytes]:
    """What takes a body out of its coding, a piece at a time and never more than asked for."""
    name = coding.strip().lower()
    if name in ("gzip", "x-gzip"):
        return partial(_unzipped, zlib.decompressobj(zlib.MAX_WBITS + 16))
    if name == "br" and brotli is not None:
        return partial(_unbrotlied, brotli.Decompressor())
    return lambda piece, most: piece


def _unzipped(decoder: Any, piece: bytes, most: int) -> bytes:
    """The next bytes of a packed body; what is not packed, or follows the end, is taken as it is and so found."""
    try:
        return piece if decoder.eof else bytes(decoder.decompress(piece, most) + decoder.unused_data)
    except zlib.error:
        return piece


def _unbrotlied(decoder: Any, piece: bytes, most: int) -> bytes:
    try:
        return bytes(decoder.process(piece, output_buffer_limit=most))
    except brotli.error:
        return piece


def _faults(
    answer: _Answer, question: _Question, wanted: State, number: int, history: History, strict: bool
) -> Iterator[Tampering]:
    address, shown = question.address, unquote(question.path)
    name = address.rpartition("/")[2]
    if 300 <= answer.status < 400:
        target = answer.headers.get("Location", "")
        yield Tampering(Kind.REDIRECT, shown, f"服务器回答 {answer.status}，转到 {target[:200]}", number)
    elif answer.status != 200 and not (name == "404.html" and answer.status == 404):
        if name not in CONFIGURATION:
            yield Tampering(Kind.MISSING, shown, f"服务器回答 {answer.status}", number)
    else:
        if (answer.size, answer.digest) != wanted[:2]:
            fault = differing(address, wanted, answer.size, answer.digest, number, history)
            packed = answer.headers.get("Content-Encoding")
            yield fault._replace(address=shown, what=fault.what + (f"；以 {packed} 压缩发送时" if packed else ""))
        yield from _header_faults(answer.headers, shown, address, number, strict)


def _header_faults(headers: HTTPMessage, shown: str, address: str, number: int, strict: bool) -> Iterator[Tampering]:
    found, proper = headers.get("Content-Type", ""), content_type(address)
    if not _is_type(found, proper):
        yield Tampering(Kind.MEDIA, shown, f"应当是 {proper}，现在是 {found[:100] or '没有写'}", number)
    for name in NEVER:
        if value := headers.get(name):
            yield Tampering(Kind.HEADER, shown, f"多出 {name}: {value[:100]}", number)
    for name, value in HEADERS.items() if strict else ():
        values = headers.get_all(name, [])
        if not values:
            yield Tampering(Kind.HEADER, shown, f"缺 {name}", number)
        elif values != [value]:
            yield Tampering(Kind.HEADER, shown, f"{name} 不是所定的值，现在是 {'；'.join(values)[:200]}", number)


def _is_type(found: str, proper: str) -> bool:
    """The type that a file should have, by whatever name; where a charset stands, or should, it is UTF-8."""
    name, _, rest = (part.strip().lower() for part in found.partition(";"))
    wanted, _, charset = proper.partition("; ")
    if ALIASES.get(name, name) != wanted:
        return False
    return rest.replace('"', "") == "charset=utf-8" or (not rest and not charset)
