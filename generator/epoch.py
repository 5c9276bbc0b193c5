"""The digest of the program itself: whatever renders differently must not pass for the same."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from generator import files

LIBRARIES = ("Jinja2", "Markdown", "MarkupSafe", "PyYAML", "nh3", "pydantic")
EXTRAS = ("icalendar", "pypdf")  # loaded where a county has meetings, or attachments of which more can be read


def epoch(state: Path | None = None) -> str:
    """The digest of this package's code and rules, and of the versions of the libraries that shape pages.

    With a folder for notes, files are not read again while names, sizes and times are what they were.
    """
    if state is None:
        return _digest()
    stamp = _stamp()
    note = state / "_program"
    known, _, digest = (files.unseal(note, note.name) or b"").decode("ascii", "replace").partition(" ")
    if known == stamp:
        return digest
    digest = _digest()
    state.mkdir(parents=True, exist_ok=True)
    for old in state.glob("templates-*"):  # compiled by another program, or soon compiled again
        shutil.rmtree(old)
    files.seal(note, f"{stamp} {digest}".encode(), note.name)
    return digest


def _digest() -> str:
    from importlib.metadata import PackageNotFoundError, version  # it reads mail headers, and takes its time to load

    digest = blake2b(digest_size=16)
    home = Path(__file__).parent
    for path in sorted([*home.rglob("*.py"), *(home / "rules").rglob("*.*")]):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for name in EXTRAS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()


def _stamp() -> str:
    """What changes with any file of this package, and with any library that is installed, removed or renewed."""
    seen: list[tuple[object, ...]] = []
    for folder, folders, names in os.walk(Path(__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            stat = os.lstat(os.path.join(folder, name))
            seen.append((folder, name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    for place in sys.path:
        installed = os.listdir(place) if os.path.isdir(place) else ()
        seen += [(place, name) for name in sorted(installed) if name.endswith(".dist-info")]
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()
