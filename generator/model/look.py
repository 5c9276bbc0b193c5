"""What a theme looks like, as far as files tell it: what its style sheets declare, what its templates load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.model.findings import Mark


class Declaration(NamedTuple):
    """`name: value` in a rule: its selector, the conditions around it (`@media print`), file and 1-based line."""

    path: str
    line: int
    conditions: str
    selector: str
    name: str
    value: str

    @property
    def on_screen(self) -> bool:
        """It is not for paper only."""
        return "@media print" not in self.conditions

    @property
    def place(self) -> Mark:
        """Where it stands in its file."""
        return Mark(self.line, 1)


class Pair(NamedTuple):
    """Two tokens that a theme sets text in: the text's and the ground's, and where that is declared."""

    text: str
    ground: str
    path: str
    place: Mark


class Use(NamedTuple):
    """An asset that a template loads, and where the template names it."""

    asset: str
    path: str
    place: Mark


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its text, and the assets that it or a template which it reaches loads."""

    name: str
    path: str
    text: str
    loads: tuple[Use, ...]


class Script(NamedTuple):
    """A script that pages load."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """A theme as the county sees it, or as one unit does that has a folder of its own.

    `path` is where a fault is told that has no place of its own; `declarations` stand in the order in which browsers
    read them; `sizes` are bytes by the name of the asset.
    """

    path: str
    unit: str  # "" for the county's
    portal: bool  # that unit is the county's portal
    pairs: tuple[Pair, ...]
    declarations: tuple[Declaration, ...]
    templates: tuple[Template, ...]
    scripts: tuple[Script, ...]
    sizes: tuple[tuple[str, int], ...]
    own: tuple[tuple[str, str], ...]  # assets that a unit brings itself: name, path
