"""Former index numbers: the old address of a document leads to its page for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.model import County, Page, UnitContent
from generator.views._head import Head

ADDRESS = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """Where a document went."""

    head: Head
    title: str
    target: str


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A page for each former number that can be an address and is no document's own; the first claim has it."""
    taken = {document.url for document in content.documents} | {entry.url for entry in content.kept}
    for document in content.documents:
        for number in document.former_index_numbers:
            tail = number.rsplit("/", 1)[-1]
            url = f"info/{tail}.html"
            if url not in taken and ADDRESS.fullmatch(tail):
                taken.add(url)
                head = Head(document.title, document.title, indexable=False)
                payload = RedirectPage(head, document.title, document.url)
                yield Page(url, "redirect.html", payload, document.source, False)


SAMPLE = (
    Page(
        "info/2025-00007.html",
        "redirect.html",
        RedirectPage(Head("样例文件", "样例文件", indexable=False), "样例文件", "info/2026-00001.html"),
        "",
        False,
    ),
)
