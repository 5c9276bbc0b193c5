"""The county's search: the indexes of the units that are public, side by side, in files that a browser can afford.

It is made from the units' trees and nothing else, after them, so that it always tells of what is public: also where a
unit is held at an older state. A file is written only where its bytes are others than they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator import manifest, trees, unit_trace
from generator.files import write_new
from generator.manifest import Manifest, Record
from generator.search_index import SHARDS

FOLDER, REGISTRY = "search", "units.json"
PER_FILE = 16_384  # characters of the index for which it is one file more
FEWEST = 16  # files


@dataclass(frozen=True, slots=True)
class Made:
    """What the search was made from: the program, and the tree of each unit; and in which build."""

    code: str
    units: Mapping[str, int]
    sequence: int
    manifest: str = ""  # the stamp of its tree's manifest


def county_search(output: Path, units: Mapping[str, int], sequence: int, code: str = "", clean: bool = False) -> int:
    """Make the search of these trees; returns the number of its own tree, 0 where nothing can be searched.

    Without `code` (the program's digest) it is the one that made the last search: nothing was built.
    """
    path = unit_trace.path_of(output, trees.SEARCH, "made")
    last: Made | None = None if clean else unit_trace.load(Made, path)
    code = code or (last.code if last else "")
    if last is not None and (last.code, last.units) == (code, units) and _is_whole(output, last):
        return last.sequence
    made = search_of(output, units, sequence)
    if not made:
        return 0
    unit_trace.save(path, Made(code, dict(units), made, trees.stamp_of_manifest(output, trees.SEARCH, made)))
    return made


def search_of(output: Path, units: Mapping[str, int], sequence: int) -> int:
    """The number of the tree with the search of these trees, whatever was made before; 0 where there is none."""
    bases = _bases(output, units)
    found = {
        slug: unit
        for slug, base in bases.items()
        if (unit := _unit(output, slug, units.get(slug, 0), base)) is not None
    }
    return _write(output, sequence, dict(_files(found))) if found else 0


def _is_whole(output: Path, made: Made) -> bool:
    """The tree is there, its manifest as it was left."""
    stamp = trees.stamp_of_manifest(output, trees.SEARCH, made.sequence)
    return trees.is_complete(output, trees.SEARCH, made.sequence) and stamp == made.manifest


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the county's search takes from a unit: where its pages lie from the county's root, its table as JSON, the
    lines of its blocks, and how many characters they are."""

    base: str
    table: str
    blocks: tuple[list[str], ...]
    size: int


def _unit(output: Path, slug: str, number: int, base: str) -> _Unit | None:
    tree = trees.tree_folder(output, slug, number)
    folder = next((each for each in (tree / slug / FOLDER, tree / FOLDER) if (each / "unit.js").is_file()), None)
    if folder is None:
        return None
    table = _value((folder / "unit.js").read_text("utf-8"))
    blocks: list[str] = []
    while (path := folder / f"i{len(blocks)}.js").is_file():
        blocks.append(path.read_text("utf-8"))
    return _Unit(base, table, tuple(map(_lines, blocks)), sum(map(len, blocks)))


def _bases(output: Path, units: Mapping[str, int]) -> dict[str, str]:
    """Where the pages of each unit lie from the county's root, as the county's own registry tells."""
    path = trees.tree_folder(output, trees.COUNTY, units.get(trees.COUNTY, 0)) / REGISTRY
    if not path.is_file():
        return {}
    told = json.loads(path.read_bytes())
    return {each["slug"]: each["url"].removeprefix(told["county"]["base_url"]) for each in told["units"]}


def _value(text: str) -> str:
    """What a piece tells, without the call around it."""
    return text[text.index(",") + 1 : text.rindex(")")]


def _lines(text: str) -> list[str]:
    return [line.removesuffix(",") for line in text.split("\n")[1 : SHARDS + 1]]


def _files(units: Mapping[str, _Unit]) -> Iterator[tuple[str, str]]:
    """The files by their names: a table of all documents, and the shards, file by file."""
    count = _file_count(sum(unit.size for unit in units.values()))
    tables = ",\n".join(f'"{slug}":[{json.dumps(unit.base)},{unit.table}]' for slug, unit in units.items())
    yield "county.js", f'gongkai("county",{{"files":{count},"units":{{\n{tables}\n}}}});\n'
    for number in range(count):
        rows = ",\n".join(f'"{slug}":[{",".join(_rows(unit, number, count))}]' for slug, unit in units.items())
        yield f"s{number}.js", f'gongkai("s{number}",{{\n{rows}\n}});\n'


def _rows(unit: _Unit, number: int, count: int) -> Iterator[str]:
    return (f"[{','.join(lines[number::count])}]" for lines in unit.blocks)


def _file_count(size: int) -> int:
    """Over how many files the shards are spread: a power of two, so that each file holds as many of them."""
    return min(SHARDS, max(FEWEST, 1 << (size // PER_FILE).bit_length()))


def _write(output: Path, sequence: int, files: Mapping[str, str]) -> int:
    """A new tree where any file is another than in the last; returns the number of the tree in force."""
    previous = trees.latest(output, trees.SEARCH)
    old = previous.files if previous else {}
    before = trees.tree_folder(output, trees.SEARCH, previous.sequence) if previous else None
    data = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}
    records = {url: _record(url, each, old.get(url), sequence) for url, each in data.items()}
    whole = before is not None and all(trees.holds(before, url, record.size) for url, record in records.items())
    if previous is not None and whole and records == old:
        return previous.sequence
    writer = trees.TreeWriter(trees.tree_folder(output, trees.SEARCH, sequence), before)
    for url, record in records.items():
        if record == old.get(url) and before is not None and trees.holds(before, url, record.size):
            writer.link(url)
        else:
            write_new(writer.path(url), data[url])
    writer.finish()
    manifest.save(trees.manifest_path(output, trees.SEARCH, sequence), Manifest(sequence, records, {}, None))
    return sequence


def _record(url: str, data: bytes, old: Record | None, sequence: int) -> Record:
    """What is noted of a file: as it was, where it has the bytes that it had."""
    digest = sha256(data).hexdigest()
    if old is not None and (old.size, old.sha256) == (len(data), digest):
        return old
    return Record("", len(data), digest, sequence, "new" if old is None else "harvested")
