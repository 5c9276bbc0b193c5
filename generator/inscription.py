"""Write an index number into a document's front matter, every other byte kept.

The place is found on the bytes, then proved: the new text is read again, and must say the same as before and the
number. What cannot be proved is not written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.document_fields import DocumentFields
from generator.forms import names_of
from generator.frontmatter import FrontMatter, read
from generator.sources import read_text_file

LABELS = {"title": "index_number"}  # a file whose title key is English gets the English key
CHINESE = "索引号"
SHORT = 50  # characters: at most 200 bytes of the 255 that a name may have
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_EMPTY = re.compile(rb"""(?P<space>[ \t]*)(?P<value>''|""|~|null)?(?P<rest>[ \t]*(?:#.*)?)""")


def inscribed(data: bytes, number: str) -> bytes | None:
    """The file with the number in its front matter; None where that cannot be done without touching anything else.

    A file that has this number already comes back as it is; one that has another, or whose front matter is broken,
    gives None.
    """
    found = read(data)
    if any(fault.code != "F002" for fault in found.head.faults) or not isinstance(found.head.values, dict):
        return None
    key = _key_of(found, "index_number")
    written = found.head.values.get(key) if key else None
    if written:
        return data if written == number else None
    lines = _LINES.findall(data)
    for made in _filled(lines, found, key, number) if key else _with_line(lines, found, number):
        if _proved(found, made, key, number):
            return made
    return None


def _key_of(found: FrontMatter, name: str) -> str | None:
    """How the file writes a field's key."""
    names = names_of(DocumentFields)
    return next((key for key in found.head.values if names.get(key) == name), None)


def _filled(lines: list[bytes], found: FrontMatter, key: str, number: str) -> Iterator[bytes]:
    """The number put after an empty key, between its quotes, or in the place of `~`."""
    place = found.head.keys[key].line - 1
    line = lines[place]
    head = re.match(rb"""[ \t]*["']?""" + re.escape(key.encode()) + rb"""["']?[ \t]*:""", line)
    body = line.rstrip(b"\r\n")
    empty = _EMPTY.fullmatch(body, head.end()) if head else None
    if head is None or empty is None:
        return
    value = empty["value"] or b""
    quote = value[:1] if value in (b"''", b'""') else b""
    space = empty["space"][:1] or b" "
    kept = empty["space"][1:] + empty["rest"] if not value else empty["rest"]
    if not value and kept.startswith(b"#"):
        kept = b" " + kept
    leading = empty["space"] if value else space
    made = body[: head.end()] + leading + quote + number.encode() + quote + kept + line[len(body) :]
    yield b"".join([*lines[:place], made, *lines[place + 1 :]])


def _with_line(lines: list[bytes], found: FrontMatter, number: str) -> Iterator[bytes]:
    """A new line after the title's, else before the closing `---` (a title of several lines)."""
    title = _key_of(found, "title")
    mark = found.head.keys[title] if title else None
    label = LABELS.get(title or "", CHINESE)
    indent = b" " * (mark.column - 1) if mark else b""
    closing = found.body_line - 2
    for place in ([mark.line] if mark else []) + [closing]:
        before = lines[place - 1]
        end = before[len(before.rstrip(b"\r\n")) :]
        yield b"".join([*lines[:place], indent, f"{label}: {number}".encode(), end, *lines[place:]])


def _proved(found: FrontMatter, made: bytes, key: str | None, number: str) -> bool:
    """The new text reads as the old one with the number and nothing else."""
    again = read(made)
    values = again.head.values
    if any(fault.code != "F002" for fault in again.head.faults) or not isinstance(values, dict):
        return False
    name = key or next((name for name in values if name not in found.head.values), "")
    return again.body == found.body and values == {**found.head.values, name: number} and name != ""


class Identity(NamedTuple):
    """Whether a file is still the one that was read."""

    size: int
    mtime: int
    inode: int


def identity(path: Path) -> Identity:
    """The file as it is now."""
    stat = path.lstat()
    return Identity(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def inscribe(root: Path, source: str, number: str) -> bool:
    """Put the number into a file of the workspace; False where it cannot be, or where somebody just saved the file."""
    path = root / source
    seen = identity(path)
    data = read_text_file(root, source)
    made = inscribed(data, number)
    if made is None:
        return False
    return made == data or replace_kept(path, made, seen)


def replace_kept(path: Path, data: bytes, seen: Identity | None = None) -> bool:
    """Write a file whole: temporary name, fsync, rename; the mode stays. False if it is no longer the one `seen`."""
    temporary = path.with_name(f".{path.name[:SHORT]}.{os.getpid()}.tmp")  # no name is too long to be numbered
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o644
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(handle, "wb") as stream:
            stream.write(data)
            os.fchmod(handle, mode)
            stream.flush()
            os.fsync(handle)
        if seen is not None and identity(path) != seen:
            return False
        os.replace(temporary, path)
        _settle(path.parent)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Let the rename reach the disk before anything that relies on it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
