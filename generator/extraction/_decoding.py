"""Which encoding a plain file is written in, found by reading it through; and its lines, however long."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, TextIO

BLOCK = 1 << 20
LINE = 1 << 16  # characters of a line that are held at once
OVERLAP = 64  # what a line's next piece repeats of the last, so that no number is cut in two
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(file: BinaryIO, wide: bool) -> str:
    """The encoding in which all of the file can be read: its mark, UTF-16 if `wide`, UTF-8, GB18030; or empty."""
    file.seek(0)
    head = file.read(4096)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if wide and not marked:
        marked = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    candidates = (marked,) if marked else ("utf-8", "gb18030")
    return next((name for name in candidates if _decodes(file, name)), "")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; a very long one comes in pieces that overlap."""
    number, kept = 1, ""
    while piece := text.readline(LINE):
        ended = piece.endswith(("\n", "\r"))
        yield number, kept + piece.rstrip("\r\n")
        kept = "" if ended else piece[-OVERLAP:]
        number += ended
