"""Which unit has opened which dispatch, as the access log of the intranet's server tells (the combined format).

Nothing is kept of where a request came from: only the first moment, and the name that somebody logged in with.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.model.routing import Dispatch, Receipt

_LINE = re.compile(r'\S+ \S+ (?P<user>.*?) \[(?P<time>[^\]]+)\] "(?:GET|POST) (?P<path>\S+)[^"]*" (?P<status>\d{3}) ')
_PLACE = re.compile(r"(?P<unit>[a-z0-9-]+)/\d{4}-\d{2}/(?P<name>[a-z0-9-]+-\d{4,})(?:\.html|/\d+\.[a-z0-9]+)")
_READ = ("200", "206", "304")
CHINA = timezone(timedelta(hours=8))
Opened = dict[tuple[str, str], Receipt]


def opened(logs: Iterable[Path], address: str, dispatches: Iterable[Dispatch]) -> Opened:
    """The first time that each unit opened each dispatch which it was sent, by unit and serial."""
    base = urlsplit(address).path
    known = {(unit, each.year, each.name): each for each in dispatches for unit in each.addressees}
    found: Opened = {}
    for path in logs:
        for line in _lines(path):
            told = _LINE.match(line)
            if told is None or told["status"] not in _READ:
                continue
            place = unquote(told["path"].partition("?")[0]).removeprefix(base)
            match = _PLACE.fullmatch(place)
            sent = known.get((match["unit"], place.partition("/")[2][:4], match["name"])) if match else None
            if match is None or sent is None:
                continue
            receipt = Receipt(_moment(told["time"]), "" if told["user"] == "-" else told["user"])
            key = match["unit"], sent.serial
            if key not in found or receipt.moment < found[key].moment:
                found[key] = receipt
    return dict(sorted(found.items()))


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as log:
            yield from log
        return
    with path.open(encoding="utf-8", errors="replace") as log:
        yield from log


def _moment(written: str) -> str:
    """24/Nov/2026:09:12:33 +0800 as Beijing time."""
    moment = datetime.strptime(written, "%d/%b/%Y:%H:%M:%S %z").astimezone(CHINA)
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
