"""What is public in `output/` now, section by section: the files with their digests, from the records of their trees.

Nothing is believed for its time. The size of every file is looked at; what no edition has listed before is read, so
that a file with other bytes than its record is found before it is published. What others put into the public tree
belongs to it (`_others`); so do the styles and scripts of the last editions, for pages that are still open (`_former`).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import editions, files, manifest, trees, unit_trace
from generator.changes import Item
from generator.edition import FOLDER, Edition, State, is_safe
from generator.errors import GeneratorError
from generator.packing import copies_in, is_packed, with_copies

OTHERS, FORMER = "_others", "_former"
ASSET = re.compile(r"(?:^|/)assets/[^/]+-[0-9a-f]{8}\.\w+$")  # its name says what is in it
EDITIONS_WITH_ASSETS = 3
SM3 = "sm3" if "sm3" in hashlib.algorithms_available else ""
AGAIN = "重新生成：gongkai build --clean"

Section = Mapping[str, Item]
LAST = (*trees.OURS, OTHERS, FORMER)  # what others may have a file of too, and then it is theirs


@dataclass(frozen=True, slots=True)
class Inventory:
    """The public files by section and address, and the build that made each section.

    `damaged`: sections that cannot be published, since a file is not as it was made → what is wrong with it.
    `passed_over`: what others put into the public tree and cannot be published (links, names no server can have).
    `packed`: texts have packed copies beside them.
    """

    trees: Mapping[str, int]
    sections: Mapping[str, Section]
    damaged: Mapping[str, str] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Stranger:
    """A file of others as it was read last: what told it from any other, and its bytes."""

    stamp: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Strangers:
    """Files of others by address, as they were read last."""

    files: Mapping[str, Stranger] = field(default_factory=dict)


def inventory(output: Path, packed: bool = False) -> Inventory:
    """What is public now, with `packed` copies of texts where they are wanted; `GeneratorError` where nothing is."""
    public = trees.in_force(output)
    if not public:
        raise GeneratorError("还没有公开的内容", str(output / "public"), "先运行 gongkai build")
    last = editions.last(output)
    known = known_of(last)
    copies = dict(found for listed in last.lists.values() for found in copies_in(listed)) if packed and last else {}
    sections: dict[str, Section] = {}
    damaged: dict[str, str] = {}
    taken: set[str] = set()
    root = trees.at_root(output, public)
    for slug in (*root, *sorted(set(public) - set(root))):
        try:
            listed = _listed(output, slug, public[slug], last, "" if slug in root else f"{slug}/")
            own = [item for item in listed if item.address not in taken]
            taken |= {item.address for item in own}
            whole = [sound(item, known) for item in own]
            shown = with_copies(whole, packed_copies(output), copies, _read) if packed else whole
            sections[slug] = {item.address: item for item in shown}
        except GeneratorError as error:
            damaged[slug] = str(error)
    if damaged:  # nobody can tell what of a damaged section is whose
        damaged[OTHERS] = next(iter(damaged.values()))
    others, passed_over = ({}, ()) if damaged else _others(output, public, taken)
    former = _former(output, {*taken, *others})
    more = {name: found for name, found in ((OTHERS, others), (FORMER, former)) if found}
    return Inventory(public, {**sections, **more}, damaged, passed_over, packed)


def section_of(output: Path, slug: str, number: int, packed: bool, known: Mapping[str, State]) -> Section:
    """The files of a tree that is not the one that is public here; but for those `known` by their sha-256, they are
    read."""
    above = "" if trees.at_root(output, (slug,)) else f"{slug}/"
    whole = [sound(item, known) for item in _listed(output, slug, number, None, above)]
    items = with_copies(whole, packed_copies(output), {}, _read) if packed else whole
    return {item.address: item for item in items}


def apart(sections: Mapping[str, Section]) -> dict[str, Section]:
    """Every address once: where a section stays as it was, another may have taken over a file of it meanwhile."""
    taken: set[str] = set()
    found: dict[str, Section] = {}
    for name in (*sorted(set(sections) - set(LAST)), *(each for each in LAST if each in sections)):
        found[name] = {address: item for address, item in sections[name].items() if address not in taken}
        taken |= found[name].keys()
    return found


def packed_copies(output: Path) -> Path:
    """Where packed copies of texts are kept."""
    return files.caches(output) / "packed"


def known_of(last: Edition | None) -> dict[str, State]:
    """What was looked into for the last edition, by sha-256; without SM3 it is looked into again once that is had."""
    states = (state for found in last.lists.values() for state in found.values()) if last else ()
    return {state.sha256: state for state in states if state.sm3 or not SM3}


def _listed(output: Path, slug: str, sequence: int, last: Edition | None, above: str) -> Iterator[Item]:
    """The files of a section as its manifest records them; the list of an edition that was made of it is the same, but
    for sections at the top, where it leaves out what another shows."""
    tree = trees.tree_folder(output, slug, sequence)
    if above and last is not None and last.trees.get(slug) == sequence:
        listed = last.lists.get(slug, {})
        states: Iterable[tuple[str, State]] = (each for each in listed.items() if not is_packed(each[0], listed))
    else:
        states = ((above + url, state) for url, state in _recorded(output, slug, sequence))
    return (Item(address, state, tree / address[len(above) :]) for address, state in states)


def _recorded(output: Path, slug: str, sequence: int) -> Iterator[tuple[str, State]]:
    place = trees.manifest_path(output, slug, sequence)
    known = manifest.records(place)
    if known is None:
        raise GeneratorError("公开的内容没有清单，或者清单损坏", str(place), AGAIN)
    for url, record in known.items():
        yield url, State(record.size, record.sha256)


def sound(item: Item, known: Mapping[str, State], advice: str = AGAIN) -> Item:
    """The item with all its digests; `GeneratorError` with the advice where the file is not as it was recorded."""
    if not trees.holds(item.source.parent, item.source.name, item.state.size):
        raise GeneratorError("文件不在，或者大小与清单不符", str(item.source), advice)
    found = known.get(item.state.sha256)
    if found is None:
        found = _read(item.source)
        if found[:2] != item.state[:2]:
            raise GeneratorError("文件的内容与清单不符", str(item.source), advice)
    return item._replace(state=found)


def _read(path: Path) -> State:
    """The digests of a file as it is, never through a symbolic link."""
    digest, second = hashlib.sha256(), hashlib.new(SM3) if SM3 else None
    size = 0
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        while chunk := stream.read(files.CHUNK):
            size += len(chunk)
            digest.update(chunk)
            if second is not None:
                second.update(chunk)
    return State(size, digest.hexdigest(), second.hexdigest() if second is not None else "")


def _others(output: Path, public: Mapping[str, int], taken: set[str]) -> tuple[Section, tuple[str, ...]]:
    """What others put into the public tree, read again where it has changed; and what of it cannot be published."""
    path = unit_trace.path_of(output, OTHERS)
    before: Strangers = unit_trace.load(Strangers, path) or Strangers()
    seen: dict[str, Stranger] = {}
    found: dict[str, Item] = {}
    passed_over = []
    for address, place in _strangers(output, public, taken):
        if place.is_symlink() or not place.is_file() or not is_safe(address) or address.startswith(FOLDER):
            passed_over.append(address)
            continue
        stamp, old = files.stamp(place), before.files.get(address)
        if old is None or old.stamp != stamp or bool(old.sm3) != bool(SM3):
            old = Stranger(stamp, *_read(place))
        seen[address] = old
        found[address] = Item(address, State(old.size, old.sha256, old.sm3), place)
    if seen != dict(before.files):
        path.parent.mkdir(parents=True, exist_ok=True)
        unit_trace.save(path, Strangers(seen))
    return found, tuple(passed_over)


def _strangers(output: Path, public: Mapping[str, int], taken: set[str]) -> Iterator[tuple[str, Path]]:
    """The files of the public tree that no section lists, with the places where they lie."""
    release = (output / "public").resolve()
    for url in trees.walk(release):
        if url not in taken and url not in public:
            yield url, release / url
    for slug in sorted(set(public) - set(trees.at_root(output, public))):
        tree = trees.tree_folder(output, slug, public[slug])
        for url in trees.walk(tree):
            if f"{slug}/{url}" not in taken:
                yield f"{slug}/{url}", tree / url


def _former(output: Path, taken: Iterable[str]) -> Section:
    """What pages of the last editions refer to by names that say what is in it, as far as it is still here."""
    here = frozenset(taken)
    found: dict[str, Item] = {}
    for outline in editions.outlines(output, EDITIONS_WITH_ASSETS):
        for slug, number in outline.trees.items():
            listed = editions.listed(output, outline.lists.get(slug, ""))
            assets = {address: state for address, state in listed.items() if ASSET.search(address)}
            left = {address: state for address, state in assets.items() if address not in here}
            tree = trees.tree_folder(output, slug, number)
            found |= {each.address: each for each in _left(slug, tree, left)}
    return found


def _left(slug: str, tree: Path, assets: Mapping[str, State]) -> Iterator[Item]:
    for address, state in assets.items():
        for place in (tree / address.removeprefix(f"{slug}/"), tree / address):
            if trees.holds(place.parent, place.name, state.size):
                yield Item(address, state, place)
                break
