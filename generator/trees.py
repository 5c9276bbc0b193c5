"""Trees of files that readers see old or new, never in between.

`output/units/<unit>/<sequence>/` is what a unit looked like after a build; `output/releases/<sequence>/` is the whole
county: the files of the portal and of the county's own pages as hard links, every other unit as a symbolic link to its
tree; `output/public` is a symbolic link to the release in force. A build writes beside, then moves one link.
Files that somebody else put into the public tree are carried over; nothing that a manifest does not list is deleted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator import files, manifest, ownership
from generator.errors import GeneratorError
from generator.manifest import Manifest

COUNTY, SEARCH = "_county", "_search"  # the county's own pages, and the search over all units
_STAMP = re.compile(rb"(?:[a-z0-9_-]+ \d+\n)*")
OURS = (COUNTY, SEARCH)  # sections that are no unit's


def tree_folder(output: Path, slug: str, sequence: int) -> Path:
    """Where a unit's tree of one build lies."""
    return output / "units" / slug / f"{sequence:06d}"


def manifest_path(output: Path, slug: str, sequence: int) -> Path:
    """The manifest of that tree."""
    return output / "units" / slug / f"{sequence:06d}.json"


def latest(output: Path, slug: str) -> Manifest | None:
    """The manifest of a unit's newest complete tree; None where there is none."""
    for sequence in sorted(sequences(output / "units" / slug), reverse=True):
        if tree_folder(output, slug, sequence).is_dir():
            found = manifest.load(manifest_path(output, slug, sequence))
            if found is not None:
                return found
    return None


def record_of(output: Path, address: str) -> manifest.Record | None:
    """What the manifests know of a file that is public now, by its path below `output/public/`."""
    public = in_force(output)
    slug, _, url = address.partition("/")
    places = [(slug, url)] if slug in public else [(each, address) for each in at_root(output, public)]
    found = (known.files.get(url) for each, url in places if (known := published(output, each, public[each])))
    return next((record for record in found if record is not None), None)


def at_root(output: Path, units: Iterable[str]) -> tuple[str, ...]:
    """Of these units, those whose files lie at the top of the public tree: in no release a link has their name.

    What is no unit's comes last: where another has a file of that name, the other's is shown.
    """
    folders = [output / "releases" / f"{number:06d}" for number in set(sequences(output / "releases"))]
    found = (slug for slug in units if slug not in OURS and not any((each / slug).is_symlink() for each in folders))
    return (*found, *(slug for slug in OURS if slug in units))


def published(output: Path, slug: str, sequence: int) -> Manifest | None:
    """The manifest of the tree of a unit that is public; None where it is lost."""
    return manifest.load(manifest_path(output, slug, sequence))


def stamp_of_manifest(output: Path, slug: str, sequence: int) -> str:
    """What tells a tree's manifest from any other state of it, without its being opened."""
    return files.stamp(manifest_path(output, slug, sequence))


def newest(output: Path, slug: str) -> int:
    """The number of a unit's newest complete tree; 0 where there is none."""
    found = (number for number in sequences(output / "units" / slug) if is_complete(output, slug, number))
    return max(found, default=0)


def is_complete(output: Path, slug: str, sequence: int) -> bool:
    """A unit's tree of that build is there with its manifest."""
    place = f"{output}/units/{slug}/{sequence:06d}"  # asked of thousands in a pass over all inboxes
    return os.path.isfile(f"{place}.json") and os.path.isdir(place)


def next_sequence(output: Path) -> int:
    """A number above every release and tree there is: order never depends on the clock."""
    found = [0, *sequences(output / "releases")]
    units = output / "units"
    for folder in sorted(units.iterdir()) if units.is_dir() else ():
        found += sequences(folder)
    return max(found) + 1


def sequences(folder: Path) -> list[int]:
    """The numbers of what lies in a folder of releases or trees."""
    names = os.listdir(folder) if folder.is_dir() else []
    return [int(name[:6]) for name in names if name[:6].isdigit()]


def walk(folder: Path) -> Iterator[str]:
    """The files below a folder as relative paths; a symbolic link counts as a file and is not followed."""
    start = len(os.path.join(folder, ""))
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        folders[:] = sorted(set(folders) - set(links))
        above = os.path.join(place, "")[start:].replace(os.sep, "/")
        for name in sorted([*names, *links]):
            yield above + name


class TreeWriter:
    """A new tree being filled: the only place that makes files under `output/units/`.

    It is filled under a name of this process alone and then renamed: a worker of a cluster that was taken for lost and
    the one that does its work again never write into one folder.
    """

    def __init__(self, folder: Path, previous: Path | None) -> None:
        self.target = folder
        self.folder = folder.with_name(f"{folder.name}.{os.uname().nodename}-{os.getpid()}")
        self.previous = previous
        self._folders: set[str] = {""}
        if self.folder.exists():
            discard(self.folder)
        self.folder.mkdir(parents=True)

    def finish(self) -> None:
        """Give the tree its name; one of that name which was never finished moves away, to be pruned."""
        if self.target.exists():
            os.rename(self.target, f"{self.folder}.old")
        os.rename(self.folder, self.target)

    def path(self, url: str) -> str:
        """Where a file of the tree goes; its folder is made."""
        parent, _, name = url.rpartition("/")
        if name in ("", ".", ".."):
            raise GeneratorError("地址不能用作文件名", url)
        if parent not in self._folders:
            if not {"", ".", ".."}.isdisjoint(parent.split("/")):
                raise GeneratorError("地址不能用作文件名", url)
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)
        return f"{self.folder}/{url}"

    def link(self, url: str) -> None:
        """Take a file over from the previous tree as it is."""
        assert self.previous is not None
        os.link(f"{self.previous}/{url}", self.path(url), follow_symlinks=False)

    def carry_strangers(self, known: Iterable[str]) -> None:
        """Take over the files of the previous tree that no manifest lists: others put them there."""
        if self.previous is None:
            return
        listed = frozenset(known)
        for url in walk(self.previous):
            if url not in listed and not os.path.lexists(self.folder / url):
                self.link(url)


def holds(folder: Path, url: str, size: int) -> bool:
    """A tree still has a file in the size that its manifest knows: no damage passes on."""
    try:
        return os.lstat(f"{folder}/{url}").st_size == size
    except OSError:
        return False


def discard(folder: Path) -> None:
    """Remove a tree that was never published."""
    for url in list(walk(folder)):
        (folder / url).unlink()
    remove_folders(folder)


def remove_folders(folder: Path) -> None:
    """Remove the folders below one and itself, as far as nothing is in them."""
    for place, _, _ in os.walk(folder, topdown=False):
        try:
            os.rmdir(place)
        except OSError:  # a file that is not ours is in it
            continue


def publish(output: Path, sequence: int, units: Mapping[str, int], root: tuple[str, ...]) -> bool:
    """Make the county of these trees public; False when it is public already.

    `units`: slug → sequence of its tree; those in `root` (the portal, the county's own pages) lie at the top.
    """
    public = output / "public"
    if public.exists() and not public.is_symlink():
        raise GeneratorError("output/public 不是本软件建立的", str(public), "把它移走后再生成")
    current = current_release(output)
    wanted = {slug: f"../../units/{slug}/{number:06d}" for slug, number in sorted(units.items()) if slug not in root}
    stamp = "".join(f"{slug} {number}\n" for slug, number in sorted(units.items()))
    record = output / "releases" / f"{sequence:06d}.txt"
    if current is not None and stamp_of(current) == stamp:
        return False
    folder = output / "releases" / f"{sequence:06d}"
    writer = TreeWriter(folder, current)
    listed = _fill_root(writer, output, units, root)
    for slug, target in wanted.items():
        os.symlink(target, writer.folder / slug)
    if current is not None:
        writer.carry_strangers({*_listed_of(output, current, root), *listed})
    writer.finish()
    files.seal(record, stamp.encode(), ownership.place(output, record.name))
    files.settle(output)
    files.point(public, folder)
    return True


def _fill_root(writer: TreeWriter, output: Path, units: Mapping[str, int], root: tuple[str, ...]) -> set[str]:
    listed: set[str] = set()
    for slug in root:
        if slug in units:
            tree = tree_folder(output, slug, units[slug])
            for url in walk(tree):
                if url not in listed:
                    os.link(tree / url, writer.path(url), follow_symlinks=False)
                    listed.add(url)
    return listed


def _listed_of(output: Path, release: Path, root: tuple[str, ...]) -> set[str]:
    """What our own build put at the top of a release: its trees' files and the links to units."""
    listed: set[str] = set()
    stamp = stamp_of(release)
    if not stamp:  # lost: whatever any of our trees holds, and every link to one, counts as ours
        listed = {
            url
            for slug in root
            for number in sequences(output / "units" / slug)
            for url in walk(tree_folder(output, slug, number))
        }
        listed |= {
            path.name
            for path in release.iterdir()
            if path.is_symlink() and os.readlink(path).startswith("../../units/")
        }
    for line in stamp.splitlines():
        slug, _, number = line.partition(" ")
        if slug in root:
            listed |= set(walk(tree_folder(output, slug, int(number))))
        else:
            listed.add(slug)
    return listed


def current_release(output: Path, link: str = "public") -> Path | None:
    """The release that is public, or that another `link` leads to; None where none is."""
    public = output / link
    return public.resolve() if public.is_symlink() and public.exists() else None


def stamp_of(release: Path) -> str:
    """The trees of a release, a line each; "" where that is not known."""
    record = release.with_name(f"{release.name}.txt")
    stamp = files.unseal(record, ownership.place(release.parents[1], record.name))
    return stamp.decode() if stamp is not None and _STAMP.fullmatch(stamp) else ""


def in_force(output: Path, link: str = "public") -> dict[str, int]:
    """The sections that are public now, the county's own pages among them, with the numbers of their trees; or those
    that another `link` leads to."""
    current = current_release(output, link)
    return _trees_of(stamp_of(current)) if current else {}


def published_units(output: Path) -> dict[str, int]:
    """The units that are public now, with the numbers of their trees."""
    return {slug: number for slug, number in in_force(output).items() if slug not in OURS}


def releases(output: Path) -> dict[int, dict[str, int]]:
    """The releases that are kept, oldest first: number → the sections that were public with the numbers of their trees.

    Those with a tree that is gone are left out: nothing can be put back to them.
    """
    folder = output / "releases"
    numbers = sorted(set(sequences(folder)))
    found = {number: _trees_of(stamp_of(folder / f"{number:06d}")) for number in numbers}
    whole = ((number, trees) for number, trees in found.items() if trees)
    return {number: trees for number, trees in whole if all(is_complete(output, *each) for each in trees.items())}


def _trees_of(stamp: str) -> dict[str, int]:
    rows = (line.split(" ") for line in stamp.splitlines())
    return {slug: int(number) for slug, number in rows}


def release_stamp(output: Path) -> str:
    """The trees that are public now, as text; empty where nothing is."""
    current = current_release(output)
    return f"{current.name}\n{stamp_of(current)}" if current else ""
