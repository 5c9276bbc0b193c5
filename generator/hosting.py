"""The hosts of a county as its published trees tell them: what lies where, what moved, what is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from generator import trees
from generator.links import address, base_address
from generator.model import Mount, Site, UnitDigest
from generator.server_rules import Host

ANSWERS = "answers.json"


def hosts(output: Path, site: Site, root: str) -> tuple[Host, ...]:
    """The county's host and those of units that have their own; `root` is where the server has `output/public`."""
    units = tuple(_digests(output))
    below = [each for each in units if each.mount is not Mount.HOST]
    sections = tuple(sorted(each.slug for each in below if each.mount is Mount.PATH))
    own = (each for each in units if each.mount is Mount.HOST)
    county = _host(output, site.base_url, "gongkai_county", root, sections, {f"{_base(each)}": each for each in below})
    return (
        county,
        *(
            _host(output, base_address(each, site), _variable(each), f"{root}/{each.slug}", (), {"/": each})
            for each in own
        ),
    )


def _digests(output: Path) -> Iterator[UnitDigest]:
    for slug in sorted(trees.published_units(output)):
        known = trees.latest(output, slug)
        if known is not None and known.digest is not None:
            yield known.digest


def _base(unit: UnitDigest) -> str:
    return "/" if unit.mount is Mount.ROOT else f"/{unit.slug}/"


def _variable(unit: UnitDigest) -> str:
    return f"gongkai_{unit.slug.replace('-', '_')}"


def _host(
    output: Path, base: str, variable: str, root: str, sections: tuple[str, ...], units: dict[str, UnitDigest]
) -> Host:
    moved: dict[str, str] = {}
    gone: list[str] = []
    for start, unit in units.items():
        told = _answers(output, unit.slug)
        moved |= {start + old: address(start, new) for old, new in told.get("moved", {}).items()}
        gone += [start + each for each in told.get("gone", ())]
    parts = urlsplit(base)
    return Host(parts.netloc, variable, root, parts.scheme == "https", sections, moved, tuple(sorted(gone)))


def _answers(output: Path, slug: str) -> dict[str, dict[str, str]]:
    path = trees.tree_folder(output, slug, trees.published_units(output)[slug]) / ANSWERS
    found: dict[str, dict[str, str]] = json.loads(path.read_bytes()) if path.is_file() else {}
    return found
