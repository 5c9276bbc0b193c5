"""Requests → how often each unit and each page was seen, and by how many; of whom, nothing is left.

A hit is a page that was shown (GET, 200 or 304). A visitor is an address with a browser on a day, as GoAccess counts
them; of a month, an address with a browser in the month. Programs (`rules/robots.yaml`) are neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeVar
from urllib.parse import unquote

from generator.access_logs import Request
from generator.rulebook import rules

K = TypeVar("K")
SHOWN = (200, 304)
_PAGE = re.compile(r"(?:^|/)(?:[^/.]*|[^/]*\.html?)$", re.IGNORECASE)
HOME = "/"  # the page of that name
OTHER = "其他"  # all addresses that are no page of the unit's
LONGEST = 400  # characters of an address
COUNTY = ""  # in the place of a unit: all of them together


@dataclass(slots=True)
class Tally:
    """Hits of one thing, and its visitors as the numbers that stand for them."""

    hits: int = 0
    visitors: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Counted:
    """What logs told: by unit and day, by unit and month, by unit, month and page. `skipped` lines were no requests;
    `robots` are pages that programs were shown."""

    days: dict[tuple[str, str], Tally] = field(default_factory=dict)
    months: dict[tuple[str, str], Tally] = field(default_factory=dict)
    pages: dict[tuple[str, str, str], Tally] = field(default_factory=dict)
    lines: int = 0
    skipped: int = 0
    robots: int = 0

    def count(self, requests: Iterable[Request | None], places: Places) -> None:
        """Add what a log tells."""
        for request in requests:
            self.lines += 1
            if request is None:
                self.skipped += 1
            elif request.status not in SHOWN or request.verb != "GET":
                continue
            elif place := places.of(request.target, request.host):
                if robot(request.agent):
                    self.robots += 1
                else:
                    self._seen(request, *place)

    @property
    def others(self) -> int:
        """How often addresses were shown that are no page."""
        return sum(tally.hits for (_, _, page), tally in self.pages.items() if page == OTHER)

    def _seen(self, request: Request, unit: str, page: str) -> None:
        day, visitor = request.day, request.visitor
        month = day[:7]
        for seen in (
            _tally(self.days, (unit, day)),
            _tally(self.days, (COUNTY, day)),
            _tally(self.months, (unit, month)),
            _tally(self.months, (COUNTY, month)),
            _tally(self.pages, (unit, month, page)),
        ):
            seen.hits += 1
            seen.visitors.add(visitor)


def _tally(table: dict[K, Tally], key: K) -> Tally:
    found = table.get(key)
    if found is None:
        found = table[key] = Tally()
    return found


@cache
def _robots() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, rules("robots")["robots"])), re.IGNORECASE)


@lru_cache(65536)
def robot(agent: str) -> bool:
    """Whether a browser is none."""
    return not agent or agent == "-" or _robots().search(agent) is not None


def _resolved(path: str) -> str | None:
    """A path below the root as servers understand it, without `index.html`; None where it climbs out of the root."""
    found: list[str] = []
    for each in path.split("/"):
        if each == "..":
            if not found:
                return None
            found.pop()
        elif each not in ("", "."):
            found.append(each)
    ended = "/" if found and path.endswith(("/", "/.", "/..")) else ""
    return f"{'/'.join(found)}{ended}".removesuffix("index.html")


class Places:
    """Which unit's which page an address shows; pages by their published address, without `index.html`."""

    def __init__(
        self,
        folders: Iterable[str],
        hosts: Mapping[str, str],
        portal: str,
        only: str = "",
        pages: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """Folders of units below the root, hosts of units that have their own, the unit at the root; `only` is the
        unit whose log it is; `pages` are those that each unit has or had (None: whatever is asked for is one)."""
        self._pages = pages
        self._folders = frozenset(folders)
        self._hosts = hosts
        self._portal = portal
        self._only = only
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def of(self, target: str, host: str) -> tuple[str, str] | None:
        """Unit and page of what was asked for; None where it is no page."""
        key = (target, host)
        if key not in self._known:
            if len(self._known) > 500_000:
                self._known.clear()
            self._known[key] = self._found(target, host)
        return self._known[key]

    def _found(self, target: str, host: str) -> tuple[str, str] | None:
        path = re.sub(r"^https?://[^/]*", "", target).partition("?")[0].partition("#")[0]
        page = _resolved(unquote(path))
        if page is None or not _PAGE.search(page):
            return None
        unit = self._only or self._hosts.get(host.lower(), "")
        first, _, rest = page.partition("/")
        if not unit and first in self._folders:
            unit, page = first, rest
        unit = unit or self._portal
        return unit, self._named(unit, page)

    def _named(self, unit: str, page: str) -> str:
        """A page of the unit; anything else, which whoever asked may have made up, is one of the others."""
        if not page:
            return HOME
        known = page in self._pages.get(unit, ()) if self._pages is not None else page.isprintable()
        return page if known and len(page) <= LONGEST else OTHER
