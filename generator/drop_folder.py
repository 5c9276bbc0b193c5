"""The folder that the office system drops documents into, as it is at one moment; what is being written waits.

Whether somebody has a file open for writing the kernel can tell: it grants no read lease on such a file. Where it is
asked in vain (files of another account without `CAP_LEASE`, network drives, other systems), only time tells.
"""

from __future__ import annotations

import fcntl
import os
import signal
import zipfile
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

BRIEF = 0.3  # seconds without a change after which a file that nobody has open counts as written
QUIET = 1.0  # and one of which that cannot be told
ZIPPED = (".docx", ".xlsx", ".pptx", ".ofd", ".zip")
PASSING = (".tmp", ".part", ".partial", ".crdownload", ".filepart")  # names under which programs write
TAIL = 2048


class State(NamedTuple):
    """What tells a file from any other state of it."""

    size: int
    mtime: int
    inode: int


Listing = Mapping[str, State]


def listed(folder: Path) -> Listing:
    """The files below a folder, by their path in it; hidden ones and links are passed over."""
    found: dict[str, State] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in names:
            path = os.path.join(place, name)
            if name[0] in "._~" or name.lower().endswith(PASSING) or os.path.islink(path):
                continue
            try:
                stat = os.stat(path)
            except FileNotFoundError:  # renamed under our eyes: the next look sees it
                continue
            found[os.path.relpath(path, folder).replace(os.sep, "/")] = State(
                stat.st_size, stat.st_mtime_ns, stat.st_ino
            )
    return dict(sorted(found.items()))


def settled(before: Listing, now: Listing) -> frozenset[str]:
    """The files that stand as they stood when they were looked at before."""
    return frozenset(name for name, state in now.items() if before.get(name) == state)


class Hand(Enum):
    """Whether somebody is writing a file."""

    NOBODY = "nobody has it open for writing"
    SOMEBODY = "somebody has"
    UNKNOWN = "nobody can tell"


def hand_on(path: Path) -> Hand:
    """Whether a file is open for writing. The lease is given back at once; a writer that comes meanwhile waits for it,
    and the signal which tells of it is one that is ignored."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return Hand.UNKNOWN
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # type: ignore[attr-defined,unused-ignore]
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return Hand.SOMEBODY
    except (OSError, AttributeError):  # not our file, not a file system that can; not Linux
        return Hand.UNKNOWN
    finally:
        os.close(handle)
    return Hand.NOBODY


class Hands(NamedTuple):
    """Of some files those that somebody is writing, and how long they must have been quiet to count as written."""

    writing: frozenset[str]
    quiet: float


def hands_on(folder: Path, names: Iterable[str]) -> Hands:
    """Who is writing which of some files of the folder."""
    found = {name: hand_on(folder / name) for name in names}
    writing = frozenset(name for name, hand in found.items() if hand is Hand.SOMEBODY)
    return Hands(writing, QUIET if Hand.UNKNOWN in found.values() else BRIEF)


def youngest(found: Listing) -> int:
    """When the youngest of the files was written last, in nanoseconds; 0 for none."""
    return max((each.mtime for each in found.values()), default=0)


def broken(path: Path) -> str:
    """Why a file is not whole, or "": archives must read to their end, a PDF must have one."""
    ending = path.suffix.lower()
    if ending in ZIPPED:
        try:
            with zipfile.ZipFile(path) as archive:
                bad = archive.testzip()
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            return f"文件不完整，或者已经损坏（{error}）"
        return f"文件已经损坏（其中的 {bad} 校验不符）" if bad else ""
    if ending == ".pdf":
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            return "" if b"%%EOF" in file.read() else "文件不完整（PDF 没有结尾）"
    return "" if path.stat().st_size else "是空文件"
