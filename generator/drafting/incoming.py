"""Files, folders and indexes that are to be imported, one document after the other; one that fails stops no other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.blocks import Imported
from generator.errors import UsageError
from generator.importers import read
from generator.oa_index import INDEXES, Listed, rows
from generator.web_page import document


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


def incoming(path: Path, mapping: Path | None) -> Iterator[Incoming | Failed]:
    """The documents of a file, of a folder (with an index, or a YAML beside each file), or of an index itself."""
    try:
        if not path.is_dir() and not _is_index(path, mapping):
            yield from _file(path, path.name)
            return
        listed = rows(path, mapping)
    except UsageError as error:
        yield Failed(path.name or str(path), error)
        return
    folder = path if path.is_dir() else path.parent
    for each in listed:
        yield from _listed(folder, each)


def _is_index(path: Path, mapping: Path | None) -> bool:
    """An index by its name, or any table or YAML for which somebody has said what its columns are."""
    ending = path.suffix.lower()
    return path.name.lower() in INDEXES or (mapping is not None and ending in (".csv", ".tsv", ".yaml", ".yml"))


def _listed(folder: Path, listed: Listed) -> Iterator[Incoming | Failed]:
    """The document of a row: its file, or what stands in the row itself, with what the row says of it."""
    name = listed.file or listed.place
    stated = repr(sorted(listed.values.items())) + listed.body_html + repr(listed.attachments)
    if listed.file:
        for each in _file(folder / listed.file, name):
            yield _with_row(each, listed, stated) if isinstance(each, Incoming) else each
    elif listed.body_html or listed.attachments:
        try:
            made = document(listed.body_html, folder / listed.place, whole=False)
        except UsageError as error:
            yield Failed(name, error)
            return
        yield _with_row(Incoming(name, folder / listed.place, "", made), listed, stated)
    else:
        told = "；".join(each.message for each in listed.remarks) or "这一行没有文件，也没有正文"
        yield Failed(name, UsageError(told, listed.place, "补上文件名或正文，再导入"))


def _with_row(found: Incoming, listed: Listed, stated: str) -> Incoming:
    """What was read of a file, with what the row says."""
    digest = blake2b((found.digest + stated).encode("utf-8", "replace"), digest_size=8).hexdigest()
    beside = tuple(posixpath.relpath(each, posixpath.dirname(listed.file)) for each in listed.attachments)
    imported = replace(
        found.imported,
        values={**found.imported.values, **listed.values},
        attachments=(*found.imported.attachments, *beside),
        remarks=(*found.imported.remarks, *listed.remarks),
    )
    return found._replace(digest=digest, imported=imported)


def _file(path: Path, name: str) -> Iterator[Incoming | Failed]:
    """The documents of one file."""
    try:
        if path.is_symlink() or not path.is_file():
            raise UsageError("没有这个文件，或者它不是普通文件", str(path))
        if path.name.lower() in INDEXES:
            raise UsageError("是目录，不是信息", str(path), "请直接导入它所在的文件夹")
        documents, data = read(path), _digest_of(path)
    except UsageError as error:
        yield Failed(name, error)
        return
    except OSError as error:
        yield Failed(name, UsageError(f"读不了：{error.strerror}", str(path), "检查文件的权限，或者换一份再导入"))
        return
    for number, imported in enumerate(documents, 1):
        several = len(documents) > 1
        yield Incoming(f"{name}#{number}" if several else name, path, f"{data}-{number}" if several else data, imported)


def _digest_of(path: Path) -> str:
    digest = blake2b(digest_size=8)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
