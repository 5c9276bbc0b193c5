"""A unit's content between the two maps of a build: written by the worker that read it, read by the one that makes it.

A cache like the trace: bound to the inputs that it was read from and guarded by a checksum; anything else is passed
over, and the unit is read again.
"""

from __future__ import annotations

from pathlib import Path

from generator import files
from generator.codec import dumps, loads
from generator.model import UnitContent


def path_of(output: Path, slug: str) -> Path:
    """Where a unit's content waits."""
    return output / "state" / "spool" / slug


def save(path: Path, inputs: str, content: UnitContent) -> None:
    """Leave the content for whoever makes the section."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.seal(path, inputs.encode() + b"\n" + dumps(content))


def load(path: Path, inputs: str) -> UnitContent | None:
    """The content that was read from these inputs, once; None where it is not there or not whole."""
    body = files.unseal(path)
    path.unlink(missing_ok=True)
    head, _, data = (body or b"").partition(b"\n")
    if not data or head != inputs.encode():
        return None
    content: UnitContent = loads(UnitContent, data)
    return content
