"""Previews for tests: a county to look at, a preview in this process or in one of its own, and ways to save a file."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import REPOSITORY
from county import TODAY, County, document
from generator.serve.preview import Preview
from generator.workspace import Workspace

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
OWN = re.compile(r'<link rel="stylesheet" href="/-/.*?</script>|<aside class="gk-panel.*?</aside>', re.DOTALL)
FIRST = "content/jinping/gg/n1.md"
PAGE = "/jinping/info/2026-00001.html"
PATIENCE = 30  # seconds for changes to be heard of


def write_county(root: Path) -> County:
    """Three units, some documents, all numbered."""
    made = County(root)
    for number in range(1, 6):
        made.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    made.write("content/caizhengju/gg/a.md", document("财政公告", "2026-00001", slug="caizhengju"))
    for slug in ("jinping", "caizhengju"):
        made.register(slug)
    return made


def built_county(root: Path) -> County:
    """The same, built once."""
    made = write_county(root)
    made.build()
    return made


def preview_of(county: County) -> Preview:
    """A preview in this process, with everything read."""
    made = Preview(Workspace(county.root), county.task())
    while made.waiting:
        made.idle()
    return made


def text_of(preview: Preview, address: str) -> str:
    """What a browser would show at an address."""
    return preview.answer(address.removeprefix("/")).data.decode()


def bare(page: str) -> str:
    """A page without what the preview adds to it."""
    return OWN.sub("", page)


@dataclass(frozen=True, slots=True)
class Served:
    """A running preview: its port and its process."""

    port: int
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Status and text of an answer; the path is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        told = answer.status, answer.read().decode("utf-8", "replace")
        connection.close()
        return told

    def keeping(self, path: str) -> str:
        """How long a browser may keep what it gets."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            return connection.getresponse().headers["Cache-Control"]

    def stop(self) -> int:
        """As Ctrl-C does it; what is in `output/` then is what was seen, and the status is that of a build."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)


@contextmanager
def serving(root: Path, *arguments: str, day: tuple[str, ...] = ("--today", str(TODAY))) -> Iterator[Served]:
    """A preview in a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(root), "serve", *day, *arguments]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = ADDRESS.search(process.stdout.readline())
        assert found is not None
        yield Served(int(found[1]), process)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def save_in_place(path: Path, text: str) -> None:
    """As simple editors do."""
    path.write_text(text)


def save_by_renaming(path: Path, text: str) -> None:
    """As careful editors do: a swap file, then its name."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text(text)
    swap.rename(path)


def save_in_pieces(path: Path, text: str) -> None:
    """As network drives do."""
    path.write_text("")
    with path.open("a") as file:
        for start in range(0, len(text), 20):
            file.write(text[start : start + 20])
            file.flush()
