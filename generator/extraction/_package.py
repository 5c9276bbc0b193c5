"""Archives of strangers: the list of members is bounded before it is read, their bytes as they come out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, RawIOBase
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from generator.extraction._source import Source
from generator.extraction._values import Budget, FaultKind, Limits, TooMuch

TAIL = 1 << 16
RATIO = 100  # unpacked bytes for a packed one
SMALL = 1 << 20  # bytes below which a ratio tells nothing
_ENDS = re.compile(rb"PK\x06\x06|PK\x05\x06")
_LEGACY = re.compile(r"[^\0-\x7f]")


@contextmanager
def opened(source: Source) -> Iterator[ZipFile]:
    """The archive, once its list of members is known to be short; `BadZipFile` where it is none."""
    limits = source.budget.limits
    if directory_size(source) > limits.directory_bytes:
        raise TooMuch(FaultKind.TOO_LARGE, "压缩包里的文件太多，没有读；请拆分后再发布")
    source.file.seek(0)
    with ZipFile(source.file) as archive:
        yield archive


def directory_size(source: Source) -> int:
    """How many bytes the list of members takes, as the end of the archive tells it; 0 where it tells nothing."""
    source.file.seek(max(0, source.size() - TAIL - 256))
    tail = source.file.read()
    told = [0]
    for found in _ENDS.finditer(tail):
        layout, offset = ("<Q", 40) if found[0] == b"PK\x06\x06" else ("<L", 12)
        place = found.start() + offset
        if place + struct.calcsize(layout) <= len(tail):
            (size,) = struct.unpack_from(layout, tail, place)
            told.append(0 if layout == "<L" and size == 0xFFFFFFFF else size)
    return max(told)


def refuse_bombs(infos: list[ZipInfo], limits: Limits) -> None:
    """Judge by the list of members: what is unpacked later never exceeds what the list declares."""
    if len(infos) > limits.entries:
        raise TooMuch(FaultKind.TOO_LARGE, f"里面的文件超过 {limits.entries} 个")
    if any(info.flag_bits & 1 for info in infos):
        raise TooMuch(FaultKind.ENCRYPTED, "加了密码")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.total_bytes:
        raise TooMuch(FaultKind.TOO_LARGE, f"解压后超过 {limits.total_bytes >> 20} MiB（疑似压缩炸弹）")
    if unpacked > SMALL and unpacked > RATIO * sum(info.compress_size for info in infos):
        raise TooMuch(FaultKind.TOO_LARGE, f"压缩比超过 {RATIO}（疑似压缩炸弹）")
    if any(info.file_size > SMALL and info.file_size > RATIO * info.compress_size for info in infos):
        raise TooMuch(FaultKind.TOO_LARGE, f"里面有文件的压缩比超过 {RATIO}（疑似压缩炸弹）")


def member_name(info: ZipInfo) -> str:
    """A member's name: where the archive does not say UTF-8, it is UTF-8 or GBK, as Chinese Windows writes it."""
    if info.flag_bits & 0x800 or not _LEGACY.search(info.filename):
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def unreadable(info: ZipInfo) -> TooMuch | None:
    """Why a member cannot be unpacked at all, or None."""
    if info.flag_bits & 1:
        return TooMuch(FaultKind.ENCRYPTED, "加了密码，内容没有检查；请去掉密码后再发布")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return TooMuch(FaultKind.UNKNOWN, "压缩方法不通用，内容没有检查；请用普通 ZIP 重新打包")
    return None


@contextmanager
def part(archive: ZipFile, info: ZipInfo, budget: Budget) -> Iterator[BinaryIO]:
    """A member as a stream whose bytes are counted; raises `TooMuch` for one that cannot be unpacked."""
    if reason := unreadable(info):
        raise reason
    with archive.open(info) as stream:
        yield cast(BinaryIO, _Counted(stream, budget))


def whole(archive: ZipFile, info: ZipInfo, budget: Budget) -> bytes:
    """A member's bytes, at most `member_bytes`."""
    limit = budget.limits.member_bytes
    with part(archive, info, budget) as stream:
        collected = BytesIO()
        while block := stream.read(min(TAIL, limit + 1 - collected.tell())):
            collected.write(block)
        if collected.tell() > limit:
            raise TooMuch(FaultKind.TOO_LARGE, f"解压后超过 {limit >> 20} MiB，没有检查；请拆分后再发布")
    return collected.getvalue()


class _Counted(RawIOBase):
    """A stream that counts against the budget, and against the bound of one part."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._left = budget.limits.part_bytes

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; raises `TooMuch` beyond a bound."""
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            limit = self._budget.limits.part_bytes
            raise TooMuch(FaultKind.TOO_LARGE, f"解压后超过 {limit >> 20} MiB，没有读完；请拆分后再发布")
        self._budget.unpack(len(block))
        return block
