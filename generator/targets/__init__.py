"""Where output goes: one file a kind of hosting, all with one contract.

A file of this shelf names its kind (`KIND`), the options it understands (`OPTIONS`: name in `site.yaml` → what it
means) and the secrets it needs (`SECRETS`: name in the environment or the credentials file → what it means), and opens
a `Place`. What is sent was planned from editions (`changes.py`); a place never decides what.

The order is the contract: `receipt` (what is public there), `send` (everything new, where no reader sees it; may be
broken off and repeated, then sends only what is missing), `commit` (makes it public: in one step where the place can,
file by file in the order of `Change.uploads` where it cannot, and then removals come just before the seals, so that a
place that shows an edition's seal holds no more of the former), `tidy` (what waited, old releases). A place that
breaks off before `commit` shows the old edition. Broken connections are tried again by the place itself (`sending.py`),
each as often as `attempts` says; what a place raises is final, but for `changes.Astray`: a place that lacks files which
its own edition lists names them, and they are sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from generator.changes import Change
from generator.shelf import collect

__all__ = ["Place", "Settings", "Target", "targets"]

Progress = Callable[[int, int], None]  # bytes sent so far, bytes to send


@dataclass(frozen=True, slots=True)
class Settings:
    """A target as `site.yaml` names it: its name, the options of its kind, the secrets that were found for it.

    `state` is a folder on this machine for what saves the place work, always safe to delete. `releases` is how many
    releases the place keeps, `width` how many connections it may use, `patience` the seconds after which a silent
    server is given up, `attempts` how often a broken connection is tried again. The secrets are in no text made of it.
    """

    name: str
    options: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    state: Path
    releases: int = 10
    width: int = 4
    patience: float = 20
    attempts: int = 3


class Place(Protocol):
    """A connection to one place; every method raises `GeneratorError` in Chinese, without secrets, within bounds."""

    def receipt(self, address: str, most: int) -> bytes | None:
        """The bytes of a public file there (the edition's own files); None where there is none, `edition.Unreadable`
        where it has more than `most` bytes: nobody knows who has put it there, and no more of it is read."""

    def send(self, change: Change, progress: Progress) -> int:
        """Bring everything new there, unseen; returns how many bytes were sent, which is less after a break."""

    def commit(self, change: Change) -> None:
        """Make it public, durably."""

    def tidy(self, change: Change) -> None:
        """Remove what waited there, and releases beyond those that are kept."""


class Target(Protocol):
    """What a file of this shelf is."""

    KIND: str
    OPTIONS: Mapping[str, str]
    SECRETS: Mapping[str, str]

    def open_place(self, settings: Settings) -> AbstractContextManager[Place]:
        """Connect; `GeneratorError` where that fails, within `patience`."""


@cache
def targets() -> dict[str, Target]:
    """The kinds of hosting by their names."""
    found = (cast(Target, module) for module in collect("generator.targets"))
    return {each.KIND: each for each in found}
