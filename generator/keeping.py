"""What stays public of documents that an error withholds: their last good versions, with what was said of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import records, trees
from generator.entries import entry
from generator.manifest import Manifest, Published
from generator.model import Asset, Described, Document, Page, Site, UnitContent


def kept(output: Path, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    """The last good versions of withheld documents, by source, unless another document has their address now."""
    previous = trees.latest(output, content.unit.slug) if withheld else None
    return _kept(previous, content, withheld) if previous else {}


def with_kept(output: Path, site: Site, content: UnitContent, withheld: tuple[str, ...]) -> UnitContent:
    """The content with the entries and the descriptions of the last good versions of what is withheld."""
    previous = trees.latest(output, content.unit.slug) if withheld else None
    if previous is None:
        return replace(content, kept=(), described=(), kept_texts=())
    found = tuple(each.entry for each in _kept(previous, content, withheld).values())
    folder = trees.tree_folder(output, content.unit.slug, previous.sequence)
    described, texts = [], []
    for each in found:
        record = _record(folder / records.record_url(each.url))
        described.append(record[0] if record else records.from_entry(each, content.unit, site))
        texts.append((each.url, record[1] if record else ""))
    return replace(content, kept=found, described=tuple(described), kept_texts=tuple(texts))


def published(
    documents: Iterable[Document],
    pages: Iterable[Page],
    assets: Iterable[Asset],
    kept: dict[str, Published],
    today: date,
) -> dict[str, Published]:
    """What lists show of each document and which files are its own, to fall back on when a later version is faulty;
    with what was kept already."""
    own: dict[str, list[str]] = {}
    for page in pages:
        if page.source:
            own.setdefault(page.source, []).append(page.url)
    folders = {document.url.removesuffix(".html"): document.source for document in documents}
    for asset in assets:
        source = folders.get(asset.url.rpartition("/")[0])
        if source := asset.shows or source:
            own.setdefault(source, []).append(asset.url)
    found = {
        document.source: Published(entry(document, today), tuple(own.get(document.source, ())))
        for document in documents
    }
    return {**kept, **found}


def _kept(previous: Manifest, content: UnitContent, withheld: tuple[str, ...]) -> dict[str, Published]:
    taken = {document.url for document in content.documents}
    found = previous.published
    return {source: found[source] for source in withheld if source in found and found[source].entry.url not in taken}


def _record(path: Path) -> tuple[Described, str] | None:
    """What a record says of its document, and what there is to read of it; None for one of an older version, or a
    damaged one: lists know the rest."""
    try:
        found = json.loads(path.read_bytes())
        titles = (each["title"] for each in found.get("attachments", ()))
        return records.read(found), "\n".join(filter(None, (found.get("text", ""), *titles)))
    except (OSError, ValueError, KeyError, TypeError):
        return None
