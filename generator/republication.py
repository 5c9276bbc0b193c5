"""The last publication of a unit held against the next: what was first said of each document, what would be lost.

A manifest remembers both for good, so that a changed date or a lost address is told until it is mended, not only once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from datetime import date

from generator.entries import ended
from generator.manifest import Manifest
from generator.model import Before, Document, First


def before(
    previous: Manifest | None, documents: tuple[Document, ...], planned: Set[str], today: date, is_example: bool
) -> Before:
    """What the next publication is held against; `planned` are the addresses that it will have.

    An example county is built as of one day for ever, so that the day says nothing of when something was public first.
    """
    if previous is None:
        return Before({each.index_number: First(each.date_published.isoformat(), "") for each in documents})
    first = dict(previous.first) or dict(_known(previous))
    done = "" if is_example else today.isoformat()
    for document in documents:
        first.setdefault(document.index_number, First(document.date_published.isoformat(), done))
    return Before(first, tuple(_lost(previous, documents, planned, today)))


def _known(previous: Manifest) -> Iterator[tuple[str, First]]:
    """What a manifest of old, which remembers nothing, still says of the documents that are public."""
    for each in previous.published.values():
        yield each.entry.index_number, First(each.entry.date_published.isoformat(), "")


def _lost(
    previous: Manifest, documents: Iterable[Document], planned: Set[str], today: date
) -> Iterator[tuple[str, str]]:
    """Pages of columns, and attachments of documents that are still public; pages of documents are the ledger's."""
    owed = dict(previous.owed)
    if previous.digest is not None:
        columns = ((f"{key}/index.html", name) for key, name in previous.digest.columns)
        owed.update((url, name) for url, name in columns if url in previous.files)
    owed.update((url, url.rpartition("/")[2]) for url in previous.files if is_attachment(url))
    public = {document.url.removesuffix(".html") for document in documents if not ended(document, today)}
    for url, name in sorted(owed.items()):
        if url not in planned and (not is_attachment(url) or url.rpartition("/")[0] in public):
            yield url, name


def is_attachment(url: str) -> bool:
    """`info/2026-00012/biao.xlsx`: it lies in the folder of a document."""
    return url.startswith("info/") and url.count("/") == 2
