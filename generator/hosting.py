"""The hosts of a county as its published trees tell them: what lies where, what moved, what is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator import trees
from generator.links import address, base_address
from generator.model import Mount, Site, UnitDigest
from generator.server_rules import Host

ANSWERS = "answers.json"
COUNTY = "gongkai_county"  # the county's own name in rules
Answers = Mapping[str, Any]  # `moved`: old → new address; `gone`: addresses


def hosts(output: Path, site: Site, root: str) -> tuple[Host, ...]:
    """The county's host and those of units that have their own; `root` is where the server has `output/public`."""
    units = tuple(_public(output))
    below = {_base(unit): told for unit, told in units if unit.mount is not Mount.HOST}
    sections = tuple(sorted(unit.slug for unit, _ in units if unit.mount is Mount.PATH))
    county = _host(site.base_url, COUNTY, root, sections, below)
    own = ((unit, told) for unit, told in units if unit.mount is Mount.HOST)
    return (
        county,
        *(
            _host(base_address(unit, site), _variable(unit), f"{root}/{unit.slug}", (), {"/": told})
            for unit, told in own
        ),
    )


def _public(output: Path) -> Iterator[tuple[UnitDigest, Answers]]:
    """The units as they are public now, each with what it answers elsewhere than with a file."""
    for slug, sequence in sorted(trees.published_units(output).items()):
        known = trees.published(output, slug, sequence)
        if known is not None and known.digest is not None:
            path = trees.tree_folder(output, slug, sequence) / ANSWERS
            yield known.digest, json.loads(path.read_bytes()) if path.is_file() else {}


def _base(unit: UnitDigest) -> str:
    return "/" if unit.mount is Mount.ROOT else f"/{unit.slug}/"


def _variable(unit: UnitDigest) -> str:
    """The unit's name in rules and files; a unit called `county` is not the county."""
    name = f"gongkai_{unit.slug.replace('-', '_')}"
    return f"{name}_unit" if name == COUNTY else name


def _host(base: str, variable: str, root: str, sections: tuple[str, ...], units: Mapping[str, Answers]) -> Host:
    moved: dict[str, str] = {}
    gone: list[str] = []
    for start, told in units.items():
        moved |= {start + old: address(start, new) for old, new in told.get("moved", {}).items()}
        gone += [start + each for each in told.get("gone", ())]
    parts = urlsplit(base)
    return Host(parts.netloc, variable, root, parts.scheme == "https", sections, moved, tuple(sorted(gone)))
