"""Files, folders and indexes that are to be imported, one document after the other; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.blocks import Imported
from generator.errors import UsageError
from generator.importers import read


class Incoming(NamedTuple):
    """A document that was read: what it is called in `导入`, where its file lies, a digest of all that it came from."""

    name: str
    path: Path
    digest: str
    imported: Imported


class Failed(NamedTuple):
    """A file that could not be read, and why."""

    name: str
    error: UsageError


def _file(path: Path, name: str) -> Iterator[Incoming | Failed]:
    """The documents of one file."""
    try:
        if path.is_symlink() or not path.is_file():
            raise UsageError("没有这个文件，或者它不是普通文件", str(path))
        documents = read(path)
    except UsageError as error:
        yield Failed(name, error)
        return
    data = _digest_of(path)
    for number, imported in enumerate(documents, 1):
        several = len(documents) > 1
        yield Incoming(f"{name}#{number}" if several else name, path, f"{data}-{number}" if several else data, imported)


def _digest_of(path: Path) -> str:
    digest = blake2b(digest_size=8)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
