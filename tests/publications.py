"""Small counties that publish to a folder, and a place that can be told to fail, for tests of publishing."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from county import SITE, County, small_county
from generator.changes import Change
from generator.choice import Order
from generator.edition import FOLDER as FOLDER_OF_EDITION
from generator.edition import SEALS
from generator.editions import Origin
from generator.inventory import inventory
from generator.publish import Report, publish
from generator.publishing import as_told
from generator.targets import Place, Progress, Settings, Target, targets

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FOLDER = "文件夹"
TARGETS = """\
发布目标:
  - 名称: www
    类型: 文件夹
    选项:
      文件夹: {folder}
"""


def published_county(root: Path, documents: int = 5) -> County:
    """A small county whose `site.yaml` names one folder, `www/` beside it, already built."""
    (root / "www").mkdir(parents=True)
    county = small_county(root / "county", documents)
    county.write("site.yaml", SITE + TARGETS.format(folder=root / "www/county"))
    county.build()
    return county


def order_of(county: County, moment: datetime = MOMENT, **more: object) -> Order:
    """What is public of a county, to be published at a moment."""
    origin = Origin("5308230001", "https://www.county.example/", "", moment)
    order = Order(county.root / "output", inventory(county.root / "output"), origin)
    order = replace(order, retold=partial(as_told, county.task()))
    return replace(order, **more)  # type: ignore[arg-type]


def settings_of(folder: Path, **more: int) -> Settings:
    """A target of the kind that needs nothing but a disk."""
    return replace(Settings("www", {FOLDER: str(folder)}, {}, folder.parent / "state"), **more)  # type: ignore[arg-type]


def send(order: Order, folder: Path, target: Target | None = None, **more: int) -> Report:
    """Publish to a folder."""
    return publish(order, target or targets()[FOLDER], settings_of(folder, **more), _silent)


def names(report: Report) -> list[str]:
    """What was sent, but for what tells of the edition itself."""
    own = (each.address for each in report.change.uploads)
    return [address for address in own if address not in SEALS and not address.startswith(FOLDER_OF_EDITION)]


def shown(folder: Path) -> dict[str, bytes]:
    """Every file that a web server would show, but for the edition's own."""
    current = folder / "current"
    found = (path for path in current.rglob("*") if path.is_file())
    told = {path.relative_to(current).as_posix(): path.read_bytes() for path in found}
    return {address: data for address, data in told.items() if not address.startswith(".well-known/gongkai/")}


@dataclass
class Failing:
    """A folder whose steps fail as they are told to: `faults` are raised one after the other, by step."""

    faults: dict[str, list[BaseException]]
    calls: list[str] = field(default_factory=list)
    KIND: str = FOLDER
    OPTIONS: Mapping[str, str] = field(default_factory=dict)
    SECRETS: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def open_place(self, settings: Settings) -> Iterator[Place]:
        """The folder itself, with this in front of it."""
        self._step("open")
        with targets()[FOLDER].open_place(settings) as place:
            yield _Failing(place, self._step)

    def _step(self, name: str) -> None:
        self.calls.append(name)
        if waiting := self.faults.get(name):
            raise waiting.pop(0)


@dataclass
class _Failing:
    place: Place
    step: Callable[[str], None]

    def receipt(self, address: str, most: int) -> bytes | None:
        self.step("receipt")
        return self.place.receipt(address, most)

    def send(self, change: Change, progress: Progress) -> int:
        self.step("send")
        return self.place.send(change, progress)

    def commit(self, change: Change) -> None:
        self.step("commit")
        self.place.commit(change)

    def tidy(self, change: Change) -> None:
        self.step("tidy")
        self.place.tidy(change)


def change_unseen(path: Path) -> None:
    """Other bytes in a file, of the same size and with the same times."""
    stat, data = path.stat(), path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def edit(county: County, slug: str, number: int, word: str) -> None:
    """Another word in the body of a document, and a build."""
    folder = "ggxx/xjgg" if slug == "portal" else "gg"
    path = county.root / f"content/{slug}/{folder}/n{number}.md"
    path.write_text(f"{path.read_text('utf-8')}\n{word}\n", "utf-8")
    county.build()


def withdraw(county: County, slug: str, numbers: Collection[int]) -> None:
    """Take documents away, and build."""
    folder = "ggxx/xjgg" if slug == "portal" else "gg"
    for number in numbers:
        (county.root / f"content/{slug}/{folder}/n{number}.md").unlink()
    county.register(slug)
    county.build()


def _silent(sent: int, total: int) -> None:
    """Says nothing."""
