"""The index by which a browser searches without a server: which documents hold which one or two characters.

Chinese is not cut into words, so that every substring is found, names and numbers among them: text is folded
(`folded`), and every character and every pair of characters is noted with the documents that hold it. Where a
query is longer than a pair, the browser looks into the texts of what is left. Where pairs tell little, three characters
are noted too: in titles, which are short, and in numbers, which are made of few letters. Titles, and the initials of
their pinyin, are noted apart, since a title that is asked for comes first.

A gram lies in one of `SHARDS` by its characters alone, so that an edit changes those shards only whose grams it adds or
takes, and the county's shards are those of its units side by side.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import add, or_
from types import MappingProxyType

SHARDS = 4096
EMPTY = "0"  # the line of a shard in which a unit has nothing
_OPEN, _CLOSE = "〔［【〖[（(〈", "〕］】〗]）)〉"
_NUMBERS = re.compile(r"[0-9a-z./()-]{3,}")
_NONE: Mapping[tuple[int, str], int] = MappingProxyType({})
_HIDDEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_APART = "\x1e"  # between the texts of a document (ASCII's record separator, which no text holds once it is folded)
_UTF32 = f"utf-32-{sys.byteorder[0]}e"


@dataclass(frozen=True, slots=True)
class Searchable:
    """What is searched of a document: its title, and the texts in which something can be found, each by itself."""

    title: str
    texts: tuple[str, ...]


class _Folding(dict[str, str]):
    """What each character is folded to, found out once. What it is folded to stays as it is when folded again."""

    def __missing__(self, letter: str) -> str:
        plain = unicodedata.normalize("NFKC", letter).lower()
        kept = (each for each in plain if unicodedata.category(each) not in _HIDDEN)
        found = "".join("(" if each in _OPEN else ")" if each in _CLOSE else each for each in kept)
        self[letter] = found
        return found


_FOLDING = _Folding()
_CHANGED = re.compile("[^一-鿿0-9a-z、。《》“”]")  # nearly all that folding may change; these are most of every text


def folded(text: str) -> str:
    """A text as it is compared: compatible forms made one (NFKC), letters small, brackets round, blanks gone."""
    for letter in set(_CHANGED.findall(text)):
        text = text.replace(letter, _FOLDING[letter])
    return text


def _pairs(text: str) -> set[int]:
    """Every two characters in a row, each two as the number that their UTF-32 makes: a computer makes and compares
    numbers faster than strings."""
    data, count = text.encode(_UTF32, "surrogatepass"), len(text)
    return {*array("Q", data[: count // 2 * 8]), *array("Q", data[4 : 4 + (count - 1) // 2 * 8])}


def _gram(pair: int | str) -> str:
    return pair if isinstance(pair, str) else pair.to_bytes(8, sys.byteorder).decode(_UTF32, "surrogatepass")


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
    return [_line([entries.get(shard, "") for entries in kinds]) for shard in range(SHARDS)]


def _line(kinds: Sequence[str]) -> str:
    return f"[{{{'},{'.join(kinds)}}}]" if any(kinds) else EMPTY


def _whole_titles(documents: Sequence[Searchable]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = defaultdict(int)
    for place, each in enumerate(documents):
        if each.title:
            found[title_key(each.title)] |= 1 << place
    return found


def _entries(noted: Mapping[str, int], keyed: Mapping[tuple[int, str], int] = _NONE) -> dict[int, str]:
    """The entries of each shard that has any, as the inside of a JSON object."""
    shards: dict[int, list[str]] = defaultdict(list)
    for gram in sorted(noted):
        shards[shard_of(gram)].append(f'"{_escaped(gram)}":{_places(noted[gram])}')
    for (shard, key), mask in sorted(keyed.items()):
        shards[shard].append(f'"{key}":{_places(mask)}')
    return {shard: ",".join(entries) for shard, entries in shards.items()}


def _escaped(gram: str) -> str:
    """A gram as JSON writes it; folded texts have no controls."""
    return gram.replace("\\", "\\\\").replace('"', '\\"') if '"' in gram or "\\" in gram else gram


def _places(mask: int) -> str:
    return f'"{mask:x}"' if mask & (mask - 1) else str(mask.bit_length() - 1)


def _noted(documents: Iterable[Iterable[str]], more: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """The grams of texts, and what `more` finds in them, with a number whose bits are the places of their documents."""
    noted: dict[int | str, int] = {}
    for place, texts in enumerate(documents):
        text = _APART.join((*map(folded, texts), ""))
        found: set[int | str] = {*_pairs(text), *more(text)}
        noted.update(zip(found, map(or_, (noted.get(each, 0) for each in found), repeat(1 << place)), strict=True))
    grams: dict[str, int] = defaultdict(int)
    for each, mask in noted.items():
        gram = _gram(each)
        grams[gram[0]] |= mask  # every character begins a pair
        grams[gram] |= mask
    return {gram: mask for gram, mask in grams.items() if _APART not in gram}
