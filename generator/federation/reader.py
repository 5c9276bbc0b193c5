"""Files asked for and taken apart: JSON objects, XML trees, pages; what cannot be used is kept as `Missed`.

What is read comes from others: XML with a document type is refused before it is parsed, so that no entity can be
declared, and what is not of the form that is asked for is told, never guessed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from generator.federation.answers import Answer, Asked, Reach, joined
from generator.federation.harvested import Missed, PageFacts, Trouble, Values

_TAG = re.compile(r'<meta name="([A-Za-z]+)" content="([^"]*)"')
_RELATION = re.compile(r'<link rel="([a-z]+)"[^<>]{0,400}? href="([^"]*)"')  # bounded: the page is somebody else's
_LINK = re.compile(r'<a\s[^<>]{0,400}?href="([^"]*)"')
HEAD_END = b"</head>"


class Reader:
    """Asks for the files of one unit, and remembers which of them could not be used."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.missed: list[Missed] = []
        self.sums: dict[str, tuple[str, int]] = {}  # of every file that was read: digest and length

    def miss(self, trouble: Trouble, address: str, name: str, wrong: str, source: str = "") -> None:
        """Remember a file that could not be used."""
        self.missed.append(Missed(trouble, address, name, wrong, source))

    def taken(self, answer: Answer, name: str, source: str = "") -> bytes | None:
        """The bytes of an answer; None where there are none, which is remembered."""
        if answer.data is None:
            trouble = Trouble.ABSENT if answer.absent else Trouble.FAILED
            self.miss(trouble, answer.address, name, answer.wrong or "没有这个文件", source)
            return None
        self.sums[answer.address] = (answer.sha256, answer.length)
        return answer.data

    def json(self, address: str, name: str) -> Values | None:
        """A file that must hold a JSON object."""
        data = self.taken(self.reach.read(address), name) if self._named(address, name) else None
        return None if data is None else self.parsed(data, address, name)

    def parsed(self, data: bytes, address: str, name: str, source: str = "") -> Values | None:
        """Bytes as a JSON object."""
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:  # half a file, another encoding, brackets without end
            self.miss(Trouble.BROKEN, address, name, f"不是完整的 JSON：{_place(error)}", source)
            return None
        if not isinstance(found, dict):
            self.miss(Trouble.BROKEN, address, name, "应当是一个 JSON 对象", source)
            return None
        return found

    def xml(self, address: str, name: str) -> Element | None:
        """A file that must hold XML."""
        data = self.taken(self.reach.read(address), name) if self._named(address, name) else None
        if data is None:
            return None
        if b"<!DOCTYPE" in data or b"\0" in data:
            self.miss(Trouble.BROKEN, address, name, "XML 里夹带了文档类型声明，没有读")
            return None
        try:
            return fromstring(data)
        except (ParseError, ValueError) as error:
            self.miss(Trouble.BROKEN, address, name, f"不是完整的 XML：{_place(error)}")
            return None

    def rows(self, address: str, name: str) -> list[list[str]] | None:
        """A file that must hold CSV in UTF-8."""
        data = self.taken(self.reach.read(address), name) if self._named(address, name) else None
        if data is None:
            return None
        try:
            return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            self.miss(Trouble.BROKEN, address, name, f"不是 UTF-8 的 CSV：{_place(error)}")
            return None

    def page(self, address: str, name: str, bases: tuple[str, ...]) -> PageFacts | None:
        """A page with its links, and which of those that lead to the county (its `bases`) lead nowhere."""
        data = self.taken(self.reach.read(address), name) if self._named(address, name) else None
        if data is None:
            return None
        facts = page_facts(data, address)
        inside = (url for url in sorted(facts.links) if url.startswith(bases)) if self.reach.thorough else ()
        return replace(facts, dead=tuple(url for url in inside if not self.reach.exists(url)))

    def all(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Many files; what becomes of them is the caller's business."""
        return self.reach.read_all(asked)

    def _named(self, address: str, name: str) -> bool:
        """An address is there at all; that none is given is a fault of who should have given it."""
        if not address:
            self.miss(Trouble.ABSENT, "", name, "没有给出地址")
        return bool(address)


def head_facts(data: bytes, address: str) -> PageFacts:
    """The META tags of a page."""
    text = data[: data.find(HEAD_END) + 1 or len(data)].decode("utf-8", "replace")
    return PageFacts(address, {name: unescape(value) for name, value in _TAG.findall(text)}, frozenset(), {})


def page_facts(data: bytes, address: str) -> PageFacts:
    """META tags and links of a page."""
    first, *others = data.decode("utf-8", "replace").split("<!--")
    text = first + "".join(other.partition("-->")[2] for other in others)
    links = frozenset(absolute(address, unescape(found)) for found in _LINK.findall(text))
    relations = {name: absolute(address, unescape(url)) for name, url in _RELATION.findall(text)}
    return PageFacts(address, head_facts(data, address).tags, links, relations)


def absolute(base: str, written: str) -> str:
    """An address as the published one: absolute, without a fragment and without the `index.html` that a server adds."""
    found = joined(base, written).partition("#")[0]
    return found.removesuffix("index.html") if found.endswith("/index.html") else found


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 个字符起读不懂"
    if isinstance(error, ParseError):
        return f"第 {error.position[0]} 行起读不懂"
    if isinstance(error, UnicodeDecodeError):
        return f"第 {error.start} 个字节起不是 UTF-8"
    return "嵌套过深" if isinstance(error, RecursionError) else "读不懂"
