"""A unit's content between the two maps of a build: kept by the process that read it, which most often makes it too.

What goes beyond the limit, or what another process may have to make, is written to `output/state/`. Bound to the inputs
that it was read from and, in a file, guarded by a checksum; anything else is passed over, and the unit is read again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from generator import files, model
from generator.codec import decode, dumps, loads
from generator.model import Document, UnitContent
from generator.personal_data import concealed

LIMIT = 8_000  # documents of ordinary length take some 60 MB


class Kept:
    """Contents in this process's memory, by the file that each would be written to.

    At most `limit` documents, though the unit that was read last stays however large it is; with a limit of 0, none.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._contents: dict[Path, tuple[str, UnitContent]] = {}
        self._documents = 0

    def add(self, path: Path, inputs: str, content: UnitContent) -> None:
        """Keep a content; the oldest that have no room any more are written."""
        self.take(path)
        self._contents[path] = inputs, content
        self._documents += len(content.documents)
        while self._documents > self.limit and (len(self._contents) > 1 or not self.limit):
            oldest = next(iter(self._contents))
            found = self.take(oldest)
            assert found is not None
            _write(oldest, *found)

    def take(self, path: Path) -> tuple[str, UnitContent] | None:
        """A content with its inputs, once."""
        found = self._contents.pop(path, None)
        if found is not None:
            self._documents -= len(found[1].documents)
        return found


KEPT = Kept(LIMIT)


def path_of(output: Path, slug: str) -> Path:
    """Where a unit's content waits when it is written."""
    return files.caches(output) / "spool" / slug


def save(path: Path, inputs: str, content: UnitContent) -> None:
    """Leave the content for whoever makes the section."""
    path.unlink(missing_ok=True)
    KEPT.add(path, inputs, content)


def _write(path: Path, inputs: str, content: UnitContent) -> None:
    """Write a content; of what waits to be mended, and is only checked once more, without the numbers of persons."""
    waiting = concealed(dumps(content.waiting).decode("utf-8", "surrogatepass"))
    named = [(type(each).__name__, each) for each in content.registers]
    content = replace(content, waiting=loads(tuple[Document, ...], waiting), registers=())
    path.parent.mkdir(parents=True, exist_ok=True)
    files.seal(path, inputs.encode() + b"\n" + dumps((content, named)), f"spool/{path.name}")


def load(path: Path, inputs: str) -> UnitContent | None:
    """The content that was read from these inputs, once; None where it is not there or not whole."""
    if (kept := KEPT.take(path)) is not None and kept[0] == inputs:
        return kept[1]
    body = files.unseal(path, f"spool/{path.name}")
    path.unlink(missing_ok=True)
    head, _, data = (body or b"").partition(b"\n")
    if not data or head != inputs.encode():
        return None
    row, named = json.loads(data)
    content: UnitContent = decode(UnitContent, row)
    return replace(content, registers=tuple(decode(getattr(model, name), each) for name, each in named))
