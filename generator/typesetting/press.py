"""A process that sets type for this one: apart, because content comes from strangers and the libraries are large.

It gets its pages by a pipe, in an environment of its own: no settings of the machine, one time zone, no fonts but those
that were named. What it cannot do in its time and memory ends it, and costs that one page. Where it ends for another
reason (the libraries have been known to crash after many pages), the page is set once more by a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGXCPU
from types import TracebackType
from typing import Any

from generator import files
from generator.typesetting.faces import Face, configuration, linked

CHILD = Path(__file__).parent / "_child.py"
TEXT_LIMIT = 8 << 20  # bytes of a page: thousands of sheets


class Unprintable(Exception):
    """A page that could not be set; says why, in Chinese where it is the page's own fault."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be set: its name (of which the PDF's identifier is made), its HTML, its pictures' files by address."""

    name: str
    text: str
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, how many sheets it has, and the characters that none of the faces has."""

    data: bytes
    sheets: int
    lacking: str


class Press:
    """The process, started for its first page and again where it ended."""

    def __init__(self, faces: tuple[Face, ...], folder: Path) -> None:
        self.faces = faces
        self.folder = folder  # of its own: for links to the fonts, and what fontconfig keeps of them
        self.process: subprocess.Popen[bytes] | None = None
        self.data = b""  # of the page that was sent last

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        process.wait()

    def fileno(self) -> int:
        """What to wait for: it can be read once an answer is there."""
        assert self.process is not None and self.process.stdout is not None
        return self.process.stdout.fileno()

    def set(self, sheet: Sheet) -> Printed:
        """The PDF of a page; `Unprintable` where there is none."""
        self.send(sheet)
        return self.receive()

    def send(self, sheet: Sheet) -> None:
        """Begin with a page, which `receive` waits for."""
        asked = {"name": sheet.name, "text": sheet.text, "pictures": dict(sheet.pictures)}
        data = json.dumps(asked, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        if len(data) > TEXT_LIMIT:
            raise Unprintable(f"正文太长，超过 {TEXT_LIMIT >> 20} MB")
        self.data = len(data).to_bytes(8, "big") + data
        self._send()

    def _send(self) -> None:
        self.process = self.process or self._started()
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # `receive` finds out
            self.process.stdin.write(self.data)
            self.process.stdin.flush()

    def receive(self) -> Printed:
        """What came of the page that was sent."""
        told, data = self._answer()
        if not told and self._ended() != -SIGXCPU:
            self._send()
            told, data = self._answer()
            if not told:
                self._ended()
        if not told:
            raise Unprintable("排版用的时间或内存超过了上限")
        if "fault" in told:
            raise Unprintable(told["fault"])
        return Printed(data, told["sheets"], told["lacking"])

    def _ended(self) -> int:
        """The exit status of a process that answers no more."""
        assert self.process is not None
        status = self.process.wait()
        self.close()
        return status

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        return json.loads(self._part() or b"{}"), self._part()

    def _part(self) -> bytes:
        assert self.process is not None and self.process.stdout is not None
        length = int.from_bytes(self.process.stdout.read(8), "big")
        return self.process.stdout.read(length)

    def _started(self) -> subprocess.Popen[bytes]:
        settings = self._settings()
        surroundings = {
            "FONTCONFIG_FILE": str(settings),
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SOURCE_DATE_EPOCH": "0",
        }
        command = [sys.executable, "-s", "-P", str(CHILD)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, env=surroundings, cwd=self.folder
        )

    def _settings(self) -> Path:
        """The configuration of fontconfig, which sees links to the files that were named."""
        shown = self.folder / "files"
        shown.mkdir(parents=True, exist_ok=True)
        for face in self.faces:
            _point(shown / linked(face), Path(face.path))
        settings = self.folder / "fonts.conf"
        files.replace(settings, configuration(self.faces, self.folder).encode())
        return settings


def _point(link: Path, target: Path) -> None:
    """A link, which another process may be making as well."""
    if link.is_symlink() and link.readlink() == target:
        return
    temporary = link.with_name(f".{link.name}.{os.getpid()}")
    temporary.symlink_to(target)
    temporary.replace(link)
