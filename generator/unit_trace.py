"""What a unit was built from, so that a unit whose inputs are the same is skipped whole.

Three small files a unit in `output/state/`: what it was read from and what came of that (`.read`), what it tells other
units (`.told`), and what its section was made from (`.made`). They are caches: losing one costs work, never
correctness. None is written while a file is so young that a change within the same tick of the file system's clock
could go unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator import files
from generator.codec import dumps, loads
from generator.model import Finding, UnitDigest
from generator.sources import Listing

TICK = 20_000_000  # nanoseconds: above the coarsest clock tick of file systems in use


@dataclass(frozen=True, slots=True)
class Trace:
    """The inputs by digest, the days for which they hold, and what came of them."""

    inputs: str
    since: date
    until: date | None  # first day on which the same files mean something else
    name: str
    told: str  # stands for the unit's digest
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...]
    needs: tuple[str, ...]
    refused: tuple[Finding, ...] = ()  # documents that could not be rendered, and why; they are among `findings`
    theme: str = ""  # the stamp of the theme that refused them

    def holds(self, inputs: str, today: date) -> bool:
        """The unit read now would be what was read then."""
        return self.inputs == inputs and self.since <= today and (self.until is None or today < self.until)


def inputs_of(listing: Listing, *more: str) -> str:
    """The digest of a unit's files as listed, and of whatever else its reading depends on."""
    return blake2b(repr((listing.files, listing.findings, more)).encode(), digest_size=20).hexdigest()


def file_clock(folder: Path, slug: str) -> int:
    """The file system's own time in nanoseconds: that of a file touched now."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / f"{slug}.clock"
    files.write_new(marker, b"")
    marker.touch()
    return marker.stat().st_ctime_ns


def is_settled(listing: Listing, now: int) -> bool:
    """No file is so young that it could change again unseen."""
    return all(max(file.ctime, file.mtime) < now - TICK for file in listing.files)


def path_of(output: Path, slug: str, what: str = "read") -> Path:
    """Where one of a unit's notes lies: `read`, `told` or `made`."""
    return files.caches(output) / f"{slug}.{what}"


def load(kind: Any, path: Path) -> Any:
    """A note of a kind as it was saved; None where it is missing or damaged."""
    body = files.unseal(path, path.name)
    if body is None:
        return None
    try:
        return loads(kind, body)
    except (KeyError, TypeError, ValueError):  # written by another version
        return None


def save(path: Path, note: object) -> None:
    """Write a note; an output folder that cannot be written is noticed where the pages are written."""
    files.seal(path, dumps(note), path.name)


def has_account(output: Path, slug: str) -> bool:
    """The unit's account, which the report and the publication read, is there as it was written."""
    path = path_of(output, slug, "account")
    return files.unseal(path, path.name) is not None


def tell(output: Path, slug: str, digest: UnitDigest) -> str:
    """Leave what a unit tells others where `told` finds it; returns what stands for it."""
    body = dumps(digest)
    files.replace(path_of(output, slug, "told"), body)
    return name_of(body)


def name_of(body: bytes) -> str:
    """What stands for a digest's bytes."""
    return blake2b(body, digest_size=20).hexdigest()


def told(output: Path, slug: str, name: str) -> UnitDigest | None:
    """What a unit told under that name; None where it has told something else since."""
    try:
        body = path_of(output, slug, "told").read_bytes()
    except OSError:
        return None
    found: UnitDigest | None = loads(UnitDigest, body) if name_of(body) == name else None
    return found
