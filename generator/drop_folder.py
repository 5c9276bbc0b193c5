"""The folder that the office system drops documents into, as it is at one moment; what is being written waits."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

QUIET = 1.0  # seconds without a change after which a file counts as written
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
