"""What `pip install .` gives: a package that builds a county anywhere; and dependencies that are wholly pinned."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

PIN = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def installed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of this repository is unpacked."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (wheel,) = folder.glob("gongkai-*.whl")
    ZipFile(wheel).extractall(folder)
    return folder


def sources(folder: Path) -> set[str]:
    """Every file of a folder that belongs into the wheel, hidden ones too."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_carries_the_package_and_the_default_theme(repository: Path, installed: Path) -> None:
    assert sources(repository / "generator") - sources(installed / "generator") == set()
    assert sources(repository / "themes" / "default") == sources(installed / "generator" / "builtin/themes/default")


def test_an_installed_package_makes_and_builds_a_county(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments in (["init", "xian"], ["--root", "xian", "build"]):
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "xian" / "output" / "public" / "index.html").is_file()


@pytest.mark.parametrize("name", ["core", "cluster", "site", "pdf", "test"])
def test_dependencies_are_pinned_with_hashes_and_name_no_place(repository: Path, name: str) -> None:
    text = (repository / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|--index|--extra|--find|--trusted|^-e|/tmp|/home|/root", text, re.MULTILINE)
    pins = re.split(r"\n(?=[a-z])", text)
    assert all(PIN.match(pin) and "--hash=sha256:" in pin for pin in pins)


def test_tests_run_against_the_versions_that_users_get(repository: Path) -> None:
    core, test = (dict(PIN.findall((repository / f"requirements/{name}.txt").read_text())) for name in ("core", "test"))
    assert core.items() <= test.items()
    declared = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    asked = (repository / "requirements/core.in").read_text("utf-8").splitlines()
    assert [line for line in asked if not line.startswith("#")] == declared


def test_the_lock_of_the_html_checker_names_no_registry(repository: Path) -> None:
    lock = (repository / "tests" / "package-lock.json").read_text("utf-8")
    assert '"integrity": "sha512-' in lock and "resolved" not in lock


def test_make_writes_a_command_that_runs_from_anywhere(repository: Path, tmp_path: Path) -> None:
    """The command of a clone: through a symbolic link, from a folder that holds another `generator`."""
    clone = tmp_path / "a clone"
    for folder in (clone / "requirements", clone / ".venv/bin", tmp_path / "elsewhere/generator"):
        folder.mkdir(parents=True)
    shutil.copy(repository / "Makefile", clone)
    (clone / "generator").symlink_to(repository / "generator")
    (tmp_path / "elsewhere/generator/__init__.py").write_text("raise SystemExit('wrong generator')")
    (clone / ".venv/bin/python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (clone / ".venv/bin/python").chmod(0o755)
    for name in ("requirements/site.txt", ".venv/.made", ".venv/.core"):
        (clone / name).touch()
    subprocess.run(["make", ".venv/bin/gongkai"], cwd=clone, check=True, capture_output=True)
    (tmp_path / "gongkai").symlink_to(clone / ".venv/bin/gongkai")
    command = [str(tmp_path / "gongkai"), "init", "xian"]
    done = subprocess.run(command, cwd=tmp_path / "elsewhere", capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert f"下一步: {tmp_path}/gongkai --root xian build" in done.stdout
    onward = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["gongkai", "init", "xian2"], cwd=tmp_path, env=onward, capture_output=True, text=True)
    assert done.stdout.endswith("cd xian2 && gongkai build\n")
