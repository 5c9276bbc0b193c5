"""A unit's content between the two maps of a build: written by the worker that read it, read by the one that makes it.

A cache like the trace: bound to the inputs that it was read from and guarded by a checksum; anything else is passed
over, and the unit is read again. It never holds anything that was not made by this program from checked values.
"""

from __future__ import annotations

import pickle
from hashlib import blake2b
from pathlib import Path

from generator import files
from generator.model import UnitContent


def path_of(output: Path, slug: str) -> Path:
    """Where a unit's content waits."""
    return output / "state" / "spool" / slug


def save(path: Path, inputs: str, content: UnitContent) -> None:
    """Leave the content for whoever makes the section."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    files.replace(path, _head(inputs, data) + data)


def load(path: Path, inputs: str) -> UnitContent | None:
    """The content that was read from these inputs, once; None where it is not there or not whole."""
    try:
        data = path.read_bytes()
        path.unlink()
    except FileNotFoundError:
        return None
    head, _, body = data.partition(b"\n")
    if head + b"\n" != _head(inputs, body):
        return None
    content: UnitContent = pickle.loads(body)
    return content


def _head(inputs: str, data: bytes) -> bytes:
    digest = blake2b(data, digest_size=16, key=inputs.encode()[:64]).hexdigest()
    return f"{digest}\n".encode()
