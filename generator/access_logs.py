"""Access logs of web servers as requests: the combined format of nginx and Apache, and JSON, a line each.

Nothing here is kept: an address lives as long as its line, and becomes a number that means nothing elsewhere.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

CHINA = timezone(timedelta(hours=8))
_QUOTED = rb'"(?:[^"\\]|\\.)*+"'
_COMBINED = re.compile(
    rb"(?:(?P<host>[\w.-]+(?::\d+)?) )?(?P<address>[\da-fA-F:.]+) \S+ (?:[^\[]*?) ?\[(?P<day>\d\d/\w{3}/\d{4})[^\]]*\] "
    rb'"(?P<verb>[A-Z]+) (?P<target>\S+)[^"]*" (?P<status>\d{3}) \S+'
    rb"(?: " + _QUOTED + rb' "(?P<agent>(?:[^"\\]|\\.)*+)")?'
)
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_GZIP = b"\x1f\x8b"

# what JSON logs call things, nginx by the names of its variables, Caddy and others by theirs
_ADDRESS = ("remote_addr", "client_ip", "remote_ip", "clientip", "ip")
_TARGET = ("request_uri", "uri", "url", "path")
_AGENT = ("http_user_agent", "user_agent", "agent", "User-Agent")
_MOMENT = ("time_iso8601", "@timestamp", "timestamp", "time", "time_local", "ts", "msec")
_HOST = ("host", "http_host", "server_name", "vhost")


class Request(NamedTuple):
    """What a line tells: `visitor` stands for address and browser in this process alone; `agent` as it was sent."""

    day: str  # 2026-11-28, in the time of the log
    verb: str
    target: str
    status: int
    visitor: int
    agent: str
    host: str


def requests(path: Path) -> Iterator[Request | None]:
    """The lines of a log, plain or gzip; `-` is standard input. None stands for a line that is no request.

    Raises OSError (`EOFError` for gzip that is cut) where it cannot be read.
    """
    with _opened(path) as lines:
        for line in lines:
            yield _json(line) if line.startswith(b"{") else _combined(line)


def _opened(path: Path) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


def _combined(line: bytes) -> Request | None:
    found = _COMBINED.match(line)
    if found is None:
        return None
    host, address, day, verb, target, status, agent = found.groups()
    when = _day(day)
    if not when:
        return None
    return Request(
        when,
        verb.decode(),
        target.decode("utf-8", "replace"),
        int(status),
        hash((address, agent)),
        (agent or b"").decode("utf-8", "replace"),
        (host or b"").decode().partition(":")[0],
    )


@lru_cache(4096)
def _day(written: bytes) -> str:
    """`28/Nov/2026` as an ISO date, "" where there is no such day."""
    day, month, year = written.decode().split("/")
    try:
        return date(int(year), _MONTHS.get(month, 0), int(day)).isoformat()
    except ValueError:
        return ""


def _json(line: bytes) -> Request | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if isinstance(told.get("request"), dict):  # Caddy
        told = {**told, **told["request"]}
        told.update({name: value[0] for name, value in told.get("headers", {}).items() if value})
    verb, target = _asked(told)
    day, address = _moment(_first(told, _MOMENT)), _first(told, _ADDRESS)
    status = str(told.get("status", ""))
    if not (day and verb and target and address and status.isdecimal()):
        return None
    agent = str(_first(told, _AGENT) or "")
    return Request(day, verb, target, int(status), hash((address, agent)), agent, str(_first(told, _HOST) or ""))


def _asked(told: Mapping[str, Any]) -> tuple[str, str]:
    """Verb and target: apart, or as the first line of the request."""
    verb = told.get("request_method") or told.get("method")
    target = _first(told, _TARGET)
    line = told.get("request")
    if isinstance(line, str) and not (verb and target) and len(parts := line.split()) > 1:
        verb, target = parts[0], parts[1]
    return str(verb or ""), str(target or "")


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((told[name] for name in names if told.get(name)), None)


@lru_cache(65536)
def _moment(written: object) -> str:
    """The day of a moment in the log's own time; of seconds since 1970, in that of China."""
    text = str(written or "")
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return text[:10]
    if found := re.match(r"\d\d/\w{3}/\d{4}", text):
        return _day(found[0].encode())
    try:
        return datetime.fromtimestamp(float(text), UTC).astimezone(CHINA).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
