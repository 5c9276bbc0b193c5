"""The files of a unit: a listing that never follows a symbolic link, and reading within bounds."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from generator.faults import finding
from generator.model import Finding

TEXT_WARNING = 1 << 20
TEXT_LIMIT = 10 << 20
DEPTH_LIMIT = 12
DIGITS = 15  # of the shortest number of a person
UNNAMEABLE = "F026"
TEXTS = (".md", ".yaml", ".csv")  # what is read by its name


class Source(NamedTuple):
    """A file as the listing saw it: path relative to the workspace; the rest tells whether it changed since."""

    path: str
    size: int
    mtime: int
    ctime: int
    inode: int


class Listing(NamedTuple):
    """The files of one unit, sorted by path, and what was refused."""

    files: tuple[Source, ...]
    findings: tuple[Finding, ...]


def scan(root: Path, folder: str) -> Listing:
    """Every file below a folder of the workspace; hidden ones (`.`, `_`, `~`) are passed over, links refused.

    A folder that cannot be read is a finding, not an exception: its unit fails alone.
    """
    files: list[Source] = []
    findings: list[Finding] = []
    waiting = [folder]
    if (root / folder).is_symlink():
        return Listing((), (finding("F020", folder, (1, 1), "单位文件夹是符号链接，已跳过"),))
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(root / current) as entries:
                found = list(entries)
        except OSError as error:
            findings.append(finding("F019", current, (1, 1), f"读不了文件夹：{error.strerror}"))
            continue
        for entry in found:
            _take(entry, f"{current}/{entry.name}", files, findings, waiting)
    return Listing(tuple(sorted(files)), tuple(findings))


def _take(entry: os.DirEntry[str], path: str, files: list[Source], findings: list[Finding], waiting: list[str]) -> None:
    if entry.name[0] in "._" or entry.name[-1] == "~":
        return
    if len(entry.name) >= DIGITS and sum(map(str.isdecimal, entry.name)) >= DIGITS and _names_somebody(entry.name):
        findings.append(_unnameable(path))
        return
    if not _is_text(entry.name):
        shown = path.encode("utf-8", "replace").decode()
        findings.append(finding("F022", shown, (1, 1), "文件名不是 UTF-8 编码，或含有控制字符，已跳过"))
    elif entry.is_symlink():
        findings.append(finding("F020", path, (1, 1), "这是符号链接，已跳过"))
    elif entry.is_dir(follow_symlinks=False):
        if entry.name.lower().endswith(TEXTS):
            findings.append(finding("F020", path, (1, 1), "这是文件夹，却用了文件的名字", "给文件夹改名，去掉扩展名"))
        if path.count("/") > DEPTH_LIMIT:
            findings.append(finding("F013", path, (1, 1), f"文件夹嵌套超过 {DEPTH_LIMIT} 层，已跳过"))
        else:
            waiting.append(path)
    elif entry.is_file(follow_symlinks=False):
        stat = entry.stat(follow_symlinks=False)
        files.append(Source(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino))
    else:
        findings.append(finding("F020", path, (1, 1), "这不是普通文件（管道、设备之类），已跳过", "换成真实的文件"))


def _names_somebody(name: str) -> bool:
    """The name holds the number of a person."""
    from generator.personal_data import sightings  # not in a night in which no name is so long

    return next(sightings(name), None) is not None


def _unnameable(path: str) -> Finding:
    from generator.personal_data import concealed

    return finding(UNNAMEABLE, concealed(path), (1, 1), "文件名里有身份证号或银行卡号，没有读取")


def _is_text(name: str) -> bool:
    """The name can be written into a page: whole characters, none of them a control."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return name.replace("\u3000", "").isprintable()


def read_text_file(root: Path, path: str) -> bytes:
    """The bytes of a text file of the workspace; OSError where it cannot be read, or is a link or a pipe."""
    handle = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        stat = os.fstat(handle)
        if not S_ISREG(stat.st_mode):
            raise OSError(errno.EINVAL, "不是普通文件", path)
        data = b""
        room = min(stat.st_size, TEXT_LIMIT) + 1  # a larger buffer costs more than the reading of a text
        while piece := os.read(handle, room):
            data += piece
            if len(data) > TEXT_LIMIT:
                raise OSError(errno.EFBIG, "文件超过 10 MiB", path)
    finally:
        os.close(handle)
    return data
