"""Compound files (OLE2), the container of the old Office formats: their streams, in one piece, by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from generator.extraction._source import Source
from generator.extraction._values import FaultKind, TooMuch

END_OF_CHAIN = 0xFFFFFFFA  # this and above are no sectors
HEADER = 512
ENTRY = 128
ENTRIES = 4_096
SMALL = 64  # bytes of a small sector
STREAM, ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream (or the root) as the directory lists it."""

    name: str
    kind: int
    start: int
    size: int


class Compound:
    """A compound file held in memory; `ValueError` where it is none, or its chains run in circles."""

    def __init__(self, source: Source) -> None:
        limit = source.budget.limits.member_bytes
        if source.size() > limit:
            raise TooMuch(FaultKind.TOO_LARGE, f"旧版文档超过 {limit >> 20} MiB，没有检查；请另存为新格式")
        source.file.seek(0)
        self.data = data = source.file.read()
        if len(data) < HEADER:
            raise ValueError("too short")
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError("unknown sector size")
        self._sector = 1 << shift
        tables, first_directory = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 48)[0]
        self._cutoff, first_small = struct.unpack_from("<II", data, 56)
        self._sectors = len(data) // self._sector + 1
        self._next = self._table(self._table_sectors(tables))
        self.entries = tuple(self._directory(first_directory))
        self._small_next = _numbers(self._chain(first_small))
        root = next((entry for entry in self.entries if entry.kind == ROOT), None)
        self._small = self._chain(root.start) if root else b""

    def stream(self, entry: Entry) -> bytes:
        """The bytes of a stream."""
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        found: list[bytes] = []
        for sector in _walk(entry.start, self._small_next, len(self._small) // SMALL + 1):
            found.append(self._small[sector * SMALL : (sector + 1) * SMALL])
        return b"".join(found)[: entry.size]

    def _table_sectors(self, count: int) -> list[int]:
        """Where the table of chains lies: 109 places in the header, the others in sectors that follow each other."""
        found = list(struct.unpack_from("<109I", self.data, 76))
        further = struct.unpack_from("<I", self.data, 68)[0]
        per = self._sector // 4
        while further < END_OF_CHAIN and len(found) < count + per:
            numbers = struct.unpack_from(f"<{per}I", self.data, (further + 1) * self._sector)
            found += numbers[:-1]
            further = numbers[-1]
        return [sector for sector in found[:count] if sector < END_OF_CHAIN]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        if len(sectors) * self._sector > len(self.data):
            raise ValueError("more tables than file")
        return _numbers(b"".join(map(self._at, sectors)))

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self.data[start : start + self._sector]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._at, _walk(start, self._next, self._sectors)))

    def _directory(self, start: int) -> Iterator[Entry]:
        data = self._chain(start)
        for place in range(0, min(len(data), ENTRIES * ENTRY) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", data, place + 64)
            first, size = struct.unpack_from("<II", data, place + 116)
            if kind in (STREAM, ROOT):
                name = data[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                yield Entry(name, kind, first, size)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _walk(start: int, following: tuple[int, ...], limit: int) -> Iterator[int]:
    """The sectors of a chain; one that is longer than the file runs in a circle."""
    sector = start
    for _ in range(limit + 1):
        if sector >= END_OF_CHAIN or sector >= len(following):
            return
        yield sector
        sector = following[sector]
    raise ValueError("a chain in a circle")
