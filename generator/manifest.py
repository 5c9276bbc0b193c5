"""What a unit's tree holds and why: address → fingerprint, size, hash, when and for what reason it was written last.

The manifest lies beside its tree, not among the caches: it is what tells our files from files that others put there.
It carries a checksum; one that does not fit is treated as absent, and the unit is built from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.codec import decode, dumps
from generator.model import Entry, UnitDigest

FORMAT = 3


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
    """The files of one tree by address, the documents by source, and the unit's digest."""

    sequence: int
    files: Mapping[str, Record]
    published: Mapping[str, Published]
    digest: UnitDigest | None

    def page_count(self) -> int:
        """How many of the files are pages."""
        return sum(1 for url in self.files if url.endswith(".html"))


def save(path: Path, manifest: Manifest) -> None:
    """Write a manifest beside its tree, atomically."""
    whole = {
        "format": FORMAT,
        "sequence": manifest.sequence,
        "digest": manifest.digest,
        "published": dict(sorted(manifest.published.items())),
        "files": dict(sorted(manifest.files.items())),
    }
    files.seal(path, dumps(whole))


def load(path: Path) -> Manifest | None:
    """A manifest as it was saved, or None where it is missing or damaged.

    Of one in another format only the names of our files are known, so that none of them passes for a stranger's.
    """
    body = files.unseal(path)
    if body is None:
        return None
    data = json.loads(body)
    if data.get("format") != FORMAT:
        return Manifest(data["sequence"], {url: Record("", -1, "", 0, "code") for url in data["files"]}, {}, None)
    return Manifest(
        data["sequence"],
        {url: Record(*row) for url, row in data["files"].items()},
        {source: decode(Published, each) for source, each in data["published"].items()},
        decode(UnitDigest, data["digest"]) if data["digest"] else None,
    )
