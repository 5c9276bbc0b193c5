"""Where content comes from: one file a format, which turns a file of another program into blocks.

A file of this shelf names the endings that it reads (`ENDINGS`) and has `read(path, limits)`: what was read, bounded as
`extraction` bounds attachments. It never decides what a paragraph is, never writes, never asks the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from generator.blocks import Imported
from generator.errors import UsageError
from generator.extraction import Limits
from generator.shelf import collect

__all__ = ["LIMITS", "endings", "read"]

# What one file may cost: tighter than an attachment that is only looked into, because what is read is held in memory.
LIMITS = Limits(
    file_bytes=64 << 20, part_bytes=64 << 20, total_bytes=200 << 20, entries=2_000, held=16_000_000, events=1_200_000
)


class Importer(Protocol):
    """What a file of this shelf is."""

    ENDINGS: tuple[str, ...]

    def read(self, path: Path, limits: Limits) -> Iterator[Imported]:
        """The documents of a file; `UsageError` in Chinese for one that cannot be read at all."""


@cache
def _importers() -> dict[str, Importer]:
    found = (cast(Importer, module) for module in collect("generator.importers"))
    return {ending: each for each in found for ending in each.ENDINGS}


def endings() -> tuple[str, ...]:
    """The endings that can be imported."""
    return tuple(sorted(_importers()))


def read(path: Path, limits: Limits = LIMITS) -> tuple[Imported, ...]:
    """What a file holds; `UsageError` where it is of no kind that can be read, or cannot be read."""
    importer = _importers().get(path.suffix.lower())
    if importer is None:
        raise UsageError(f"不能导入「{path.suffix or path.name}」文件", str(path), f"可以导入：{'、'.join(endings())}")
    return tuple(importer.read(path, limits))
