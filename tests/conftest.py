"""What the tests share: the repository, the example county built once, the outside judges, and the rule on skips."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"
DEMONSTRATION = "yanshi"  # the one unit of the example county that is not clean, and never published
ABSENT_SHARED = "需要仓库旁边的 ../shared（参考资料），这里没有"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call of the command ended."""

    status: int
    output: str
    errors: str

    @property
    def report(self) -> dict[str, Any]:
        """The one object that `--json` prints."""
        found: dict[str, Any] = json.loads(self.output)
        return found


@dataclass(frozen=True, slots=True)
class Workspace:
    """A county on disk, and the command run on it as a user runs it: in a process of its own."""

    root: Path

    @property
    def public(self) -> Path:
        """What a web server would serve."""
        return self.root / "output" / "public"

    def run(self, verb: str, *arguments: str) -> Outcome:
        """Run `python -m generator --root ROOT VERB …` and tell how it ended."""
        command = [sys.executable, "-m", "generator", "--root", str(self.root), verb, *arguments]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", timeout=900)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def build(self, *arguments: str) -> Outcome:
        """Build as of the tests' day and print the report as JSON."""
        return self.run("build", "--today", TODAY, "--json", *arguments)


def copy_county(target: Path) -> Workspace:
    """A copy of the example county's inputs, without anything that was built."""
    target.mkdir(parents=True)
    shutil.copy(REPOSITORY / "site.yaml", target)
    for folder in ("content", "themes", "province"):
        shutil.copytree(REPOSITORY / folder, target / folder, symlinks=True)
    return Workspace(target)


# ── fixtures ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository, which is itself the example county."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference texts beside the repository."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(ABSENT_SHARED)
    return folder


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all test processes: `once(name, make)` gives the folder that one of them has made."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = base / name, base / f"{name}.done"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                done.touch()
        return folder

    return make_once


@pytest.fixture(scope="session")
def county(once: Callable[[str, Callable[[Path], None]], Path]) -> Workspace:
    """The example county, built once by two workers; how the build ended lies beside it in `first.json`."""

    def make(folder: Path) -> None:
        outcome = copy_county(folder).build("--workers", "2")
        told = {"status": outcome.status, "output": outcome.output, "errors": outcome.errors}
        (folder / "first.json").write_text(json.dumps(told), "utf-8")

    return Workspace(once("county", make))


@pytest.fixture(scope="session")
def first_build(county: Workspace) -> Outcome:
    """How the first build of the example county ended."""
    return Outcome(**json.loads((county.root / "first.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def chromium_driver() -> list[str]:
    """Node, for scripts that drive Chromium by playwright-core."""
    if shutil.which("chromium") is None or shutil.which("node") is None:
        pytest.skip("需要 chromium 和 node：apt-get install chromium nodejs npm")
    if not (REPOSITORY / "tests" / "node_modules" / "playwright-core").is_dir():
        pytest.skip("需要 playwright-core：make judges（要先有 npm）")
    return ["node"]


@pytest.fixture(scope="session")
def nu_checker() -> list[str]:
    """The command that runs the Nu HTML checker."""
    jar = REPOSITORY / "tests" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if shutil.which("java") is None:
        pytest.skip("需要 Java 17 以上：apt-get install default-jre-headless")
    if not jar.is_file():
        pytest.skip("需要 Nu HTML checker：make judges（要先有 npm）")
    return ["java", "-Xss4m", "-jar", str(jar)]


# ── skips ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _forbidden(reason: object) -> bool:
    """With GONGKAI_NO_SKIPS=1 nothing may be skipped but what reads a ../shared that is not there."""
    return os.environ.get("GONGKAI_NO_SKIPS") == "1" and ABSENT_SHARED not in str(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where skips are forbidden."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _forbidden(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"GONGKAI_NO_SKIPS=1，但 {item.nodeid} 被跳过：{report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one where skips are forbidden."""
    report = yield
    if report.skipped and _forbidden(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"GONGKAI_NO_SKIPS=1，但 {collector.nodeid} 被跳过：{report.longrepr}"
    return report
