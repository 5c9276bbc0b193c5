"""Files written whole or not at all, and copied once."""

from __future__ import annotations

import ctypes
import os
import shutil
from hashlib import blake2b, file_digest, sha256
from pathlib import Path

from generator.errors import GeneratorError

CHUNK = 1 << 20


def write_new(path: Path | str, data: bytes) -> None:
    """Write a file that nobody can see yet (in a tree that is not published): no temporary name is needed."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


def replace(path: Path, data: bytes) -> None:
    """Write a file that others may be reading: a temporary name beside it, then one rename."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write_new(temporary, data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def seal(path: Path, body: bytes, place: str = "") -> None:
    """Write a file whose first line is the checksum of the rest, so that damage is noticed when it is read.

    With a `place` it holds for that alone: a file that got where another belongs is noticed too.
    """
    replace(path, _checksum(place.encode() + body) + b"\n" + body)


def unseal(path: Path, place: str = "") -> bytes | None:
    """What was sealed; None where the file is missing, cannot be read, or is not as it was written for this place."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if head == _checksum(place.encode() + body) else None


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()


def copy_new(source: Path, target: Path | str) -> tuple[int, str]:
    """Copy a file in pieces, never through a symbolic link; returns its size and sha-256."""
    digest = sha256()
    size = 0
    reader = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(reader, "rb") as stream, open(target, "wb") as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return size, digest.hexdigest()


def digest_of(path: Path) -> str:
    """The sha-256 of a file as it is now, never through a symbolic link."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def exposure(path: Path) -> str:
    """Who else than this account and the system's can read a file with secrets, or exchange it; "" for nobody."""
    stat = path.stat()
    if stat.st_mode & 0o077:
        return "别人也能读"
    return "" if stat.st_uid in (0, os.geteuid()) else "是别的用户的"


def stamp(path: Path | str) -> str:
    """What tells a file from any other and from an earlier state of it, without its being opened; "" for none."""
    try:
        stat = os.lstat(path)
    except OSError:
        return ""
    return f"{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ctime_ns}-{stat.st_ino}"


def caches(output: Path) -> Path:
    """Where caches lie: `output/state/`, or beside it where somebody has made that a folder that cannot be written."""
    usual = output / "state"
    return usual if os.access(usual, os.W_OK) or not usual.exists() else output / "state-own"


def need_room(folder: Path, size: int) -> None:
    """`GeneratorError` where what is to be written, and a tenth more, has no room: nothing is begun then."""
    free, need = shutil.disk_usage(folder).free, size + size // 10
    if free < need:
        told = f"{folder}：还有 {free // 2**20} MiB，要 {need // 2**20 + 1} MiB"
        raise GeneratorError("磁盘已满，没有开始写", told, "腾出空间后再试；已经公开的内容没有改变")


def settle(folder: Path) -> None:
    """Bring everything that was written to a folder's file system onto its disk, names and folders among it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(library, "syncfs"):
            os.sync()
        elif library.syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_names(folder: Path) -> None:
    """Bring a folder's own entries onto the disk: what was renamed in it stays renamed."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point(link: Path, target: Path) -> None:
    """Let a symbolic link lead to another folder in one step that survives a loss of power."""
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    os.symlink(os.path.relpath(target, link.parent), temporary)
    os.replace(temporary, link)
    settle_names(link.parent)
