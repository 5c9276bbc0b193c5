"""What a server's answers are worth: the bytes as a browser has them, headers, types, and what else may be right.

With the rules of `gongkai hosting` a page that was withdrawn answers 410, and one that moved leads on. Which may is
told by the signed lists of the units themselves (`answers.json`), and by nothing that the server says.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from http.client import HTTPMessage, HTTPResponse
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urljoin

from generator.edition import State
from generator.headers import HEADERS
from generator.links import address as address_of
from generator.media_types import content_type
from generator.requesting import Failed, pieces
from generator.tampering import History, Kind, Tampering, differing

brotli: Any = import_module("brotli") if find_spec("brotli") else None  # of the extra `publish`

ANSWERS, LOST = "answers.json", "404.html"  # a unit's list of what moved and is gone; what is shown for neither
MOST_PAGE = 8 << 20  # bytes of a page that links are looked for in
MORE = 1 << 16  # bytes that a compressed body may be longer than the plain one
CODINGS = ("gzip", *(("br",) if brotli is not None else ()))
CONFIGURATION = frozenset({".htaccess", "_headers", "_redirects"})  # what servers read and do not show
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


class Question(NamedTuple):
    """One request: which path below the base, which file should come, in which coding."""

    path: str
    address: str
    coding: str = "identity"


class Answer(NamedTuple):
    """What a server said: the size and digest of the body as a browser has it ("" where it was too long)."""

    status: int
    headers: HTTPMessage
    size: int
    digest: str
    text: str


class Proper(NamedTuple):
    """What is right in an answer besides the page itself: what is gone, where a page leads that has moved, and the
    digests of the pages that are shown for what is not there; `base` is what all these addresses lie below."""

    base: str

    gone: frozenset[str]
    moved: Mapping[str, str]
    lost: frozenset[str]

    def leads(self, question: Question, target: str) -> bool:
        """A redirection leads to where the page has moved."""
        return urljoin(self.base + question.path, target) == self.base + quote(self.moved[question.address])


def proper(base: str, fetch: Callable[[str, int], bytes | None], wanted: Mapping[str, State]) -> Proper:
    """What the lists of the units say, as far as they are those that were signed."""
    gone: set[str] = set()
    moved: dict[str, str] = {}
    for address, state in wanted.items():
        unit, slash, name = address.rpartition("/")
        if name == ANSWERS and "/" not in unit:
            told = _signed(fetch(address, state.size), state)
            gone.update(unit + slash + each for each in told.get("gone", ()))
            moved |= {unit + slash + old: address_of(unit + slash, new) for old, new in told.get("moved", {}).items()}
    lost = (state.sha256 for address, state in wanted.items() if address.rpartition("/")[2] == LOST)
    return Proper(base, frozenset(gone), moved, frozenset(lost))


def _signed(data: bytes | None, state: State) -> Mapping[str, Any]:
    """What a unit's list says; nothing where it is not the one that was signed, which is told of elsewhere."""
    if data is None or sha256(data).hexdigest() != state.sha256:
        return {}
    found: Mapping[str, Any] = json.loads(data)
    return found


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def whole(response: HTTPResponse, most: int, seconds: float) -> bytes | None:
    """A file as it is sent; None where there is none, or a longer one."""
    _need_answer(response)
    data = bytearray()
    for piece in pieces(response, seconds):
        data += piece
        if len(data) > most:
            return None
    _need_end(response, len(data))
    return bytes(data) if response.status == 200 else None


def taken(response: HTTPResponse, page: bool, most: int, seconds: float) -> Answer:
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
            return Answer(response.status, response.headers, size, "", kept.decode("utf-8", "replace"))
    _need_end(response, got)
    return Answer(response.status, response.headers, size, digest.hexdigest(), kept.decode("utf-8", "replace"))


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


def faults(
    answer: Answer,
    question: Question,
    wanted: State,
    number: int,
    history: History,
    strict: bool,
    right: Proper,
) -> Iterator[Tampering]:
    """Everything that is wrong with an answer."""
    address, shown = question.address, unquote(question.path)
    name = address.rpartition("/")[2]
    if 300 <= answer.status < 400:
        target = answer.headers.get("Location", "")
        if address not in right.moved or not right.leads(question, target):
            yield Tampering(Kind.REDIRECT, shown, f"服务器回答 {answer.status}，转到 {target[:200]}", number)
    elif answer.status != 200 and (answer.status, True) not in ((404, name == LOST), (410, address in right.gone)):
        if name not in CONFIGURATION:
            yield Tampering(Kind.MISSING, shown, f"服务器回答 {answer.status}", number)
    elif answer.digest in right.lost - {wanted.sha256}:
        yield Tampering(Kind.MISSING, shown, "服务器给的是“没有找到”的页面", number)
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
