"""Golden sites: every folder of `tests/cases/` is a small county and the bytes that it comes to.

To add one: make `tests/cases/<name>/{site.yaml,content/…}`, run `python tests/test_cases.py <name>`, read what was
written to `expected/` as critically as a diff, and commit it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from county import County, told

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if (path / "site.yaml").is_file())


def built(name: str, target: Path) -> dict[str, bytes]:
    """The files that a case comes to: what is public, by path, and the findings as a text.

    A case that holds a file `only` shows the public files named there, one a line; the others are left out, so that a
    case is about one thing.
    """
    shutil.copytree(CASES / name, target, ignore=shutil.ignore_patterns("expected"))
    county = County(target, ())
    report = county.build()
    wanted = (CASES / name / "only").read_text("utf-8").split()
    tree = {f"public/{path}": data for path, data in county.tree().items() if path in wanted}
    return {**tree, "findings.txt": "".join(f"{line}\n" for line in told(report.findings())).encode()}


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path) -> None:
    """The case comes to the expected bytes, file by file."""
    expected_root = CASES / name / "expected"
    expected = {
        path.relative_to(expected_root).as_posix(): path.read_bytes()
        for path in expected_root.rglob("*")
        if path.is_file()
    }
    found = built(name, tmp_path / name)
    assert sorted(found) == sorted(expected)
    for path, data in sorted(found.items()):
        assert data.decode() == expected[path].decode(), path


def test_there_are_enough() -> None:
    """The issue asks for fifteen."""
    assert len(NAMES) >= 15


def write(name: str) -> None:
    """Write what a case comes to now as what is expected of it."""
    with tempfile.TemporaryDirectory() as folder:
        found = built(name, Path(folder) / name)
    shutil.rmtree(CASES / name / "expected", ignore_errors=True)
    for path, data in found.items():
        target = CASES / name / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    for each in sys.argv[1:] or NAMES:
        write(each)
