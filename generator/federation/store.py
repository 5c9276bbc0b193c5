"""What was fetched over the network, kept so that it need not be fetched again: bodies by digest, and a journal.

The journal gets a line for every file the moment it has been fetched, so that a round that was broken off goes on where
it stopped. A body is used only where its bytes still have the digest that it is kept under.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator import files


class Copy(NamedTuple):
    """A file as it was fetched: digest and length, and what the server said by which to ask whether it has changed."""

    sha256: str
    length: int
    etag: str = ""
    modified: str = ""


class Store:
    """The files fetched for one county; safe to be used by several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = folder / "fetched.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        self._copies = dict(_read(self._journal))
        if self._journal.exists() and not self._journal.read_bytes().endswith(b"\n"):
            self._append("\n")  # the end of a line that a crash tore, so that the next one stands for itself
        self._used: set[str] = set()
        self._lock = threading.Lock()

    def copy(self, address: str) -> Copy | None:
        """What is known of a file."""
        return self._copies.get(address)

    def body(self, digest: str) -> bytes | None:
        """The bytes with that digest; None where they are not at hand, or not as they were."""
        try:
            data = self._path(digest).read_bytes()
        except OSError:
            return None
        return data if sha256(data).hexdigest() == digest else None

    def use(self, address: str) -> None:
        """Note that a copy was of use in this round."""
        with self._lock:
            self._used.add(address)

    def keep(self, address: str, copy: Copy, data: bytes | None) -> None:
        """Keep a file; one whose bytes are not wanted again only by its digest."""
        if data is not None:
            path = self._path(copy.sha256)
            path.parent.mkdir(exist_ok=True)
            with self._lock:  # two addresses may have the same bytes
                files.replace(path, data)
        line = json.dumps([address, *copy], ensure_ascii=False) + "\n"
        with self._lock:
            self._append(line)
            self._copies[address] = copy
            self._used.add(address)

    def _append(self, text: str) -> None:
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(text)

    def tidy(self) -> None:
        """After a whole round: forget what was not asked for in it."""
        kept = {address: self._copies[address] for address in sorted(self._used)}
        lines = (json.dumps([address, *copy], ensure_ascii=False) + "\n" for address, copy in kept.items())
        files.replace(self._journal, "".join(lines).encode())
        digests = {copy.sha256 for copy in kept.values()}
        for path in self._folder.glob("??/*"):
            if path.parent.name + path.name not in digests:
                path.unlink()

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]


def _read(journal: Path) -> Iterator[tuple[str, Copy]]:
    """The lines of a journal; one that is none, such as half a line after a crash, is passed over."""
    try:
        lines: Iterable[str] = journal.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            address, *rest = json.loads(line)
            yield str(address), Copy(*rest)
        except (ValueError, TypeError):
            continue
