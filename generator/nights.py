"""The history of nights, a line each in `output/nightly/history.jsonl`, so that a failed or missed one is seen."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from generator import files

KEPT = 1100  # nights: three years
GOOD = (0, 1)  # with 1 all went out but what is wrong in itself
LATE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Night:
    """What a night came to: its day, the moment at which it ended (both ISO), and how."""

    day: str
    when: str
    status: int
    units: int = 0
    published: int = 0  # documents that are public for the first time
    withheld: int = 0  # documents and settings with errors
    told: str = ""  # what went wrong first

    @property
    def is_good(self) -> bool:
        """It came to its end, and everything that could go out did."""
        return self.status in GOOD


def folder_of(output: Path) -> Path:
    """Where the nights' logs and their history lie."""
    return output / "nightly"


def load(output: Path) -> tuple[Night, ...]:
    """The nights, oldest first; a line that is none is passed over."""
    try:
        lines = (folder_of(output) / "history.jsonl").read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(found for line in lines if (found := _read(line)) is not None)


def record(output: Path, night: Night) -> None:
    """Add a night; on the disk when this returns."""
    lines = [json.dumps(asdict(each), ensure_ascii=False) for each in (*load(output), night)][-KEPT:]
    folder_of(output).mkdir(parents=True, exist_ok=True)
    files.replace(folder_of(output) / "history.jsonl", "".join(f"{line}\n" for line in lines).encode())


class Begun(NamedTuple):
    """A night that has not come to its end: its day, the moment at which it began, its log; and whether it runs."""

    day: str
    when: str
    log: str
    running: bool = False


@contextmanager
def running(output: Path, night: Begun) -> Iterator[None]:
    """Leave a mark that a night is running, held by this process and taken away at its end: one that nobody holds is
    that of a night that was killed."""
    path = _mark(output)
    files.replace(path, json.dumps(night[:3]).encode())
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
        path.unlink()


def unfinished(output: Path) -> Begun | None:
    """The night that has begun and has not ended; None where there is none."""
    try:
        with _mark(output).open("rb") as mark:
            day, when, log = json.loads(mark.read())
            date.fromisoformat(day), datetime.fromisoformat(when)
            return Begun(day, when, str(log), not _is_free(mark.fileno()))
    except (FileNotFoundError, ValueError, TypeError):  # cut off while it was written: the log alone tells of it
        return None


def _is_free(mark: int) -> bool:
    try:
        fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _mark(output: Path) -> Path:
    return folder_of(output) / "running.json"


def last_good(nights: Sequence[Night]) -> Night | None:
    """The last night that was well."""
    return next((each for each in reversed(nights) if each.is_good), None)


def standing(nights: Sequence[Night], today: date) -> str:
    """How it stands before the night of this day: when it went well last, and how many nights were missed or failed."""
    last = last_good(nights)
    if last is None:
        return f"还没有成功过一晚，试过 {len(nights)} 次" if nights else ""
    missed = max(0, (today - date.fromisoformat(last.day)).days - 1)
    since = [each for each in nights[nights.index(last) + 1 :] if not each.is_good]
    failed = f"；失败 {len(since)} 次，最近一次: {since[-1].told}" if since else ""
    return f"上一次成功是 {last.when[:16].replace('T', ' ')}" + (f"，漏了 {missed} 晚" if missed else "") + failed


def is_late(nights: Sequence[Night], now: datetime) -> bool:
    """Nothing went well for longer than a night may take to come again."""
    last = last_good(nights)
    return last is None or now - datetime.fromisoformat(last.when) > LATE


def _read(line: str) -> Night | None:
    try:
        row = json.loads(line)
        night = Night(**row) if isinstance(row, Mapping) else None
        if night is not None:
            date.fromisoformat(night.day), datetime.fromisoformat(night.when).astimezone()
    except (ValueError, TypeError):
        return None
    kinds = {each.name: str if each.name in ("day", "when", "told") else int for each in fields(Night)}
    return night if night and all(type(getattr(night, name)) is kind for name, kind in kinds.items()) else None
