"""The index by which a browser searches without a server: which documents hold which one or two characters.

Chinese is not cut into words, so that every substring is found, names and numbers among them: text is folded
(`folded`), and every character and every pair of characters (`grams`) is noted with the documents that hold it. Where a
query is longer than a pair, the browser looks into the texts of what is left. Titles, and the initials of their pinyin,
are noted apart, since a title that is asked for comes first.

A gram lies in one of `SHARDS` by its characters alone, so that an edit changes those shards only whose grams it adds or
takes, and the county's shards are those of its units side by side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add
from types import MappingProxyType

from generator.records import to_json

SHARDS = 1024
EMPTY = "0"  # the line of a shard in which a unit has nothing
_OPEN, _CLOSE = "〔［【〖[（(〈", "〕］】〗]）)〉"
_HIDDEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Searchable:
    """What is searched of a document: its title, and the texts in which something can be found, each by itself."""

    title: str
    texts: tuple[str, ...]


class _Folding(dict[int, str]):
    """What each character is folded to, found out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKC", letter).lower()
        kept = "".join(each for each in plain if unicodedata.category(each) not in _HIDDEN)
        found = "(" if letter in _OPEN else ")" if letter in _CLOSE else kept
        self[code] = found
        return found


_FOLDING = _Folding()


def folded(text: str) -> str:
    """A text as it is compared: compatible forms made one (NFKC), letters small, brackets round, blanks gone."""
    return text.translate(_FOLDING)


def grams(text: str) -> set[str]:
    """The characters and pairs of characters of a folded text."""
    return {*text, *map(add, text, text[1:])}


def shard_of(gram: str) -> int:
    """The shard of a gram."""
    return (ord(gram[0]) * 31 + ord(gram[-1]) * 7) % SHARDS


class _Heads(dict[str, tuple[int, str]]):
    """Of each gram its shard and how it begins its entry there, found out once."""

    def __missing__(self, gram: str) -> tuple[int, str]:
        self[gram] = found = shard_of(gram), f"{to_json(gram)}:"
        return found


_HEADS = _Heads()


@cache
def _initials() -> Mapping[str, str]:
    lines = files("generator").joinpath("rules/pinyin_initials.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines if line and not line.startswith("#"))
    return {letter: initial for initial, letters in rows for letter in letters}


def initials(title: str) -> str:
    """The initials of a title's pinyin: 关于 → `gy`; letters and digits stay, all else is left out."""
    known = _initials()
    return "".join(
        known.get(letter) or (letter if letter.isascii() and letter.isalnum() else "") for letter in folded(title)
    )


def title_key(title: str) -> tuple[int, str]:
    """The shard of a whole title and its key there, by which a title that is asked for is found at once (FNV-1a)."""
    found = 0x811C9DC5
    for letter in folded(title):
        found = (found ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF
    return found % SHARDS, f"={found:x}"


def index(documents: Sequence[Searchable]) -> list[str]:
    """A line of JSON a shard, for documents by their place: three maps (texts, titles, initials) from grams to
    documents; titles as a whole are in the second. One document is its place, several are a number in hexadecimal whose
    bits are theirs; a shard with nothing in it is `EMPTY`."""
    kinds = (
        _entries(_noted(each.texts for each in documents)),
        _entries(_noted((each.title,) for each in documents), _whole_titles(documents)),
        _entries(_noted((initials(each.title),) for each in documents)),
    )
    lines = zip(*kinds, strict=True)
    return [
        f"[{{{texts}}},{{{titles}}},{{{short}}}]" if texts or titles or short else EMPTY
        for texts, titles, short in lines
    ]


def _whole_titles(documents: Sequence[Searchable]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for place, each in enumerate(documents):
        key = title_key(each.title)
        found[key] = found.get(key, 0) | 1 << place
    return found


def _entries(noted: Mapping[str, int], keyed: Mapping[tuple[int, str], int] = MappingProxyType({})) -> list[str]:
    """The entries of each shard, as the inside of a JSON object."""
    shards: list[list[str]] = [[] for _ in range(SHARDS)]
    for gram in sorted(noted):
        shard, head = _HEADS[gram]
        places = noted[gram]
        several = places & (places - 1)
        shards[shard].append(f'{head}"{places:x}"' if several else f"{head}{places.bit_length() - 1}")
    for (shard, key), places in sorted(keyed.items()):
        alone = not places & (places - 1)
        shards[shard].append(f'"{key}":{places.bit_length() - 1}' if alone else f'"{key}":"{places:x}"')
    return [",".join(entries) for entries in shards]


def _noted(documents: Iterable[Iterable[str]]) -> dict[str, int]:
    """The grams of texts with the places of their documents, as the bits of a number."""
    noted: dict[str, int] = {}
    known = noted.get
    for place, texts in enumerate(documents):
        bit = 1 << place
        for text in texts:
            for gram in grams(folded(text)):
                noted[gram] = known(gram, 0) | bit
    return noted
