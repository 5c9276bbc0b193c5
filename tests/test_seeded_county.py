"""Two hundred planted faults are found, each at its line, and nothing else is told of the same county without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import seeded
from generator.build import checkup
from generator.epoch import epoch
from generator.model import Finding
from generator.site import load_site
from generator.tasks import Task
from generator.workers import Serial
from generator.workspace import Workspace, unit_slugs

FOLLOWS = {"A107", "F211"}  # what a planted fault of another code brings with it in the same unit


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("county")
    assert len(seeded.control(root)) == 80
    return root


def told(root: Path) -> tuple[Finding, ...]:
    site, findings = load_site(Workspace(root))
    assert site is not None and site.example_day is not None, findings
    task = Task(root, site, site.example_day, epoch(), False, 1)
    quiet: Callable[..., None] = lambda *done: None  # noqa: E731
    return checkup(task, Serial(), unit_slugs(Workspace(root)), quiet).findings


def test_the_clean_county_then_two_hundred_faults(county: Path) -> None:
    assert [each.code for each in told(county)] == ["X403"], "one picture, which no machine can read"
    sown = list(seeded.planted(county))
    assert len(sown) == len(set(sown)) == 200 and len({each.code for each in sown}) >= 48
    found = told(county)
    places = {(each.code, each.path, each.line) for each in found}
    assert [each for each in sown if (each.code, each.path, each.line) not in places] == []
    files = {each.path for each in sown}
    strays = [each for each in found if each.path not in files and each.code not in FOLLOWS]
    assert [(each.path, each.code) for each in strays if each.code != "X403"] == []
