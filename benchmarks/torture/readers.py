"""R15, R16: readers on a real nginx while the site under them is switched, rolled back, and killed in the middle."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath

from benchmarks.torture.counties import BACK, Place, place
from benchmarks.torture.figures import Figure
from benchmarks.torture.forking import Forker, kill
from web_servers import nginx

CLIENTS = 4
PAGE = "/jinping/info/2026-00001.html"
PAGES = ("/", "/jinping/", "/jinping/gg/", PAGE, "/caizhengju/", "/units/")
_ASSET = re.compile(r'(?:href|src)="([^"#?:]*/assets/[^"#?]+)"')


@dataclass(slots=True)
class Seen:
    """What the clients saw together."""

    requests: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, requests: int, fault: str = "") -> None:
        """Add what one look came to."""
        with self.lock:
            self.requests += requests
            if fault:
                self.faults.append(fault)


@contextmanager
def readers(made: Place, port: int, whole: frozenset[bytes]) -> Iterator[Seen]:
    """Clients that read pages with all their assets, as browsers do, while the block runs; `whole` are the bodies that
    the page which changes may have."""
    seen, rest = Seen(), threading.Event()
    clients = [threading.Thread(target=_read_on, args=(port, seen, rest, whole, each)) for each in range(CLIENTS)]
    for each in clients:
        each.start()
    try:
        yield seen
    finally:
        rest.set()
        for each in clients:
            each.join()


def _read_on(port: int, seen: Seen, rest: threading.Event, whole: frozenset[bytes], seed: int) -> None:
    dice = random.Random(seed)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        while not rest.is_set():
            _look(connection, dice.choice(PAGES), seen, whole)


def _look(connection: http.client.HTTPConnection, page: str, seen: Seen, whole: frozenset[bytes]) -> None:
    """Read a page and all its assets."""
    status, body = _got(connection, page)
    seen.note(1, f"{page}: {status}" if status != 200 else "")
    if page == PAGE and body not in whole:
        seen.note(0, f"{page}: neither the old nor the new, {len(body)} bytes")
    for asset in sorted(set(_ASSET.findall(body.decode("utf-8", "replace")))):
        address = normpath(join(page if page.endswith("/") else dirname(page), asset))
        status, data = _got(connection, address)
        seen.note(1, f"{address} of {page}: {status}, {len(data)} bytes" if status != 200 or not data else "")


def _got(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@dataclass(frozen=True, slots=True)
class Stage:
    """A county of two states, A and B, and what is to be done with it."""

    made: Place
    path: Path
    texts: tuple[str, str]

    def turn(self, number: int) -> None:
        """Write one of the two states; every page of the county changes, the style with them."""
        self.path.write_text(self.texts[number % 2], "utf-8")
        style = self.made.county / "themes/units/jinping/assets/extra.css"
        style.parent.mkdir(parents=True, exist_ok=True)
        style.write_text(f"body {{ order: {number % 2} }}\n", "utf-8")
        site = self.made.county / "site.yaml"
        lines = site.read_text("utf-8").splitlines()
        lines = [f"示例声明: 第 {number % 2} 种" if line.startswith("示例声明") else line for line in lines]
        site.write_text("\n".join(lines) + "\n", "utf-8")


def _stage(root: Path, forker: Forker) -> tuple[Stage, frozenset[bytes]]:
    made = place(root, forker, 2)
    path = made.county / "content/jinping/gg/n1.md"
    text = path.read_text("utf-8")
    stage, bodies = Stage(made, path, (text, f"{text}\n另一种。\n")), set()
    for number in range(2):
        stage.turn(number)
        told = made.settle()
        assert not told, told
        bodies.add((made.www / "county/current" / PAGE[1:]).read_bytes())
    return stage, frozenset(bodies)


def switches(root: Path, forker: Forker, times: int) -> Figure:
    """R16: as many publications of alternating editions under readers, at least 250 requests for each."""
    stage, bodies = _stage(root, forker)

    def switch(number: int) -> str:
        stage.turn(number)
        return stage.made.settle()

    return _under(stage, bodies, switch, times, 250 * times, "R16", "switches of the folder target under 4 clients")


def rolled(root: Path, forker: Forker, times: int) -> Figure:
    """R15: rollbacks and ways forward under readers, every second one killed and then done again."""
    stage, bodies = _stage(root, forker)
    dice, slowest = random.Random(5), [0.0]

    def back(number: int) -> str:
        call = BACK if number % 2 == 0 else ("rollback", "--forward")
        if number % 4 > 1:
            run = forker.prepare(stage.made.county, *call)
            forker.go([run])
            time.sleep(dice.uniform(0, 0.06))
            kill(run)
            forker.wait(run)
            forker.run(stage.made.county, "rollback", "--forward")
            return stage.made.settle()
        started = time.perf_counter()
        ended = forker.run(stage.made.county, *call)
        slowest[0] = max(slowest[0], time.perf_counter() - started)
        return ended.said if ended.status not in (0, 2) else ""

    figure = _under(stage, bodies, back, times, 250 * times, "R15", "rollbacks under 4 clients, half of them killed")
    return Figure(
        figure.promise, figure.what, figure.runs, figure.faults, f"{figure.note}; slowest {slowest[0]:.2f} s, 3 units"
    )


def _under(
    stage: Stage, bodies: frozenset[bytes], act: Callable[[int], str], times: int, least: int, promise: str, what: str
) -> Figure:
    root, told = stage.made.www / "county/current", []
    rules = f"root {root};\nindex index.html;\n"
    with nginx(stage.made.root / "nginx", "", rules) as server:  # noqa: SIM117
        with readers(stage.made, server.port, bodies) as seen:
            for number in range(times):
                if fault := act(number):
                    told.append(f"turn {number}: {fault}")
            while seen.requests < least and not seen.faults:
                time.sleep(0.1)
    return Figure(promise, what, times, (*told, *seen.faults), f"{seen.requests:,} requests")
