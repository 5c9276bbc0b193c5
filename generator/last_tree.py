"""The tree that a section has, while the next one is made: which of its files would come out as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator import trees
from generator.manifest import Manifest, Published, Record


@dataclass(frozen=True, slots=True)
class LastTree:
    """A tree with its manifest; both are None before the first build. One that is not `believed` (`--clean`) vouches
    for nothing: its files are taken over only where their bytes are read and found to be the same."""

    manifest: Manifest | None
    folder: Path | None
    believed: bool

    @classmethod
    def of(cls, output: Path, slug: str, manifest: Manifest | None, *, believed: bool) -> LastTree:
        """The tree of a section that a manifest tells of."""
        folder = trees.tree_folder(output, slug, manifest.sequence) if manifest else None
        return cls(manifest, folder, believed)

    @property
    def files(self) -> Mapping[str, Record]:
        """What its manifest knows of its files, by address."""
        return self.manifest.files if self.manifest else {}

    @property
    def published(self) -> Mapping[str, Published]:
        """The documents that are public in it, by source."""
        return self.manifest.published if self.manifest else {}

    def holds(self, url: str) -> bool:
        """The file is there, in the size that the manifest knows."""
        record = self.files.get(url)
        return record is not None and self.folder is not None and trees.holds(self.folder, url, record.size)

    def fresh(self, url: str, fingerprint: str) -> bool:
        """The file would come out as it is, since it was made of the same."""
        record = self.files.get(url)
        return self.believed and record is not None and record.fingerprint == fingerprint and self.holds(url)

    def has(self, url: str, digest: str) -> bool:
        """The file has bytes of this SHA-256 already."""
        record = self.files.get(url)
        if record is None or record.sha256 != digest or self.folder is None:
            return False
        if self.believed:
            return self.holds(url)
        try:
            return sha256((self.folder / url).read_bytes()).hexdigest() == digest
        except OSError:
            return False
