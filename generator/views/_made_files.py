"""Files that views make rather than find: bytes for machines beside the pages for people."""

from __future__ import annotations

from hashlib import blake2b

from generator.model import Asset


def made_file(url: str, data: bytes) -> Asset:
    """A file of these bytes."""
    return Asset(url, "", len(data), blake2b(data, digest_size=16).hexdigest(), data)
