"""What `gongkai verify` remembers of a place: the newest edition of each key, and which bytes a file had when.

So an edition that is older than one seen before is found, and so is a file of an older edition among newer ones. A new
key begins anew: whoever drove the numbers up with a stolen key has gained nothing once the county has another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.edition import Edition
from generator.errors import GeneratorError
from generator.tampering import History

FORMAT = 1
STATES = 3  # of a file that are remembered
FARTHEST = 1000  # editions between two looks; three years of nights


class Seen(NamedTuple):
    """The newest edition that a key has signed: its number and digest."""

    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Sightings:
    """What was seen of a place: by fingerprint of the key, and by address."""

    newest: Mapping[str, Seen] = field(default_factory=dict)
    history: History = field(default_factory=dict)


def load(path: Path) -> Sightings:
    """What was remembered, nothing where nothing was; damage is told, for somebody may want it to be forgotten."""
    body = files.unseal(path)
    if body is None and not path.exists():
        return Sightings()
    try:
        told = json.loads(body or b"")
        if told["format"] != FORMAT:
            raise ValueError
        newest = {key: Seen(*seen) for key, seen in told["newest"].items()}
        states = told["history"].items()
        return Sightings(newest, {address: tuple((at, digest) for at, digest in rows) for address, rows in states})
    except (ValueError, TypeError, KeyError, AttributeError):
        advice = "查明是谁动了它；删去它就从头记起，那样看不出网站是否退回过旧版本"
        raise GeneratorError("上次核对的记录读不懂", str(path), advice) from None


def save(path: Path, sightings: Sightings) -> None:
    """Remember; nobody else may read or write it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = {"format": FORMAT, "newest": sightings.newest, "history": sightings.history}
    files.seal(path, json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def noted(sightings: Sightings, edition: Edition, digest: str, keys: Iterable[str]) -> Sightings:
    """The same with an edition that was seen under these keys; an older one leaves what is newest as it is."""
    seen = Seen(edition.sequence, digest)
    newest = {**sightings.newest, **{key: max(seen, sightings.newest.get(key, seen)) for key in keys}}
    return Sightings(newest, with_edition(sightings.history, edition))


def with_edition(history: History, edition: Edition) -> History:
    """The history of files with those of one more edition; files that are gone are remembered."""
    merged = dict(history)
    for address, state in edition.files().items():
        past = merged.get(address, ())
        if past and past[0][1] == state.sha256 and past[0][0] <= edition.sequence:
            continue
        rows = sorted({*past, (edition.sequence, state.sha256)}, reverse=True)
        merged[address] = tuple(rows[:STATES])
    return merged
