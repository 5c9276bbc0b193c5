"""Word files of strangers: hostile ones are refused in words or harmless, nothing outside is read, nobody is called."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hostile_docx
from conftest import REPOSITORY
from hostile_docx import HARMLESS, REFUSED, Maker

MADE = Path(__file__).parent / "made"
Once = Callable[[str, Callable[[Path], None]], Path]

_CHILD = """
import json, re, sys
from pathlib import Path
from generator.errors import UsageError
from generator.importers import read
read(Path(sys.argv[1]))
Path(sys.argv[2]).open("rb").close()
for name in sys.argv[3:]:
    try:
        (found,) = read(Path(name))
        outcome = {"blocks": len(found.blocks), "remarks": [each.message for each in found.remarks]}
    except UsageError as error:
        outcome = {"refused": error.what}
    status = Path("/proc/self/status").read_text()  # rusage would tell the peak of the process that forked this one
    outcome["memory"] = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) >> 10
    print(json.dumps(outcome))
"""


@pytest.fixture(scope="module")
def hostile(once: Once) -> Path:
    """A folder with all hostile files."""
    return once("hostile-docx", hostile_docx.make_all)


def run(hostile: Path, *makers: Maker, before: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What a process of its own says of these files."""
    files = [str(hostile / f"{maker.__name__}.docx") for maker in makers]
    warming, marker = str(MADE / "图片.docx"), str(hostile / "no_body.docx")
    command = [*before, sys.executable, "-c", _CHILD, warming, marker, *files]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("maker", REFUSED, ids=lambda maker: maker.__name__)
def test_hostile_files_are_refused_in_words_and_within_bounds(hostile: Path, maker: Maker) -> None:
    (outcome,) = run(hostile, maker)
    assert REFUSED[maker] in outcome["refused"]
    assert outcome["memory"] <= 256


@pytest.mark.parametrize("maker", HARMLESS, ids=lambda maker: maker.__name__)
def test_what_only_looks_dangerous_is_harmless(hostile: Path, maker: Maker) -> None:
    before = sorted(path.name for path in hostile.iterdir())
    (outcome,) = run(hostile, maker)
    assert outcome["blocks"] >= 1
    assert outcome["memory"] <= 256
    assert sorted(path.name for path in hostile.iterdir()) == before
    assert not Path("/tmp/evil-absolute.txt").exists() and not (REPOSITORY / "evil.txt").exists()


def test_nothing_outside_is_read_and_nobody_is_called(hostile: Path, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("需要 strace：apt-get install strace")
    trace = tmp_path / "trace"
    makers = (*REFUSED, *HARMLESS)
    tracing = ("strace", "-f", "-e", "trace=network,openat", "-o", str(trace))
    outcomes = run(hostile, *makers, before=(*tracing, *_apart()))
    assert len(outcomes) == len(makers)
    calls = trace.read_text("utf-8", "replace")
    assert not re.search(r"\b(?:socket|connect|sendto|sendmsg)\(", calls)
    after = calls.split("no_body.docx", 1)[1]  # what was opened when all modules were there
    opened = set(re.findall(r'openat\([^,]*, "([^"]*)"', after))
    opened.remove("/proc/self/status")  # which the child asks for its own peak
    assert opened == {str(hostile / f"{maker.__name__}.docx") for maker in makers}


def _apart() -> tuple[str, ...]:
    """What runs a program without network, where that is permitted."""
    apart = ("unshare", "--map-root-user", "--net")
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], capture_output=True).returncode:
        return ()
    return apart
