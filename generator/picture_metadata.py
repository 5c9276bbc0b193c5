"""Pictures without what cameras and programs put beside the picture: places, serial numbers, names, previews.

Only the parts that hold it are left out; the picture itself is kept byte for byte. Of a photograph's Exif data the one
number stays that says which side is up.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_ORIENTATION = 0x0112
_KEPT_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
) | {b"acTL", b"fcTL", b"fdAT", b"cICP"}
_KEPT_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # by how they begin
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the next marker that is no part of what is drawn


def bare(data: bytes) -> bytes:
    """A JPEG, PNG or WebP picture without its metadata; anything else, and what breaks off, as it is."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(data))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return b"".join(_png(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        return data
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9:
            yield data[position : position + 2]
            return  # phones hang further pictures and films on behind the end, each with data of its own
        end = position + 2 + int(struct.unpack(">H", data[position + 2 : position + 4])[0])
        segment = data[position:end]
        if marker == 0xE1:
            yield from _upright(segment)
        elif marker < 0xE0 or (marker in _KEPT_SEGMENTS and segment.startswith(_KEPT_SEGMENTS[marker], 4)):
            yield segment
        position = end
        if marker == 0xDA:
            after = _AFTER_SCAN.search(data, end)
            position = after.start() if after else len(data)
            yield data[end:position]
    yield data[position:]


def _upright(segment: bytes) -> Iterator[bytes]:
    """In the place of Exif data: its orientation alone, where it tells one that is not the usual."""
    if segment[4:10] != b"Exif\0\0" or segment[10:12] not in (b"II", b"MM"):
        return
    order = "<" if segment[10:12] == b"II" else ">"
    tiff = segment[10:]
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[start : start + 2])[0]
    for place in range(start + 2, start + 2 + 12 * count, 12):
        tag, form, _, value = struct.unpack(f"{order}HHIH", tiff[place : place + 10])
        if tag == _ORIENTATION and form == 3 and 2 <= value <= 8:
            body = b"Exif\0\0" + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
            yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
            return


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    position = 8
    while position + 12 <= len(data):
        length = int(struct.unpack(">I", data[position : position + 4])[0])
        end = position + 12 + length
        if data[position + 4 : position + 8] in _KEPT_CHUNKS:
            yield data[position:end]
        if data[position + 4 : position + 8] == b"IEND":
            return  # what programs hang on behind the end is no picture
        position = end


def _webp(data: bytes) -> bytes:
    chunks, position = [], 12
    while position + 8 <= len(data):
        name, length = data[position : position + 4], int(struct.unpack("<I", data[position + 4 : position + 8])[0])
        end = position + 8 + length + (length & 1)
        if name == b"VP8X" and length >= 1:  # its flags must not promise what is gone
            chunks.append(
                data[position : position + 8] + bytes([data[position + 8] & ~0x0C]) + data[position + 9 : end]
            )
        elif name not in (b"EXIF", b"XMP "):
            chunks.append(data[position:end])
        position = end
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body
