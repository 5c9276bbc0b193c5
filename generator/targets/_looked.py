"""What of a public folder was seen to be right: only what has changed since is read again.

A file goes by its size, its times and its inode, among them the time of its last change, which nobody but the system
writes. Safe to delete: then every file is read once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator import files
from generator.edition import State

Looked = Mapping[str, str]  # address → the digest of its bytes, and what told the file from any other


def load(path: Path) -> Looked:
    """What was noted; nothing where the note is lost or damaged."""
    body = files.unseal(path)
    found: dict[str, str] = json.loads(body) if body else {}
    return found


def save(path: Path, release: Path, states: Iterable[tuple[str, State]]) -> None:
    """Note the files of a release, as they were brought there."""
    told = json.dumps({address: mark(f"{release}/{address}", state) for address, state in states}).encode()
    with suppress(OSError):  # no room: the release is public all the same, and will be read once more
        path.parent.mkdir(parents=True, exist_ok=True)
        files.seal(path, told)


def mark(path: Path | str, state: State) -> str:
    """How a file is noted that holds these bytes."""
    return f"{state.sha256} {files.stamp(path)}"
