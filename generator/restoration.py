"""The signed state put back into a published folder, from what the builder still has in `output/`.

What is missing or wrong is copied beside the folder, looked at, brought onto the disk, and then takes its place in one
rename a file: a reader sees the wrong file or the right one. Nothing is thrown away: what was wrong or strange lies
afterwards in a quarantine folder outside the site, numbered, so that nothing in it can be run, with a list.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from stat import S_IMODE
from typing import NamedTuple

from generator import editions, files, trees
from generator.attestation import Attested, attested
from generator.changes import Item, change
from generator.edition import SIGNATURE, TOP, Edition, State, list_address, list_bytes
from generator.folder_patrol import Lying, bounded_digest, empty_folders, lying, read_in, strangers
from generator.inventory import packed_copies
from generator.packing import copy_place, is_packed
from generator.sightings import Sightings
from generator.signing import PublicKey

FILES, FOLDERS = 0o644, 0o755  # the modes of what is published
STAGING, QUARANTINE = ".gongkai-restore", "gongkai-quarantine"


class Restored(NamedTuple):
    """What was done: files put back, what was taken away, what could not be had; where what was taken lies; how many
    modes, empty folders and links were put right besides."""

    put_back: tuple[str, ...]
    quarantined: tuple[str, ...]
    lacking: tuple[str, ...]
    quarantine: Path
    mended: int = 0

    @property
    def is_nothing(self) -> bool:
        """All was as it should be, and nothing was written."""
        return not (self.put_back or self.quarantined or self.lacking or self.mended)


@dataclass(slots=True)
class _Quarantine:
    """A folder for what does not belong, made when the first thing is put into it."""

    folder: Path
    kept: list[str] = field(default_factory=list)

    def keep(self, path: Path, address: str) -> None:
        """Have a second name for a file before its first one is taken from it; a folder moves as a whole."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.kept.append(address)
        target = self.folder / f"{len(self.kept):06d}"
        if path.is_dir() and not path.is_symlink():
            shutil.move(path, target)
            return
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:  # another file system
            shutil.copy2(path, target, follow_symlinks=False)

    def close(self) -> None:
        """Say what is what."""
        if self.kept:
            rows = {f"{number:06d}": address for number, address in enumerate(self.kept, 1)}
            told = json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape")
            files.replace(self.folder / "list.json", told)


def last_signed(output: Path, keys: Sequence[PublicKey]) -> Attested | None:
    """The newest edition in `output/` that these keys have signed."""
    for sequence in editions.numbers(output):
        known = editions.load(output, sequence)
        own = {each.address: each.source for each in editions.own_items(output, known)} if known else {}
        found, _ = attested(partial(_read, own), keys, Sightings())
        if found is not None:
            return found
    return None


def _read(own: Mapping[str, Path], address: str, most: int) -> bytes | None:
    path = own.get(address)
    return read_in(path.parent, path.name, most) if path is not None else None


def restore(place: Path, output: Path, wanted: Attested, quarantine: Path) -> Restored:
    """Put a folder, or the release that a link leads to, back into the state of an edition.

    Where the link leads to the release of another edition, the right one is made whole and then the link is moved.
    """
    root = place.resolve()
    release = root.with_name(f"{wanted.edition.sequence:06d}")
    if not place.is_symlink() or not root.name.isdigit() or root == release:
        return _restored_beside(root, output, wanted, quarantine)
    release.mkdir(exist_ok=True)
    done = _restored_beside(release, output, wanted, quarantine)
    files.point(place, release)
    return done._replace(mended=done.mended + 1)


def _restored_beside(root: Path, output: Path, wanted: Attested, quarantine: Path) -> Restored:
    """What the release of this very edition shares with others is mended where it lies; that of another is not touched
    for its sake, and gets folders of its own."""
    kept, listed = _Quarantine(quarantine), wanted.edition.files()
    shared = listed if root.name.startswith(f"{wanted.edition.sequence:06d}-") else ()
    place = lying(root, shared)
    astray = tuple(_unsound(place, wanted, listed))
    items, lacking = _put_all(place, output, wanted, kept, astray) if astray else ((), ())
    place = lying(root, shared)  # what stood in the way of a folder is gone
    mended = _cleared(place, listed, kept) + _open_to_readers(lying(root, shared), lacking)
    kept.close()
    done = Restored(items, tuple(kept.kept), lacking, quarantine, mended)
    if not done.is_nothing:
        files.settle(root)
    return done


def _put_all(
    place: Lying, output: Path, wanted: Attested, kept: _Quarantine, astray: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Stage the right files beside the folder and let them take their places; those that were put, those that lack."""
    staging = place.root.parent / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        items, lacking = _staged(wanted, output, staging, astray)
        files.settle(staging)
        for item in change(wanted.edition.sequence, {}, items).uploads:
            _put(place, item, kept)
    finally:
        shutil.rmtree(staging)
    return tuple(sorted(items)), tuple(lacking)


def _cleared(place: Lying, listed: Mapping[str, State], kept: _Quarantine) -> int:
    """Take away what nothing lists; how many folders were left empty."""
    for address in strangers(place, listed):
        kept.keep(place.path(address), address)
        place.path(address).unlink()
    empty = empty_folders(place, listed)
    for address in reversed(empty):
        place.path(address).rmdir()
    return len(empty)


def _unsound(place: Lying, wanted: Attested, listed: Mapping[str, State]) -> Iterator[str]:
    """The addresses whose file is not as it should be."""
    for address, state in listed.items():
        known = place.files.get(address)
        if known is None or known.st_size != state.size or bounded_digest(place.path(address), state.size) != state[:2]:
            yield address
    for address, data in _seals(wanted).items():
        if address not in place.files or read_in(place.root, address, len(data)) != data:
            yield address


def _seals(wanted: Attested) -> dict[str, bytes]:
    return {TOP: wanted.top, SIGNATURE: wanted.signature}


def _staged(
    wanted: Attested, output: Path, staging: Path, addresses: Sequence[str]
) -> tuple[dict[str, Item], list[str]]:
    """The right files beside the folder, and those that are nowhere to be had."""
    sources, states = _sources(output, wanted.edition), wanted.edition.files()
    own = {**_seals(wanted), **_lists(wanted.edition)}
    items, lacking = {}, []
    for number, address in enumerate(addresses):
        target = staging / f"{number:06d}"
        if address in own:
            files.write_new(target, own[address])
        elif not any(_copied(source, target, states[address]) for source in sources(address)):
            lacking.append(address)
            continue
        os.chmod(target, FILES)
        items[address] = Item(address, states.get(address, State(0, "")), target)
    return items, lacking


def _lists(edition: Edition) -> dict[str, bytes]:
    return {list_address(section): list_bytes(listed) for section, listed in edition.lists.items()}


def _copied(source: Path, target: Path, state: State) -> bool:
    """The file is there with the right bytes, and is now in the staging folder."""
    try:
        return trees.holds(source.parent, source.name, state.size) and files.copy_new(source, target) == state[:2]
    except OSError:  # it may be had elsewhere
        return False


def _sources(output: Path, edition: Edition) -> Callable[[str], Iterator[Path]]:
    """Where a file may lie in `output/`: among the packed copies, in the tree that it was listed from, in the public
    tree, in any other tree."""
    sections = {address: section for section, listed in edition.lists.items() for address in listed}
    every = sorted((each for each in (output / "units").glob("*/[0-9]*") if each.is_dir()), reverse=True)
    every += sorted((output / "releases").glob("[0-9]*"), reverse=True)

    def places(address: str) -> Iterator[Path]:
        section = sections[address]
        if is_packed(address, edition.lists[section]):
            base, _, ending = address.rpartition(".")
            yield copy_place(packed_copies(output), edition.lists[section][base].sha256, f".{ending}")
        first = [trees.tree_folder(output, section, edition.trees[section])] if section in edition.trees else []
        for folder in (*first, output / "public", *every):
            yield folder / address
            if folder.parent.parent.name == "units":
                yield folder / address.removeprefix(f"{folder.parent.name}/")

    return places


def _put(place: Lying, item: Item, kept: _Quarantine) -> None:
    """Let the right file take its place; what was there, or in the way of its folder, goes into quarantine."""
    path = place.path(item.address)
    for above in reversed(Path(item.address).parents):
        folder = place.path(above.as_posix())
        if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir()):
            kept.keep(folder, above.as_posix())
            folder.unlink()
        if not folder.exists():
            folder.mkdir()
            folder.chmod(FOLDERS)
    if os.path.lexists(path):
        kept.keep(path, item.address)
    os.replace(item.source, path)


def _open_to_readers(place: Lying, lacking: Sequence[str]) -> int:
    """The modes that published files have; how many had others."""
    folders, known = {"": os.stat(place.root), **place.folders}, place.files
    wrong = [(each, FOLDERS) for each, state in folders.items() if S_IMODE(state.st_mode) != FOLDERS]
    wrong += [(each, FILES) for each in known.keys() - set(lacking) if S_IMODE(known[each].st_mode) != FILES]
    for address, mode in wrong:
        os.chmod(place.path(address), mode)
    return len(wrong)
