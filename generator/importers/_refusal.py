"""Why a file cannot be imported, out of what its reading told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.errors import UsageError
from generator.extraction import Fault


def refusal(faults: Sequence[Fault], path: Path, advice: str) -> UsageError:
    """The first thing that escaped reading, and how to mend it: its own words, or else `advice`."""
    fault = next((each for each in faults if each.kind.unread), faults[0])
    what, _, mend = fault.message.partition("；")
    return UsageError(what, " ".join(filter(None, (str(path), fault.place))), mend or advice)
