"""ResourceSync 1.1 (ANSI/NISO Z39.99-2017): what harvesters are told of a unit's records, attachments and data.

The lists tell the bytes of finished files, so they are made after them, from what the manifest knows, and from the
unit's history: which bytes each file had, and since what moment. There is no clock: a change has the first moment of
the build's day that is later than every earlier change of the unit. A moment that lies a few hours ahead makes a
harvester fetch a file twice; one that lies behind would make it miss a change.

Each file stands once in the change list, with what happened to it last. A client that is told of a creation and a
deletion in one span leaves both out, though it may have seen the first before. And it reads no change list in parts,
so that the copy which it looks for is in one piece, however long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from generator.xml_text import DECLARATION, escaped

REMEMBERED = timedelta(days=400)  # a harvester that has been away for a year still finds what it missed
PART = 45_000  # entries in a file; a list may have 50,000 (sitemaps.org)
DESCRIPTION = ".well-known/resourcesync"
CAPABILITIES = "rs/capabilitylist.xml"
RESOURCES = "resourcelist"
CHANGES = "changelist"
SCHEMAS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/"'
_LIST = re.compile(rf"(?:rs/)?(?:{RESOURCES}|{CHANGES})(?:-\d{{4}})?\.xml")
_RESOURCE = re.compile(r"info/[^/]+(?:\.json|/.+)")


class State(NamedTuple):
    """A file as harvesters know it: its bytes, since when, and how it came to them: "" where no list has told."""

    sha256: str
    size: int
    moment: str
    change: str = ""  # created, updated


@dataclass(frozen=True, slots=True)
class History:
    """What became of a unit's files: moments are UTC as text, which sorts as time does."""

    since: str  # every change from then on is remembered
    latest: str  # no change is later
    states: Mapping[str, State]
    deleted: Mapping[str, str]  # address → moment


@dataclass(frozen=True, slots=True)
class Base:
    """Where a unit's files lie: the absolute address of its base, and the folder of what the county has as well."""

    address: str
    folder: str = ""  # ends in "/"

    def is_resource(self, url: str) -> bool:
        """The file is harvested: a record, an attachment, data."""
        own = url.removeprefix(self.folder)
        return bool(_RESOURCE.fullmatch(url)) or (own.startswith("data/") and not own.endswith(".html"))

    def is_list(self, url: str) -> bool:
        """The file is one of those that `lists` gives."""
        return bool(_LIST.fullmatch(url.removeprefix(self.folder)))


# ── history ─────────────────────────────────────────────────────────────────────────────────────────────────────


def advance(
    history: History | None, found: Mapping[str, tuple[str, int]], days: Mapping[str, date], today: date
) -> History:
    """The history with the files as they are now (sha-256 and size): the same where no byte of them has moved.

    Without one, it begins: every file has the day of its content, or the newest of these where it has none.
    """
    if history is None:
        return _begun(found, days, today)
    known = history.states
    fresh = [url for url, (sha256, _) in found.items() if url not in known or known[url].sha256 != sha256]
    gone = known.keys() - found.keys()
    if not fresh and not gone:
        return history
    since = max(history.since, midnight(today - REMEMBERED))
    moment = max(midnight(today), _next(history.latest), since)
    states = {url: state for url, state in known.items() if url in found}
    states.update((url, State(*found[url], moment, "updated" if url in known else "created")) for url in fresh)
    deleted = {url: told for url, told in history.deleted.items() if told >= since and url not in found}
    return History(since, moment, states, {**deleted, **dict.fromkeys(gone, moment)})


def _begun(found: Mapping[str, tuple[str, int]], days: Mapping[str, date], today: date) -> History:
    newest = max(days.values(), default=today)
    states = {url: State(*told, midnight(days.get(url, newest))) for url, told in found.items()}
    latest = max((state.moment for state in states.values()), default=midnight(newest))
    return History(midnight(today), latest, states, {})


def midnight(day: date) -> str:
    """The first moment of a day."""
    return f"{day}T00:00:00Z"


def _next(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────


def lists(history: History, base: Base) -> Iterator[tuple[str, str]]:
    """The resource list and the change list as (address below the unit's base, text), each where the capability list
    says and, as a copy, at the base, where clients look that ask for no capability list."""
    resources = [_resource(base.address + url, state) for url, state in sorted(history.states.items())]
    yield from _files(RESOURCES, f'at="{history.latest}"', resources, base)
    told = [
        *((state.moment, url, state) for url, state in history.states.items() if state.change),
        *((moment, url, None) for url, moment in history.deleted.items()),
    ]
    recent = sorted(each for each in told if each[0] >= history.since)
    changes = [_change(base.address + url, moment, state) for moment, url, state in recent]
    yield from _files(CHANGES, f'from="{history.since}"', changes, base)


def _files(name: str, when: str, entries: Sequence[str], base: Base) -> Iterator[tuple[str, str]]:
    """A list in one file, or an index with its parts; and the copy."""
    up = f'<rs:ln rel="up" href="{escaped(base.address + base.folder + CAPABILITIES)}"/>'
    kind = f'<rs:md capability="{name}" {when}/>'
    whole, copy = f"{base.folder}rs/{name}.xml", f"{name}.xml"
    if len(entries) <= PART:
        text = _document("urlset", (up, kind), entries)
        yield from ((whole, text), (copy, text))
        return
    index = f'<rs:ln rel="index" href="{escaped(base.address + whole)}"/>'
    parts = dict(_parts(f"{base.folder}rs/{name}", entries))
    yield from ((url, _document("urlset", (up, index, kind), part)) for url, part in parts.items())
    named = [f"<sitemap><loc>{escaped(base.address + url)}</loc></sitemap>" for url in parts]
    text = _document("sitemapindex", (up, kind), named)
    yield whole, text
    yield copy, _document("urlset", (up, kind), entries) if name == CHANGES else text


def _parts(stem: str, entries: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    for number, start in enumerate(range(0, len(entries), PART), 1):
        yield f"{stem}-{number:04}.xml", entries[start : start + PART]


def _resource(url: str, state: State) -> str:
    return (
        f"<url><loc>{escaped(url)}</loc><lastmod>{state.moment}</lastmod>"
        f'<rs:md hash="sha-256:{state.sha256}" length="{state.size}"/></url>'
    )


def _change(url: str, moment: str, state: State | None) -> str:
    """A change; a client keeps `lastmod` with the file, so that it must be the one in the resource list."""
    if state is None:
        return f'<url><loc>{escaped(url)}</loc><rs:md change="deleted" datetime="{moment}"/></url>'
    told = f'change="{state.change}" datetime="{moment}" hash="sha-256:{state.sha256}" length="{state.size}"'
    return f"<url><loc>{escaped(url)}</loc><lastmod>{moment}</lastmod><rs:md {told}/></url>"


def capability_list(base: Base) -> str:
    """What of ResourceSync a unit offers."""
    own = base.address + base.folder
    up = f'<rs:ln rel="up" href="{escaped(own + DESCRIPTION)}"/>'
    found = (_capability(f"{own}rs/{name}.xml", name) for name in (RESOURCES, CHANGES))
    return _document("urlset", (up, '<rs:md capability="capabilitylist"/>'), tuple(found))


def source_description(capability_lists: Sequence[str]) -> str:
    """Where a harvester begins: the capability lists by their addresses."""
    found = (_capability(url, "capabilitylist") for url in capability_lists)
    return _document("urlset", ('<rs:md capability="description"/>',), tuple(found))


def _capability(url: str, name: str) -> str:
    return f'<url><loc>{escaped(url)}</loc><rs:md capability="{name}"/></url>'


def _document(kind: str, head: Sequence[str], entries: Sequence[str]) -> str:
    return "\n".join((f"{DECLARATION}<{kind} {SCHEMAS}>", *head, *entries, f"</{kind}>\n"))
