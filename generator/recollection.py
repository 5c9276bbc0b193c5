"""What harvesters were told of a unit, read back from its published lists, where the manifest that knew it is lost.

A list of the unit's is believed where the last edition has its digest: what stands in it is the history, so that nobody
who has harvested is told that all is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path

from generator import editions, trees
from generator.edition import FileList
from generator.manifest import Manifest
from generator.resource_sync import CHANGES, RESOURCES, Base, History, State

_HEAD = re.compile(rf'<rs:md capability="({RESOURCES}|{CHANGES})" (?:at|from)="([^"]+)"/>')
_ENTRY = re.compile(r"<url><loc>([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?<rs:md ([^>]+)/></url>")
_VALUE = re.compile(r'(\w+)="([^"]*)"')


def history_of(output: Path, slug: str, base: Base, known: Manifest | None) -> History | None:
    """The history of a unit: as the manifest of its last tree has it, or, where later trees lie there without theirs,
    as the lists of the newest that was published tell it; None where nothing does."""
    held, number = (known.history, known.sequence) if known else (None, 0)
    later = [each for each in sorted(set(trees.sequences(output / "units" / slug)), reverse=True) if each > number]
    edition = next(editions.outlines(output, editions.KEPT), None) if later else None
    if edition is None or slug not in edition.lists:
        return held
    listed = editions.listed(output, edition.lists[slug])
    found = (read_back(_texts(output, slug, base, each, listed), base) for each in later)
    return next((each for each in found if each is not None), held)


def read_back(texts: tuple[str, ...], base: Base) -> History | None:
    """The history of which these are the lists below `rs/`; None where they are not all there."""
    heads = dict(found for text in texts for found in _HEAD.findall(text))
    if heads.keys() != {RESOURCES, CHANGES}:
        return None
    states: dict[str, State] = {}
    changed: dict[str, str] = {}
    deleted: dict[str, str] = {}
    for url, moment, told in _entries(texts, base):
        if told.get("change") == "deleted":
            deleted[url] = told["datetime"]
        elif "change" in told:
            changed[url] = told["change"]
        else:
            states[url] = State(told["hash"].removeprefix("sha-256:"), int(told["length"]), moment)
    states = {url: state._replace(change=changed.get(url, "")) for url, state in states.items()}
    return History(heads[CHANGES], heads[RESOURCES], states, deleted)


def _entries(texts: tuple[str, ...], base: Base) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Address below the unit's base, moment and attributes of every entry."""
    for text in texts:
        for address, moment, told in _ENTRY.findall(text):
            yield unescape(address).removeprefix(base.address), moment, dict(_VALUE.findall(told))


def _texts(output: Path, slug: str, base: Base, number: int, listed: FileList) -> tuple[str, ...]:
    """The unit's lists below `rs/` in its tree of this number; none where any has other bytes than were published."""
    tree = trees.tree_folder(output, slug, number)
    above = "" if trees.at_root(output, (slug,)) else f"{slug}/"
    names = {address: address.removeprefix(above) for address in sorted(listed)}
    wanted = {url: listed[address].sha256 for address, url in names.items() if _is_told(url, base)}
    found = {url: (tree / url).read_bytes() for url in wanted if (tree / url).is_file()}
    same = {url: sha256(data).hexdigest() for url, data in found.items()} == wanted
    return tuple(data.decode() for data in found.values()) if same else ()


def _is_told(url: str, base: Base) -> bool:
    return base.is_list(url) and "rs/" in url and url.endswith(".xml")
