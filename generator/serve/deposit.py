"""A file that is laid beside a document: under a name that is safe, after its contents were judged, over nothing."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from generator.attachments import examine
from generator.errors import UsageError
from generator.files import write_new
from generator.imported_guard import worries_of_name
from generator.picture_metadata import bare

_STRANGE = re.compile(r"[^\w.（）()〔〕《》“”、，+-]+")
LONGEST = 60  # characters: at most 180 bytes of the 255 that a name may have


class Laid(NamedTuple):
    """A file beside a document: its name, what stands for it in words, whether it is a picture."""

    name: str
    title: str
    picture: bool


def lay(folder: Path, name: str, data: bytes, limit: int) -> Laid:
    """Put a file into a folder, a picture without what cameras note; UsageError where it may not be published.

    The same file again stays one.
    """
    stem, extension = parts_of(name)
    temporary = folder / f".{os.getpid()}.{extension or 'tmp'}"
    data = bare(data)
    write_new(temporary, data)
    try:
        examined = examine(temporary, limit) if extension else None
        if examined is None or examined.fault:
            fault = examined.fault if examined else "没有扩展名，认不出格式"
            raise UsageError(f"「{name}」{fault}", "", "换一个文件再放进来")
        for place in _names(stem, extension):
            if _linked(temporary, folder / place, data):
                return Laid(place, stem, examined.image)
        raise AssertionError("there is always another name")
    finally:
        temporary.unlink(missing_ok=True)


def parts_of(name: str) -> tuple[str, str]:
    """A file's name without folders and strange characters, and its extension; never hidden from the listing."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem, _, extension = bare.rpartition(".")
    stem = _STRANGE.sub("-", stem).strip("._-~ ")[:LONGEST] or "文件"
    for worry in worries_of_name(bare):
        advice = "涉密、内部的文件先请保密部门审查" if worry.secret else "先给文件改名，再放进来"
        raise UsageError(f"文件名里{worry.message}", "", advice)
    return stem, extension.lower() if re.fullmatch(r"[A-Za-z0-9]{1,5}", extension) else ""


def _names(stem: str, extension: str) -> Iterator[str]:
    yield f"{stem}.{extension}"
    yield from (f"{stem}-{number}.{extension}" for number in count(2))


def _linked(temporary: Path, place: Path, data: bytes) -> bool:
    """The file got this name, or has it already; a name that another file has is not taken from it."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        return not place.is_symlink() and place.is_file() and place.read_bytes() == data
    return True
