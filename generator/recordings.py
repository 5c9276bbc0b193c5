"""Recordings as files: whether an MP4 file or an HLS stream is what it says, and how long it lasts.

Nothing is decoded and no program is called: an MP4 file says its length in its header (ISO/IEC 14496-12, `mvhd`), the
list of a stream (RFC 8216) in the lengths of its segments.
"""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator.sources import read_text_file

BOXES = 1_000  # of a file, before its header is given up
_LENGTH = re.compile(r"#EXTINF:(\d{1,5}(?:\.\d{1,9})?),")
_NAMED = re.compile(r'URI="([^"]*)"')
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.(?:ts|m4s|mp4)", re.ASCII)
_ENCRYPTED = "#EXT-X-KEY"
_NESTED = ("#EXT-X-STREAM-INF", "#EXT-X-MEDIA:", "#EXT-X-I-FRAME-STREAM-INF")


class Stream(NamedTuple):
    """An HLS stream: the names of its files, in order, its length in whole seconds, and what is wrong ("" nothing)."""

    names: tuple[str, ...]
    seconds: int
    fault: str = ""
    line: int = 1


def mp4_seconds(path: Path) -> int:
    """The length of an MP4 file in whole seconds, 0 where its header does not tell it."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        header = _box(file, 0, end, b"moov")
        told = _box(file, *header, b"mvhd") if header else None
        if told is None:
            return 0
        file.seek(told[0])
        data = file.read(32)
    wide = data[:1] == b"\1"
    try:
        scale, length = struct.unpack(">IQ", data[20:32]) if wide else struct.unpack(">II", data[12:20])
    except struct.error:
        return 0
    return round(length / scale) if scale and length < 1 << 40 else 0


def _box(file: BinaryIO, start: int, end: int, name: bytes) -> tuple[int, int] | None:
    """Where the content of a box of that name begins and ends, among those that follow each other."""
    for _ in range(BOXES):
        file.seek(start)
        head = file.read(16)
        if start >= end or len(head) < 8:
            return None
        size, kind = struct.unpack(">I4s", head[:8])
        before = 8
        if size == 1 and len(head) == 16:
            size, before = struct.unpack(">Q", head[8:])[0], 16
        size = size or end - start
        if size < before:
            return None
        if kind == name:
            return start + before, min(start + size, end)
        start += size
    return None


def stream(root: Path, path: str) -> Stream:
    """The stream whose list is at `path`, relative to the workspace; OSError where it cannot be read."""
    try:
        lines = read_text_file(root, path).decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return Stream((), 0, "不是 UTF-8 编码的文本")
    if not lines or lines[0].strip() != "#EXTM3U":
        return Stream((), 0, "第一行不是 #EXTM3U，不是 HLS 的清单")
    names: list[str] = []
    seconds = Decimal()
    for number, line in enumerate(map(str.strip, lines), 1):
        if fault := _fault(line):
            return Stream((), 0, fault, number)
        found = _NAMED.findall(line) if line.startswith("#") else [line] if line else []
        names += (name for name in found if name not in names)
        seconds += Decimal(length[1]) if (length := _LENGTH.match(line)) else 0
    return Stream(tuple(names), round(seconds))


def _fault(line: str) -> str:
    """Why a line of a list cannot be published, "" for nothing."""
    if line.startswith(_ENCRYPTED):
        return "录像加了密，公众放不了"
    if line.startswith(_NESTED):
        return "这是几种清晰度的总清单，这里只用一种清晰度的"
    wrong = [name for name in _NAMED.findall(line) if not _SEGMENT.fullmatch(name)]
    if line and not line.startswith("#") and not _SEGMENT.fullmatch(line):
        wrong.append(line)
    return f"「{wrong[0][:60]}」不是放在一起的 .ts、.m4s、.mp4 文件" if wrong else ""


def segment_fault(path: Path) -> str:
    """Why a file of a stream is not what its name says, "" for nothing."""
    with path.open("rb") as file:
        head = file.read(189)
    if path.suffix == ".ts":
        right = head[:1] == b"G" and head[188:] in (b"G", b"")
    else:
        right = head[4:8] in (b"ftyp", b"styp", b"moof", b"sidx")
    return "" if right else "内容不是视频"
