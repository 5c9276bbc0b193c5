"""What is taken away below `output/`: releases and trees that nobody can be reading, and that nobody may want back."""

from __future__ import annotations

import os
from pathlib import Path

from generator import editions, manifest
from generator.trees import (
    current_release,
    discard,
    manifest_path,
    remove_folders,
    sequences,
    stamp_of,
    tree_folder,
    walk,
)

RELEASES_KEPT = 10  # to which a unit or the county can be put back
EDITIONS = 3  # whose trees tell what places show: a section that is held there for long may be in no release any more


def prune(output: Path, link: str = "public") -> None:
    """Remove releases and trees that nobody can be reading: all but the newest releases and the trees they use.

    `link` leads to the release in force, from below `output`.
    """
    current = current_release(output, link)
    numbers = sorted(sequences(output / "releases"), reverse=True)
    kept = [f"{number:06d}" for number in dict.fromkeys(numbers)][:RELEASES_KEPT]
    if current is not None and current.name not in kept:
        kept.append(current.name)
    used = {tuple(line.split(" ")) for name in kept for line in stamp_of(output / "releases" / name).splitlines()}
    used |= {(slug, str(number)) for each in editions.outlines(output, EDITIONS) for slug, number in each.trees.items()}
    for number in set(numbers):
        folder = output / "releases" / f"{number:06d}"
        if folder.name not in kept:
            _remove_release(folder)
    units = output / "units"
    for place in (output / "releases", *(sorted(units.iterdir()) if units.is_dir() else ())):
        for unfinished in sorted(place.glob("[0-9]*.*-*")):
            discard(unfinished)
    for unit in sorted(units.iterdir()) if units.is_dir() else ():
        numbers = sorted(set(sequences(unit)))
        complete = [number for number in numbers if manifest_path(output, unit.name, number).exists()]
        for number in numbers:
            if number not in complete or ((unit.name, str(number)) not in used and number != complete[-1]):
                _remove_tree(output, unit.name, number, complete[-1] if complete else 0)


def _remove_release(folder: Path) -> None:
    """A release holds only links; a file that is nowhere else is a stranger's and stays."""
    for url in list(walk(folder)):
        path = folder / url
        if path.is_symlink() or path.lstat().st_nlink > 1:
            path.unlink()
    remove_folders(folder)
    folder.with_name(f"{folder.name}.txt").unlink(missing_ok=True)


def _remove_tree(output: Path, slug: str, number: int, newest: int) -> None:
    """Remove a tree's own files. One without a manifest was never finished, so all of it is ours; one whose manifest
    is damaged stays, since nobody can tell any more what is whose."""
    folder, record = tree_folder(output, slug, number), manifest_path(output, slug, number)
    known = manifest.load(record)
    if known is None and record.exists():
        return
    successor = tree_folder(output, slug, newest)
    for url in list(walk(folder)):
        if known is None or url in known.files or _same_file(folder / url, successor / url):
            (folder / url).unlink()
    remove_folders(folder)
    record.unlink(missing_ok=True)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except OSError:
        return False
