"""Copies of texts that are packed before they are asked for (gzip, Brotli), for servers that send them as they lie.

A copy belongs to the section of its text, and is published, held back and put back with it, so that no server sends an
old copy of a new page. It is made once for the same bytes, and kept among the caches under their digest.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from generator import files
from generator.changes import Item
from generator.edition import State
from generator.errors import UsageError
from generator.media_types import media_type

Packer = Callable[[bytes], bytes]
LEAST = 512  # bytes: below, the headers of an answer weigh more than what is saved
GAIN = 0.9  # of its size, that a copy may have at most to be worth a file
TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml", "image/svg+xml")


@cache
def packers() -> Mapping[str, Packer]:
    """How texts are packed, by the ending of a copy; `UsageError` where the library for Brotli is missing."""
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError(
            "预压缩要用 brotli", "site.yaml 的“预压缩”", "pip install 'gongkai[publish]'，或删去这一行"
        ) from None
    return {
        ".gz": lambda data: gzip.compress(data, 9, mtime=0),
        ".br": lambda data: bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=9)),
    }


def copy_place(store: Path, digest: str, ending: str) -> Path:
    """Where the copy of a text is kept, by the text's sha-256 and the copy's own ending."""
    return store / digest[:2] / f"{digest}{ending}"


def is_packed(address: str, among: Mapping[str, object]) -> bool:
    """An address is that of a copy of another that is there too."""
    base, dot, ending = address.rpartition(".")
    return dot + ending in (".gz", ".br") and base in among


def copies_in(listed: Mapping[str, State]) -> Iterator[tuple[str, State]]:
    """The copies that a list of files tells of, each by the digest of its text and its own ending."""
    for address, state in listed.items():
        if is_packed(address, listed):
            base, _, ending = address.rpartition(".")
            yield f"{listed[base].sha256}.{ending}", state


def with_copies(
    items: Iterable[Item], store: Path, known: Mapping[str, State], read: Callable[[Path], State]
) -> Iterator[Item]:
    """The files of a section, each with its packed copies: those that are `known`, and others as they are `read`."""
    for item in items:
        yield item
        if item.state.size >= LEAST and media_type(item.address).startswith(TEXTS):
            for ending, pack in packers().items():
                name = item.state.sha256 + ending
                place = copy_place(store, item.state.sha256, ending)
                if not place.is_file():
                    _pack(item, place, pack)
                if size := place.stat().st_size:
                    old = known.get(name)
                    yield Item(item.address + ending, old if old and old.size == size else read(place), place)


def _pack(item: Item, place: Path, pack: Packer) -> None:
    """Make a copy; one that is not worth a file is an empty one, so that it is not tried again."""
    place.parent.mkdir(parents=True, exist_ok=True)
    data = pack(item.source.read_bytes())
    files.replace(place, data if len(data) <= item.state.size * GAIN else b"")


def prune(store: Path, items: Iterable[Item]) -> None:
    """Remove the copies of texts that are no longer there."""
    used = {item.state.sha256 for item in items}
    for place in store.glob("??/*"):
        if place.name.partition(".")[0] not in used:
            place.unlink(missing_ok=True)
