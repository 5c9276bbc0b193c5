"""The log of publications: who put which edition where, what changed, and who took responsibility for what was odd.

One line of JSON an event in `output/editions/log.jsonl`; lines are only ever added. Each names the digest of the line
before it and its own, and is signed where a key is at hand: an edited, removed or exchanged line is found. A line that
a crash tore stays as it is, as evidence, and the next line begins after it. Only from the end can lines be cut off
unseen; therefore the log is held against the edition that is public.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator.errors import GeneratorError
from generator.files import settle_names
from generator.signing import PrivateKey, PublicKey, refusal, sign


class Count(NamedTuple):
    """How many files of a section were added, changed, removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """What is recorded: `what` is publish, rollback, forward or restore; `edition` and `digest` name what is shown.

    `changes` counts files by section; `accepted` are the guards that were overruled, and `reviewer` by whom.
    """

    what: str
    when: str
    who: str
    edition: int
    digest: str
    targets: tuple[str, ...] = ()
    changes: Mapping[str, Count] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    reviewer: str = ""


class Log(NamedTuple):
    """The events of a log; what is wrong with it, by line from 1; and the lines that a crash left unfinished."""

    events: tuple[Event, ...]
    faults: tuple[tuple[int, str], ...] = ()
    torn: tuple[int, ...] = ()


def author(given: str = "") -> str:
    """Who does it: as they say themselves, else the account on this machine."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account that only its number is known of
        name = str(os.getuid())
    account = f"{name}@{os.uname().nodename}"
    return f"{given}（{account}）" if given else account


def record(path: Path, event: Event, *keys: PrivateKey) -> None:
    """Add an event to a log, on the disk when this returns; one process at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        last, whole = _last_line(log)
        line = _line(event, sha256(last).hexdigest() if last else "", keys)
        log.write((b"" if whole else b"\n") + line + b"\n")
        log.flush()
        os.fsync(log.fileno())
    settle_names(path.parent)


def read(path: Path, keys: Sequence[PublicKey] = ()) -> Log:
    """A log, held against itself and, where keys are given, against the signature of one of them in every line.

    Lines before the first signed one are vouched for by it, since it names them.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise GeneratorError("没有发布记录", str(path), "它在工作区的 output/editions/log.jsonl") from None
    events: list[Event] = []
    faults: list[tuple[int, str]] = []
    torn: list[int] = []
    lines = data.split(b"\n")
    unfinished = lines.pop()
    signed = False
    for number, (line, previous, is_torn) in enumerate(_chained(lines), 1):
        if is_torn:
            torn.append(number)
            continue
        event, signature, reason = _read_line(line, previous)
        signed = signed or signature is not None
        if event is not None and signed and keys:
            reason = reason or _refused(_body(event, previous), signature, keys)
        events += [event] if event else []
        faults += [(number, reason)] if reason else []
    torn += [len(lines) + 1] if unfinished else []
    return Log(tuple(events), tuple(faults), tuple(torn))


def _refused(body: bytes, signature: bytes | None, keys: Sequence[PublicKey]) -> str:
    """Why none of these keys has signed a line; "" where one has."""
    reasons = [refusal(body, signature, (key,)) for key in keys]
    return "" if "" in reasons else reasons[0]


def _chained(lines: Sequence[bytes]) -> Iterator[tuple[bytes, str, bool]]:
    """Each line with the digest that it must name as the one before, and whether it is only the beginning of one."""
    previous = ""
    for number, line in enumerate(lines):
        digest = sha256(line).hexdigest()
        successor = lines[number + 1] if number + 1 < len(lines) else b""
        yield line, previous, not line.endswith(b"}") and f'"previous":"{digest}"'.encode() in successor
        previous = digest


def _line(event: Event, previous: str, keys: Sequence[PrivateKey]) -> bytes:
    body = _body(event, previous)
    return _sealed(body, sign(body, *keys) if keys else None)


def _sealed(body: bytes, signature: bytes | None) -> bytes:
    """A line: what it says, the digest of that, and its signatures."""
    told = {"seal": sha256(body).hexdigest(), **({"signature": signature.decode()} if signature else {})}
    return b"%s,%s" % (body[:-1], json.dumps(told, separators=(",", ":")).encode()[1:])


def _body(event: Event, previous: str) -> bytes:
    named = {each.name: getattr(event, each.name) for each in fields(Event)}
    return json.dumps({"previous": previous, **named}, ensure_ascii=False, separators=(",", ":")).encode()


def _read_line(line: bytes, previous: str) -> tuple[Event | None, bytes | None, str]:
    """The event of a line, its signatures, and what is wrong with it."""
    try:
        told = json.loads(line)
        del told["seal"]
        signature, named = told.pop("signature", "").encode() or None, told.pop("previous")
        changes = {section: Count(*counts) for section, counts in told.pop("changes").items()}
        lists = {name: tuple(told.pop(name)) for name in ("targets", "accepted")}
        event = Event(**{**told, **lists, "changes": changes})
        whole = _sealed(_body(event, named), signature)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, None, "读不懂，被改动过"
    if whole != line:
        return event, signature, "内容与它的校验值不符，被改动过"
    if named != previous:
        return event, signature, "与上一行接不上：上一行被改动、删去或者调换过"
    return event, signature, ""


def _last_line(log: BinaryIO) -> tuple[bytes, bool]:
    """The last line of a log, and whether it was finished."""
    size, step = log.seek(0, os.SEEK_END), 1 << 12
    tail = b""
    while size > 0 and b"\n" not in tail[:-1]:
        start = max(0, size - step)
        log.seek(start)
        tail = log.read(size - start) + tail
        size = start
    return tail.removesuffix(b"\n").rpartition(b"\n")[2], not tail or tail.endswith(b"\n")
