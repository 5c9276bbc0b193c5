"""The index by which a browser searches without a server: which documents hold which one or two characters.

Chinese is not cut into words, so that every substring is found, names and numbers among them: text is folded
(`folded`), and every character and every pair of characters (`grams`) is noted with the documents that hold it. Where a
query is longer than a pair, the browser looks into the texts of what is left. Where pairs tell little, three characters
are noted too: in titles, which are short, and in numbers, which are made of few letters. Titles, and the initials of
their pinyin, are noted apart, since a title that is asked for comes first.

A gram lies in one of `SHARDS` by its characters alone, so that an edit changes those shards only whose grams it adds or
takes, and the county's shards are those of its units side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add
from types import MappingProxyType

SHARDS = 4096
EMPTY = "0"  # the line of a shard in which a unit has nothing
_OPEN, _CLOSE = "〔［【〖[（(〈", "〕］】〗]）)〉"
_NUMBERS = re.compile(r"[0-9a-z./()-]{3,}")
_NONE: Mapping[tuple[int, str], list[int]] = MappingProxyType({})
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


def triples(text: str) -> Iterator[str]:
    """All that three characters in a row of a folded text make."""
    return map(add, map(add, text, text[1:]), text[2:])


def _triples_of_numbers(text: str) -> Iterator[str]:
    """Those of digits and Latin letters alone: they are so few that pairs of them tell little."""
    for run in _NUMBERS.findall(text):
        yield from triples(run)


def shard_of(gram: str) -> int:
    """The shard of a gram; three characters lie where the first two of them do."""
    head = gram[:2]
    return (ord(head[0]) * 31 + ord(head[-1]) * 7) % SHARDS


@cache
def _initials() -> Mapping[str, str]:
    lines = files("generator").joinpath("rules/pinyin_initials.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines if line and not line.startswith("#"))
    return {letter: initial for initial, letters in rows for letter in letters}


@cache
def common_characters() -> str:
    """The characters that tell little of a text, those that are in nearly every one before a blank, then the others."""
    lines = files("generator").joinpath("rules/common_characters.txt").read_text("utf-8").splitlines()
    return " ".join(line for line in lines if line and not line.startswith("#"))


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
    titles = _noted(((each.title,) for each in documents), triples)
    kinds = (
        _entries(_noted((each.texts for each in documents), _triples_of_numbers)),
        _entries(titles, _whole_titles(documents)),
        _entries(_noted(((initials(each.title),) for each in documents), triples)),
    )
    lines = zip(*kinds, strict=True)
    return [
        f"[{{{texts}}},{{{titles}}},{{{short}}}]" if texts or titles or short else EMPTY
        for texts, titles, short in lines
    ]


def _whole_titles(documents: Sequence[Searchable]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, each in enumerate(documents):
        found[title_key(each.title)].append(place)
    return found


def _entries(noted: Mapping[str, list[int]], keyed: Mapping[tuple[int, str], list[int]] = _NONE) -> list[str]:
    """The entries of each shard, as the inside of a JSON object."""
    shards: list[list[str]] = [[] for _ in range(SHARDS)]
    for gram in sorted(noted):
        shards[shard_of(gram)].append(f'"{_escaped(gram)}":{_places(noted[gram])}')
    for (shard, key), places in sorted(keyed.items()):
        shards[shard].append(f'"{key}":{_places(places)}')
    return [",".join(entries) for entries in shards]


def _escaped(gram: str) -> str:
    """A gram as JSON writes it; folded texts have no controls."""
    return gram.replace("\\", "\\\\").replace('"', '\\"') if '"' in gram or "\\" in gram else gram


def _places(places: list[int]) -> str:
    return str(places[0]) if len(places) == 1 else f'"{sum(map((1).__lshift__, places)):x}"'


def _noted(documents: Iterable[Iterable[str]], more: Callable[[str], Iterable[str]]) -> dict[str, list[int]]:
    """The grams of texts, and what `more` finds in them, with the places of their documents."""
    noted: dict[str, list[int]] = defaultdict(list)
    for place, texts in enumerate(documents):
        found: set[str] = set()
        for text in map(folded, texts):
            found.update(text, map(add, text, text[1:]), more(text))
        for gram in found:
            noted[gram].append(place)
    return noted
