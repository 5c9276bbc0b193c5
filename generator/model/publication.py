"""What readers were shown before: what a publication may not silently take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class First(NamedTuple):
    """The first publication of a document, as days in ISO form: what it said (发布日期), and the day on which this
    program made it public; "" where that is not known, as of everything that stood in a unit from its first build."""

    said: str
    done: str


@dataclass(frozen=True, slots=True)
class Before:
    """When each document was public first, by index number, this publication among them; and the addresses with their
    names that were public and lead nowhere now."""

    first: Mapping[str, First] = field(default_factory=dict)
    lost: tuple[tuple[str, str], ...] = ()
