"""What a unit's tree holds and why: address → fingerprint, size, hash, when and for what reason it was written last.

The manifest lies beside its tree, not among the caches: it is what tells our files from files that others put there,
and it remembers what harvesters have been told of them.
It carries a checksum; one that does not fit is treated as absent, and the unit is built from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from generator import files, ownership
from generator.codec import decode, dumps
from generator.model import Entry, First, UnitDigest
from generator.resource_sync import History

FORMAT = 3
DIGEST = b'"digest":'  # stands before anything that could hold these letters
WITHOUT_HISTORY = 2  # the format before, in which units told each other other things


class Record(NamedTuple):
    """One file of a tree. An asset has its source's stamp as its fingerprint, and no parts."""

    fingerprint: str
    size: int
    sha256: str
    sequence: int  # the build that wrote it last
    reasons: str  # what had changed then, joined by commas
    source: str = ""  # the document or file it was made from
    parts: str = ""  # digests of its inputs, to tell next time which of them have changed


@dataclass(frozen=True, slots=True)
class Published:
    """A document as it was published last: what lists show of it, and the files that are its own."""

    entry: Entry
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of one tree by address, the documents by source, the unit's digest, and what became of its files.

    Kept for good: the first publication of each document by its index number, and the addresses that were public once
    and lead nowhere (`owed`, with their names).
    """

    sequence: int
    files: Mapping[str, Record]
    published: Mapping[str, Published]
    digest: UnitDigest | None
    first: Mapping[str, First] = field(default_factory=dict)
    owed: tuple[tuple[str, str], ...] = ()
    history: History | None = None

    def page_count(self) -> int:
        """How many of the files are pages."""
        return sum(1 for url in self.files if url.endswith(".html"))


def save(path: Path, manifest: Manifest) -> None:
    """Write a manifest beside its tree, atomically."""
    whole = {
        "format": FORMAT,
        "sequence": manifest.sequence,
        "digest": manifest.digest,
        "history": manifest.history and _sorted(manifest.history),
        "published": dict(sorted(manifest.published.items())),
        "files": dict(sorted(manifest.files.items())),
        "first": dict(sorted(manifest.first.items())),
        "owed": manifest.owed,
    }
    files.seal(path, dumps(whole), _place(path))


def load(path: Path) -> Manifest | None:
    """A manifest as it was saved, or None where it is missing or damaged.

    The format before tells of neither history nor digest. Of one in any other format only the names of our files are
    known, so that none of them passes for a stranger's.
    """
    data = _read(path)
    if data is None:
        return None
    current = data.get("format") == FORMAT
    if not current and data.get("format") != WITHOUT_HISTORY:
        return Manifest(data["sequence"], {url: Record("", -1, "", 0, "code") for url in data["files"]}, {}, None)
    return Manifest(
        data["sequence"],
        {url: Record(*row) for url, row in data["files"].items()},
        {source: decode(Published, each) for source, each in data["published"].items()},
        decode(UnitDigest, data["digest"]) if current and data["digest"] else None,
        {number: First(*days) for number, days in data.get("first", {}).items()},
        tuple((url, name) for url, name in data.get("owed", ())),
        decode(History, data["history"]) if current and data["history"] else None,
    )


def digest_of(path: Path) -> UnitDigest | None:
    """What the unit told others when the tree was made, without its files; None where that is not known."""
    body = files.unseal(path, _place(path))
    head = b'{"format":%d,' % FORMAT
    if body is None or not body.startswith(head) or (start := body.find(DIGEST)) < 0:
        return None
    told, _ = json.JSONDecoder().raw_decode(body.decode(), start + len(DIGEST))
    return decode(UnitDigest, told) if told else None


def records(path: Path) -> dict[str, Record] | None:
    """The files of a manifest alone, which takes a tenth of the time; None where it is missing, damaged, or so old
    that it tells of no bytes."""
    data = _read(path)
    if data is None or data.get("format") not in (FORMAT, WITHOUT_HISTORY):
        return None
    return {url: Record(*row) for url, row in data["files"].items()}


def _read(path: Path) -> dict[str, Any] | None:
    """A manifest's values; None also for whatever else, whole in itself, lies in its place."""
    body = files.unseal(path, _place(path))
    try:
        data = json.loads(body) if body is not None else None
    except ValueError:
        return None
    return data if isinstance(data, dict) and {"format", "sequence", "files"} <= data.keys() else None


def _place(path: Path) -> str:
    """The county, the unit and the number that a manifest is of: it lies at `output/units/<unit>/<number>.json`."""
    return ownership.place(path.parents[2], f"{path.parent.name}/{path.name}")


def _sorted(history: History) -> History:
    """The same, its files in order, so that a manifest's bytes depend on what it says alone."""
    return replace(history, states=dict(sorted(history.states.items())), deleted=dict(sorted(history.deleted.items())))
