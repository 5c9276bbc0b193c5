"""A headless Chromium driven over its debugging pipe, with the standard library alone: one page, one size, one look."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
         "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
         "--lang=zh-CN", "--font-render-hinting=none")  # fmt: skip
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEIGHT = "Math.ceil(document.documentElement.getBoundingClientRect().height)"


def find() -> str | None:
    """The Chromium of this machine, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(frozen=True, slots=True)
class Look:
    """What a page did when it was opened at one width: a picture, and what a reader would have noticed."""

    picture: bytes  # PNG
    overflow: int  # pixels by which the page is wider than the window
    complaints: tuple[str, ...]  # what the browser logged
    requests: tuple[str, ...]  # addresses that it fetched


@dataclass(slots=True)
class Tab:
    """One tab of a running browser: commands go down one pipe, answers and events come up the other."""

    commands: FileIO
    answers: FileIO
    session: str = ""
    number: int = 0
    waiting: bytes = b""
    events: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """Send one command and wait for its answer; events that come meanwhile are kept."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: Mapping[str, Any] = answer["result"]
        return result

    def wait(self, event: str) -> None:
        """Wait until an event has come."""
        while not any(known.get("method") == event for known in self.events):
            self.events.append(self._next())

    def value(self, script: str) -> int:
        """The number that a script gives."""
        return int(self.ask("Runtime.evaluate", expression=script)["result"]["value"])

    def look(self, page: Path, width: int, height: int) -> Look:
        """Open a file at a width and take a picture of its first `height` pixels."""
        self.events.clear()
        narrow = width < 700
        size = {"width": width, "height": height}
        self.ask("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=narrow)
        self.ask("Page.navigate", url=page.resolve().as_uri())
        self.wait("Page.loadEventFired")
        overflow, shown = self.value(OVERFLOW), min(height, self.value(HEIGHT))
        clip = {"x": 0, "y": 0, "width": width, "height": shown, "scale": 1}
        picture = base64.b64decode(self.ask("Page.captureScreenshot", format="png", clip=clip)["data"])
        return Look(picture, overflow, tuple(self._complaints()), tuple(self._requests()))

    def _complaints(self) -> Iterator[str]:
        for event in self.events:
            told = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                yield str(told["exceptionDetails"].get("text"))
            elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] in ("warning", "error"):
                yield str(told["entry"]["text"])

    def _requests(self) -> Iterator[str]:
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        yield from (event["params"]["request"]["url"] for event in sent)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.waiting:
            chunk = self.answers.read(1 << 16)
            if not chunk:
                raise RuntimeError("the browser has gone")
            self.waiting += chunk
        message, _, self.waiting = self.waiting.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def tab(program: str) -> Iterator[Tab]:
    """Start a browser with an empty profile, give one tab, and end the browser afterwards."""
    upper, lower = os.pipe(), os.pipe()
    ours = (FileIO(upper[1], "w"), FileIO(lower[0], "r"))
    theirs = tuple(fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (upper[0], lower[1]))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        shell = ["bash", "-c", f'exec "$0" "$@" 3<&{theirs[0]} 4>&{theirs[1]}', program]
        started = subprocess.Popen([*shell, *FLAGS, f"--user-data-dir={profile}"], pass_fds=theirs,
                                   env={**os.environ, "TMPDIR": profile},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        for end in (*theirs, upper[0], lower[1]):
            os.close(end)
        try:
            yield _open_tab(Tab(*ours))
        finally:
            started.terminate()
            started.wait(20)
            for pipe in ours:
                pipe.close()


def _open_tab(opened: Tab) -> Tab:
    target = opened.ask("Target.createTarget", url="about:blank")["targetId"]
    opened.session = opened.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        opened.ask(f"{domain}.enable")
    return opened
