"""Which pages a unit has, or had: what an access log says of any other address is nobody's page.

Whoever asks a server for an address decides what stands in its log, and servers answer many addresses that are no
page with 200. So a page is counted by its address only where this county made it: it is public now, it is one of the
unit's columns, or its document was once given that address (the ledger, the first publications, what is owed).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import trees
from generator.ledger import read_ledger
from generator.model import ColumnRole, Mount, Unit, page_of


def pages_of(root: Path, output: Path, unit: Unit) -> frozenset[str]:
    """The addresses below a unit's base, without `index.html`; of the portal those of the county's own pages too."""
    found = {*_made(output, unit.slug), *_given(root, unit)}
    if unit.mount is Mount.ROOT:
        found.update(_made(output, trees.COUNTY))
    return frozenset(each.removesuffix("index.html") for each in found if each.endswith(".html")) - {""}


def _made(output: Path, slug: str) -> Iterator[str]:
    """What was built last, and what was public once and leads nowhere now."""
    made = trees.latest(output, slug)
    if made is None:
        return
    yield from made.files
    yield from (url for url, _ in made.owed)
    yield from map(page_of, made.first)


def _given(root: Path, unit: Unit) -> Iterator[str]:
    """What is known without a build: columns, and the documents of the ledger, those taken down among them."""
    yield from (column.url for column in unit.walk() if column.role is not ColumnRole.LINK)
    entries, _ = read_ledger(root, unit.slug)
    yield from (page_of(each.index_number) for each in entries)
