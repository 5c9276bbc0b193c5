"""What the tests of importers share: the made files, an import in a process of its own, the words of what was read."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import importers
from generator.blocks import Block, Grid, Imported, Paragraph

MADE = Path(__file__).resolve().parent / "made"
PEAK = 256 << 20  # bytes that a hostile file may cost a process, the program itself among them
_CHILD = """
import json, re, sys
from pathlib import Path
from generator import importers
from generator.errors import UsageError
try:
    found = importers.read(Path(sys.argv[1]))
    told = {"read": [[len(each.blocks), len(each.sheets), [r.message for r in each.remarks]] for each in found]}
except UsageError as error:
    told = {"refused": str(error)}
status = Path("/proc/self/status").read_text()  # rusage would tell the peak of the process that forked this one
print(json.dumps({**told, "peak": int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) << 10}))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an import in a process of its own ended: why it was refused or empty, what was read, what it cost."""

    refused: str
    read: list[list[Any]]
    peak: int


def bounded(path: Path, *before: str) -> Outcome:
    """Import a file in a process of its own, behind a command such as strace; its memory stays within the bound."""
    command = [*before, sys.executable, "-c", _CHILD, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=MADE.parent.parent)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["peak"] <= PEAK, f"{found['peak'] >> 20} MiB"
    return Outcome(found.get("refused", ""), found.get("read", []), found["peak"])


def one(path: Path) -> Imported:
    """The only document of a file."""
    (found,) = importers.read(path)
    return found


def words(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks in their order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from words(cell.blocks)


def bare(text: str) -> str:
    """A text without blanks, in the one form of its letters: what must not be lost."""
    return "".join(unicodedata.normalize("NFKC", text).split())
