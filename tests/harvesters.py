"""A county on a web server of this machine, and the clients that harvest it: what a province would see and use."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from resync.resource_list import ResourceList

from county import REVIEW, SITE, UNIT, County
from generator.codes import uscc_check_character

PORTAL = "portal"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, ending in `/`, at which a folder is served: as it is at the moment of each request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def slugs(count: int) -> tuple[str, ...]:
    """The portal and so many townships that there are `count` units."""
    return (PORTAL, *(f"zhen{number:02}" for number in range(1, count)))


def uscc(slug: str) -> str:
    """A code of a unit's own, with its check character (GB 32100)."""
    base = f"115308230000{0 if slug == PORTAL else int(slug[4:]):05d}"
    return base + uscc_check_character(base)


def county_at(root: Path, address: str, count: int) -> County:
    """A county of `count` units that is published at an address, three documents in each, one of them with a file."""
    county = County(root, (), SITE.replace("https://www.county.example/", address))
    for number, slug in enumerate(slugs(count)):
        write_unit(county, slug)
        for serial in (1, 2, 3):
            write_document(county, slug, serial)
        assert number < 100, "townships have codes from 100 on"
    return county


def write_unit(county: County, slug: str, withdrawn: tuple[str, ...] = ()) -> None:
    """A unit's file, with what it has withdrawn."""
    kind, region = ("县级门户", "530823") if slug == PORTAL else ("乡镇", f"530823{100 + int(slug[4:])}")
    text = UNIT.format(name=f"示例县{slug}人民政府", kind=kind, region=region, uscc=uscc(slug))
    rows = "".join(f"  - {{索引号: {uscc(slug)}/{number}, 日期: 2026-11-20, 理由: 重复发布}}\n" for number in withdrawn)
    county.write(f"content/{slug}/unit.yaml", text + (f"撤下:\n{rows}" if rows else ""))


def write_document(county: County, slug: str, serial: int, *lines: str, body: str = "正文。\n", file: str = "") -> None:
    """A notice of 2026; every third of a unit has an attachment of a Chinese name."""
    head = [
        f"标题: 第{serial}号通知",
        f"索引号: {uscc(slug)}/2026-{serial:05d}",
        "成文日期: 2026-01-04",
        f"发布日期: 2026-{serial % 9 + 1:02}-06",
        REVIEW,
        *lines,
    ]
    if serial % 3 == 0:
        head.append(f"附件:\n  - 文件: 附件{serial}.csv")
        county.write(f"content/{slug}/{column(slug)}/附件{serial}.csv", file or f"项目,数\n甲,{serial}\n")
    county.write(path_of(slug, serial), "---\n" + "\n".join(head) + f"\n---\n\n{body}")


def column(slug: str) -> str:
    """The folder of notices."""
    return "ggxx/xjgg" if slug == PORTAL else "gg"


def path_of(slug: str, serial: int) -> str:
    """The file of a document."""
    return f"content/{slug}/{column(slug)}/n{serial}.md"


@dataclass(frozen=True, slots=True)
class Harvester:
    """`resync-sync` on one unit: where the unit lies, where its mirror is, and what else the command is told."""

    base: str
    mirror: Path
    options: tuple[str, ...] = ()

    def run(self, *mode: str) -> str:
        """Run it as a province would, in the folder where it keeps what it remembers, and give what it says."""
        self.mirror.parent.mkdir(parents=True, exist_ok=True)
        client = Path(sys.executable).with_name("resync-sync")
        command = [str(client), *mode, *self.options, self.base, str(self.mirror)]
        done = subprocess.run(command, cwd=self.mirror.parent, capture_output=True, text=True, timeout=60, check=True)
        assert "FatalError" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def faults(self) -> list[str]:
        """The files of the mirror whose bytes are not those of the resource list, which the client does not compare."""
        found = ResourceList()
        found.read(f"{self.base}resourcelist.xml")
        named = {each.uri.removeprefix(self.base): each for each in found}
        held = {path.relative_to(self.mirror).as_posix(): path for path in self.mirror.rglob("*") if path.is_file()}
        wrong = [name for name, path in held.items() if name in named and not _same(path.read_bytes(), named[name])]
        return sorted([*wrong, *(named.keys() ^ held.keys()), *(name for name in held if not name.isascii())])


def _same(data: bytes, listed: object) -> bool:
    wanted = (getattr(listed, "length", None), getattr(listed, "sha256", None))
    return wanted == (len(data), sha256(data).hexdigest())
