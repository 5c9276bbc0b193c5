"""A published folder held against its edition: every byte, every name, every mode; nothing more, nothing less.

A folder is read as it lies there, never through a symbolic link, but for those by which a release leads to the trees of
its units. Whoever serves it may read all files and write none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from generator.edition import SEALS, Edition, State
from generator.files import CHUNK
from generator.tampering import History, Kind, Tampering, differing

LARGEST = 64 << 20  # bytes of a file that was changed, up to which it is read to tell where it comes from
WRITABLE = stat.S_IWGRP | stat.S_IWOTH
NEVER = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH | stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX | WRITABLE


@dataclass(slots=True)
class _Place:
    """What lies in a folder: files, folders, and whatever is neither, by address."""

    root: Path
    files: dict[str, os.stat_result] = field(default_factory=dict)
    folders: dict[str, os.stat_result] = field(default_factory=dict)
    odd: dict[str, os.stat_result] = field(default_factory=dict)


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
    place, wanted, number = _listed(root, edition), edition.files(), edition.sequence
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
    found += _modes(place, number, readable)
    return tuple(sorted(found, key=lambda each: (each.address, each.kind.value)))


def digest_of(path: Path, most: int) -> tuple[int, str]:
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


def _listed(root: Path, edition: Edition) -> _Place:
    place = _Place(root)
    _list_into(place, "", edition)
    return place


def _list_into(place: _Place, above: str, edition: Edition) -> None:
    with os.scandir(place.root / above) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            address = above + entry.name
            if entry.is_dir(follow_symlinks=False) or _is_tree(place.root, address, edition):
                place.folders[address] = entry.stat()
                _list_into(place, f"{address}/", edition)
            else:
                known = entry.stat(follow_symlinks=False)
                (place.files if stat.S_ISREG(known.st_mode) else place.odd)[address] = known


def _is_tree(root: Path, address: str, edition: Edition) -> bool:
    """A link by which a release leads to the tree of a unit."""
    path = root / address
    tree = edition.trees.get(address)
    return tree is not None and path.is_symlink() and os.readlink(path) == f"../../units/{address}/{tree:06d}"


def _strangers(place: _Place, wanted: Mapping[str, State], number: int, history: History) -> Iterator[Tampering]:
    """What nothing lists; a file under a name that differs only in its letters' case from a listed one that is gone."""
    folded = {_folded(address): address for address in wanted if address not in place.files | place.odd}
    for address in sorted({*place.files, *place.odd} - set(wanted) - SEALS):
        if (proper := folded.get(_folded(address))) is not None:
            yield Tampering(Kind.RENAMED, proper, f"名字被改成「{address}」", number)
        elif address in place.odd:
            yield Tampering(Kind.LINK, address, _odd(place, address), number)
        else:
            yield Tampering(Kind.ADDED, address, _origin(place, address, history), number)
    needed = {address[:end] for address in {*wanted, *SEALS} for end, letter in enumerate(address) if letter == "/"}
    for address in sorted(set(place.folders) - needed):
        yield Tampering(Kind.ADDED, f"{address}/", "清单里没有这个文件夹", number)


def _folded(address: str) -> str:
    return normalize("NFC", address).casefold()


def _origin(place: _Place, address: str, history: History) -> str:
    """Where a stranger may come from: an edition that had it under this name."""
    past = history.get(address, ())
    digest = digest_of(place.root / address, LARGEST)[1] if past else ""
    old = next((sequence for sequence, known in past if known == digest), None)
    return "清单里没有这个文件" if old is None else f"版本 {old} 里有、已经撤下的文件又出现了"


def _odd(place: _Place, address: str) -> str:
    mode = place.odd[address].st_mode
    return (
        f"是符号链接，指向 {os.readlink(place.root / address)}" if stat.S_ISLNK(mode) else "是设备、管道之类的特殊文件"
    )


def _file_faults(place: _Place, address: str, wanted: State, number: int, history: History) -> Iterator[Tampering]:
    try:
        size, digest = digest_of(place.root / address, max(wanted.size, LARGEST))
    except OSError as error:
        yield Tampering(Kind.UNREACHED, address, f"读不了：{error.strerror}", number)
        return
    if (size, digest) != wanted[:2]:
        yield differing(address, wanted, size, digest, number, history)


def _modes(place: _Place, number: int, seal: int) -> Iterator[Tampering]:
    """Files that somebody may run or rewrite, or that the web server cannot read though it can read the edition."""
    for address, known in place.files.items():
        mode = stat.S_IMODE(known.st_mode)
        unreadable = seal & ~mode & (stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        if mode & NEVER or unreadable:
            yield Tampering(
                Kind.MODE, address, f"权限是 {mode:04o}，{'别人读不了' if unreadable else '应当是 0644'}", number
            )
    for address, known in place.folders.items():
        mode = stat.S_IMODE(known.st_mode)
        if mode & stat.S_IWOTH or (seal & stat.S_IROTH and not mode & stat.S_IXOTH):
            yield Tampering(Kind.MODE, f"{address}/", f"文件夹的权限是 {mode:04o}，应当是 0755", number)
