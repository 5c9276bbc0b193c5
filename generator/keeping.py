"""What stays public of documents that an error withholds: their last good versions, with what was said of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from generator import records, trees
from generator.manifest import Manifest, Published
from generator.model import Described, Site, UnitContent


def kept(output: Path, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    """The last good versions of withheld documents, by source, unless another document has their address now."""
    previous = trees.latest(output, content.unit.slug) if withheld else None
    return _kept(previous, content, withheld) if previous else {}


def with_kept(output: Path, site: Site, content: UnitContent, withheld: tuple[str, ...]) -> UnitContent:
    """The content with the entries and the descriptions of the last good versions of what is withheld."""
    previous = trees.latest(output, content.unit.slug) if withheld else None
    if previous is None:
        return replace(content, kept=(), described=())
    found = tuple(_kept(previous, content, withheld).values())
    described = tuple(_described(trees.tree_folder(output, content.unit.slug, previous.sequence), found, content, site))
    return replace(content, kept=tuple(each.entry for each in found), described=described)


def _kept(previous: Manifest, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    taken = {document.url for document in content.documents}
    found = previous.published
    return {source: found[source] for source in withheld if source in found and found[source].entry.url not in taken}


def _described(folder: Path, found: Iterable[Published], content: UnitContent, site: Site) -> Iterator[Described]:
    for each in found:
        path = folder / records.record_url(each.entry.url)
        try:
            yield records.read(json.loads(path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):  # of an older version, or damaged: lists know the rest
            yield records.from_entry(each.entry, content.unit, site)
