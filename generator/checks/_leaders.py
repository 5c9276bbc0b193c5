"""Where documents name a unit's leaders: a name beside a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model import Document, Leader, Mark, UnitContent

_FORMER = ("原", "前", "时任", "原任", "曾任", "历任")


class Named(NamedTuple):
    """A name beside a leader's title: as written, whose title it is, and the place of the name."""

    document: Document
    written: str
    leader: Leader
    place: Mark


def named(content: UnitContent) -> Iterator[Named]:
    """Every run of characters as long as a leader's name that stands right beside his or her title.

    Passed over is what says itself that it speaks of the past (原镇长).
    """
    for leader in content.unit.leaders:
        title = re.sub(r"[（(].*?[）)]", "", leader.title).strip()
        if len(title) < 2:
            continue
        name = f"([一-龥·]{{{len(leader.name)}}})"
        forms = [re.compile(f"{re.escape(title)}[ 　：:]?{name}"), re.compile(f"{name}[ 　]?{re.escape(title)}")]
        for document in (*content.documents, *content.waiting):
            text = document.body.source
            for found in (found for form in forms for found in form.finditer(text)) if title in text else ():
                before = text[max(0, found.start() - 2) : found.start()]
                if not before.endswith(_FORMER) and not (before.endswith("副") and not title.startswith("副")):
                    yield Named(document, found[1], leader, _place(document, found.start(1)))


def _place(document: Document, offset: int) -> Mark:
    source = document.body.source
    above = source.count("\n", 0, offset)
    return Mark(document.body_line + above, offset - source.rfind("\n", 0, offset))
