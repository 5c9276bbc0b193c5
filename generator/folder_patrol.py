"""A published folder held against its edition: every byte, every name, every mode; nothing more, nothing less.

A folder is read as it lies there, never through a symbolic link but those that our own SFTP target makes: from the top
of a release to the same top in a release beside it (`releases.lent`), where every byte is looked at. Whoever serves it
may read all files and write none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from generator.edition import FOLDER, SEALS, Edition, State
from generator.files import CHUNK
from generator.releases import lent
from generator.tampering import History, Kind, Tampering, differing

LARGEST = 64 << 20  # bytes of a file that was changed, up to which it is read to tell where it comes from
WRITABLE = stat.S_IWGRP | stat.S_IWOTH
READABLE = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
NEVER = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH | stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX | WRITABLE


@dataclass(slots=True)
class Lying:
    """What lies in a folder: files, folders, and whatever is neither, by address; the tops that are lent to it."""

    root: Path
    lent: dict[str, Path] = field(default_factory=dict)
    files: dict[str, os.stat_result] = field(default_factory=dict)
    folders: dict[str, os.stat_result] = field(default_factory=dict)
    odd: dict[str, os.stat_result] = field(default_factory=dict)

    def path(self, address: str) -> Path:
        """Where it lies, behind a link that was followed; whoever moves the link meanwhile leads nobody astray."""
        top, _, below = address.partition("/")
        return self.lent[top] / below if top in self.lent else self.root / address


def read_in(root: Path, address: str, most: int) -> bytes | None:
    """A file below a folder, if it is one and no longer than that."""
    try:
        with _opened(root / address) as stream:
            data = stream.read(most + 1)
    except OSError:
        return None
    return data if len(data) <= most else None


def patrol(root: Path, edition: Edition, history: History) -> tuple[Tampering, ...]:
    """Everything by which a folder differs from its edition, sorted."""
    wanted, number = edition.files(), edition.sequence
    place = lying(root, wanted)
    found = [*_strangers(place, wanted, number, history)]
    renamed = {each.address for each in found if each.kind is Kind.RENAMED}
    for address, state in sorted(wanted.items()):
        if address in place.files:
            found += _file_faults(place, address, state, number, history)
        elif address in place.odd:
            found.append(Tampering(Kind.LINK, address, _odd(place, address), number))
        elif address not in renamed:
            found.append(Tampering(Kind.MISSING, address, "清单里有，文件夹里没有", number))
    readable = place.files[min(SEALS & place.files.keys())].st_mode if SEALS & place.files.keys() else 0
    found += [*_modes(place, number, readable), *_moved(place, number)]
    return tuple(sorted(found, key=lambda each: (each.address, each.kind.value)))


def bounded_digest(path: Path, most: int) -> tuple[int, str]:
    """How long a file is and the sha-256 of its bytes; read no further than it may be long ("" then)."""
    digest, size = sha256(), 0
    with _opened(path) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > most:
                return os.fstat(stream.fileno()).st_size, ""
    return size, digest.hexdigest()


def _opened(path: Path) -> BinaryIO:
    """A file for reading; a link is not followed, and a pipe is not waited for."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


def lying(root: Path, wanted: Collection[str] = ()) -> Lying:
    """Everything in a folder, none of it opened; a top is looked for in another release only where it is wanted."""
    tops = {address.partition("/")[0] for address in wanted if "/" in address} - {FOLDER.partition("/")[0]}
    place = Lying(root, {top: folder for top in sorted(tops) if (folder := lent(root, top)) is not None})
    _list_into(place, "")
    return place


def strangers(place: Lying, wanted: Collection[str]) -> tuple[str, ...]:
    """What no edition lists, sorted: files and whatever is none."""
    return tuple(sorted({*place.files, *place.odd} - set(wanted) - SEALS))


def empty_folders(place: Lying, wanted: Collection[str]) -> tuple[str, ...]:
    """Folders that hold nothing of what is listed, sorted."""
    return tuple(sorted(place.folders.keys() - _above(wanted)))


def _above(wanted: Collection[str]) -> set[str]:
    """The folders that these addresses, and the edition's own, lie in."""
    return {address[:end] for address in {*wanted, *SEALS} for end, letter in enumerate(address) if letter == "/"}


def _list_into(place: Lying, above: str) -> None:
    with os.scandir(place.path(above)) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            address = above + entry.name
            known = entry.stat(follow_symlinks=False)
            if address in place.lent and stat.S_ISLNK(known.st_mode):
                known = os.lstat(place.lent[address])
            if stat.S_ISDIR(known.st_mode):
                place.folders[address] = known
                _list_into(place, f"{address}/")
            else:
                (place.files if stat.S_ISREG(known.st_mode) else place.odd)[address] = known


def _strangers(place: Lying, wanted: Mapping[str, State], number: int, history: History) -> Iterator[Tampering]:
    """What nothing lists; a file under a name that differs only in its letters' case from a listed one that is gone."""
    folded = {_folded(address): address for address in wanted if address not in place.files | place.odd}
    for address in strangers(place, wanted):
        if (proper := folded.get(_folded(address))) is not None:
            yield Tampering(Kind.RENAMED, proper, f"名字被改成「{address}」", number)
        elif address in place.odd:
            yield Tampering(Kind.LINK, address, _odd(place, address), number)
        else:
            yield Tampering(Kind.ADDED, address, _origin(place, address, history), number)
    for address in empty_folders(place, wanted):
        yield Tampering(Kind.ADDED, f"{address}/", "清单里没有这个文件夹", number)


def _folded(address: str) -> str:
    return normalize("NFC", address).casefold()


def _origin(place: Lying, address: str, history: History) -> str:
    """Where a stranger may come from: an edition that had it under this name."""
    past = history.get(address, ())
    digest = bounded_digest(place.path(address), LARGEST)[1] if past else ""
    old = next((sequence for sequence, known in past if known == digest), None)
    return "清单里没有这个文件" if old is None else f"版本 {old} 里有、已经撤下的文件又出现了"


def _odd(place: Lying, address: str) -> str:
    if stat.S_ISLNK(place.odd[address].st_mode):
        return f"是符号链接，指向 {os.readlink(place.path(address))}"
    return "是设备、管道之类的特殊文件"


def _file_faults(place: Lying, address: str, wanted: State, number: int, history: History) -> Iterator[Tampering]:
    try:
        size, digest = bounded_digest(place.path(address), max(wanted.size, LARGEST))
    except OSError as error:
        yield Tampering(Kind.UNREACHED, address, f"读不了：{error.strerror}", number)
        return
    if (size, digest) != wanted[:2]:
        yield differing(address, wanted, size, digest, number, history)


def _moved(place: Lying, number: int) -> Iterator[Tampering]:
    """Links that lead elsewhere than when they were followed."""
    for top, folder in place.lent.items():
        if lent(place.root, top) != folder:
            yield Tampering(Kind.LINK, top, "核对的时候，这个链接被换过", number)


def _modes(place: Lying, number: int, seal: int) -> Iterator[Tampering]:
    """Files that somebody may run or rewrite, or that the web server cannot read though it can read the edition."""
    for address, known in place.files.items():
        if known.st_mode & NEVER or seal & ~known.st_mode & READABLE:
            told = f"权限是 {stat.S_IMODE(known.st_mode):04o}，应当是 0644"
            yield Tampering(Kind.MODE, address, told, number)
    for address, known in place.folders.items():
        if known.st_mode & WRITABLE or (seal & stat.S_IROTH and not known.st_mode & stat.S_IXOTH):
            told = f"文件夹的权限是 {stat.S_IMODE(known.st_mode):04o}，应当是 0755"
            yield Tampering(Kind.MODE, f"{address}/", told, number)
