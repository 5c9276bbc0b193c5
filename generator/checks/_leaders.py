"""Where documents name a unit's leaders: a name beside a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.checks._texts import body_of
from generator.model import County, Document, Leader, Mark, Mount, UnitContent
from generator.rulebook import rules


class Named(NamedTuple):
    """A name beside a leader's title: as written, whose title it is, and the place of the name."""

    document: Document
    written: str
    leader: Leader
    place: Mark


def named(content: UnitContent, leaders: Iterable[Leader]) -> Iterator[Named]:
    """Every run of characters as long as the name of one of the leaders that stands right beside his or her title.

    Passed over is what says itself that it speaks of the past (原镇长).
    """
    for leader in leaders:
        title = re.sub(r"[（(].*?[）)]", "", leader.title).strip()
        if len(title) < 2:
            continue
        name = f"([一-龥·]{{{len(leader.name)}}})"
        forms = [re.compile(f"{re.escape(title)}[ 　：:]?{name}"), re.compile(f"{name}[ 　]?{re.escape(title)}")]
        for document in (*content.documents, *content.waiting):
            body = body_of(document)
            for found in (found for form in forms for found in form.finditer(body.text)) if title in body.text else ():
                if not _is_aside(body.text[max(0, found.start() - 2) : found.start()], title):
                    yield Named(document, found[1], leader, body.place(found.start(1)))


def of_the_county(content: UnitContent, county: County) -> tuple[Leader, ...]:
    """The leaders of the county's government, as every other unit may name them; those with a unit's own titles are
    its own business."""
    if content.unit.mount is Mount.ROOT:
        return ()
    own = {each.title for each in content.unit.leaders}
    return tuple(each for unit in county.units for each in unit.leaders if each.title not in own)


def _is_aside(before: str, title: str) -> bool:
    """What stands before says that somebody else is meant: who held the title once, or a deputy (副)."""
    return before.endswith(tuple(rules("leaders")["former"])) or (before.endswith("副") and not title.startswith("副"))
