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
    """The history of a unit: as its newest manifest has it, or, where a later tree was published and its manifest lost,
    as the published lists tell it; None where nothing does, or something of it is not as the edition has it."""
    held, number = (known.history, known.sequence) if known else (None, 0)
    edition = next(editions.outlines(output, editions.KEPT), None)
    tree = edition.trees.get(slug, 0) if edition else 0
    if edition is None or (held and tree <= number):
        return held
    files = editions.listed(output, edition.lists.get(slug, ""))
    return read_back(tuple(_texts(output, slug, base, tree, files)), base) or held


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


def _texts(output: Path, slug: str, base: Base, number: int, files: FileList) -> Iterator[str]:
    """The unit's lists below `rs/` in its tree of this number, none of them with other bytes than were published."""
    tree = trees.tree_folder(output, slug, number)
    above = "" if trees.at_root(output, (slug,)) else f"{slug}/"
    for address, state in sorted(files.items()):
        url = address.removeprefix(above)
        if base.is_list(url) and "rs/" in url and url.endswith(".xml"):
            data = (tree / url).read_bytes() if (tree / url).is_file() else b""
            if sha256(data).hexdigest() == state.sha256:
                yield data.decode()
