"""What is remembered of the last round (`state.json`): of every unit the records that were taken, and their digests.

It is written when a round has ended, whole or not at all. A state that cannot be read counts as none, and the round
that follows says so: it can then compare nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator import files
from generator.federation.harvested import Known

FORMAT = "gongkai-federation/1"


@dataclass(frozen=True, slots=True)
class Memory:
    """Of each unit its name, the day on which it was last taken whole, and its records by identifier."""

    name: str
    day: str
    records: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class State:
    """The last round of the county at `base`; `damaged` where there was one that cannot be read."""

    units: Mapping[str, Memory] = field(default_factory=dict)
    base: str = ""
    damaged: bool = False

    def of(self, base: str) -> State:
        """The same where it is of that county, or where nobody knows of which: else nothing is known."""
        return self if base in ("", self.base) else State()

    def records(self, slug: str) -> Mapping[str, Known]:
        """What was taken of a unit."""
        found = self.units.get(slug)
        return found.records if found else {}


def load(path: Path) -> State:
    """The last round."""
    try:
        values = json.loads(path.read_bytes())
        if values["format"] != FORMAT:
            return State(damaged=True)
        return State({slug: _memory(each) for slug, each in values["units"].items()}, str(values["base"]))
    except FileNotFoundError:
        return State()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return State(damaged=True)


def _memory(values: Mapping[str, Any]) -> Memory:
    return Memory(values["name"], values["day"], {key: Known(*each) for key, each in values["records"].items()})


def save(path: Path, state: State) -> None:
    """Remember a round."""
    found = {
        slug: {"name": each.name, "day": each.day, "records": dict(sorted(each.records.items()))}
        for slug, each in sorted(state.units.items())
    }
    text = json.dumps({"format": FORMAT, "base": state.base, "units": found}, ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, text.encode("utf-8", "replace") + b"\n")


def remembered(name: str, kept: Mapping[str, Known], taken: bool, today: date, before: Memory | None) -> Memory:
    """A unit as it is remembered: with today's date only where all of it was taken."""
    return Memory(name, today.isoformat() if taken else before.day if before else "", kept)
