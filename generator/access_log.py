"""Which unit has opened which dispatch, as the access log of the intranet's server tells (the combined format).

Nothing is kept of where a request came from: only the first moment, and the name that somebody logged in with. That
name is whatever a browser sent, so one that is no name, or holds the number of a person, is left out and counted.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.model.routing import Dispatch, Receipt

_LINE = re.compile(
    r'\S+ \S+ (?P<user>.{0,400}?) \[(?P<time>[^\]]{1,40})\] "(?:GET|POST) (?P<path>\S+)[^"]*" (?P<status>\d{3}) '
)
_PLACE = re.compile(r"(?P<unit>[a-z0-9-]+)/\d{4}-\d{2}/(?P<name>[a-z0-9-]+-\d{4,})(?:\.html|/\d+\.[a-z0-9]+)")
_READ = ("200", "206", "304")
_LOGIN = re.compile(r"(?!.*[0-9]{11})[A-Za-z0-9一-龥][A-Za-z0-9一-龥·._@-]{0,31}")
_ESCAPED = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")  # as nginx writes what is not ASCII
CHINA = timezone(timedelta(hours=8))
Opened = dict[tuple[str, str], Receipt]


@dataclass(slots=True)
class Told:
    """What logs told: the first time that each unit opened each dispatch which it was sent, by unit and serial; how
    many lines there were, how many were no requests, and in how many that count the login is no name."""

    opened: Opened = field(default_factory=dict)
    lines: int = 0
    unreadable: int = 0
    nameless: int = 0


def told(logs: Iterable[Path], address: str, dispatches: Iterable[Dispatch]) -> Told:
    """What access logs tell of dispatches; OSError, or EOFError of gzip that is cut, where one cannot be read."""
    base = urlsplit(address).path
    known = {(unit, each.year, each.name): each for each in dispatches for unit in each.addressees}
    found = Told()
    for path in logs:
        for line in _lines(path):
            _take(line, base, known, found)
    found.opened = dict(sorted(found.opened.items()))
    return found


def _take(line: str, base: str, known: dict[tuple[str, str, str], Dispatch], found: Told) -> None:
    """Add what a line tells."""
    found.lines += 1
    request = _LINE.match(line)
    moment = _moment(request["time"]) if request else ""
    if request is None or not moment:
        found.unreadable += bool(line.strip())
        return
    if request["status"] not in _READ:
        return
    place = unquote(request["path"].partition("?")[0]).removeprefix(base)
    match = _PLACE.fullmatch(place)
    sent = known.get((match["unit"], place.partition("/")[2][:4], match["name"])) if match else None
    if match is None or sent is None:
        return
    person = _person(request["user"])
    found.nameless += person is None
    key, receipt = (match["unit"], sent.serial), Receipt(moment, person or "")
    if key not in found.opened or receipt.moment < found.opened[key].moment:
        found.opened[key] = receipt


def _person(user: str) -> str | None:
    """The name that somebody logged in with, "" for nobody; None for what is no name: it comes from a browser, and goes
    into a table that people open with a spreadsheet."""
    if user in ("-", "", '""'):
        return ""
    name = _ESCAPED.sub(_unescaped, user)
    return name if _LOGIN.fullmatch(name) else None


def _unescaped(run: re.Match[str]) -> str:
    return bytes.fromhex(run[0].replace("\\x", "")).decode("utf-8", "replace")


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as log:
            yield from log
        return
    with path.open(encoding="utf-8", errors="replace") as log:
        yield from log


def _moment(written: str) -> str:
    """24/Nov/2026:09:12:33 +0800 as Beijing time; "" where it is no moment."""
    try:
        moment = datetime.strptime(written, "%d/%b/%Y:%H:%M:%S %z").astimezone(CHINA)
    except (ValueError, OverflowError):
        return ""
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
