"""Two hundred planted faults, of every code: found each at its line, and nothing told of the county without them."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeded
import seeded_units
from conftest import REPOSITORY
from county import TODAY, County
from generator.check import catalogue, codes
from generator.model import County as CountyDigest
from seeded_units import EXAMPLES, NOT_PLANTED, SLIPS
from test_checks import told

FOLLOWS = {"A107", "F211"}  # what a planted fault of another code brings with it in the same unit


def test_the_clean_county_then_two_hundred_faults(tmp_path: Path) -> None:
    root = tmp_path / "county"
    assert len(seeded.control(root)) == 80
    county = County(root, (), (root / "site.yaml").read_text("utf-8"))
    today = county.task().site.example_day
    assert today is not None
    assert [each.code for each in county.check(today, whole=True)] == ["X403"], "one picture, which no machine can read"
    sown = list(seeded.planted(root))
    assert len(sown) == len(set(sown)) >= 200
    planted = {each.code for each in sown} & codes()
    assert planted | EXAMPLES.keys() | SLIPS.keys() | NOT_PLANTED.keys() == codes()
    assert planted.isdisjoint(NOT_PLANTED) and planted.isdisjoint(EXAMPLES) and planted.isdisjoint(SLIPS)
    found = county.check(today, whole=True)
    places = {(each.code, each.path, each.line) for each in found}
    assert [each for each in sown if (each.code, each.path, each.line) not in places] == []
    files = {each.path for each in sown}
    strays = [each for each in found if each.path not in files and each.code not in FOLLOWS]
    assert [(each.path, each.code) for each in strays if each.code != "X403"] == []


def line_of(root: Path, path: str, sign: str) -> int:
    """The 1-based line in which a sign stands first; the first where there is none."""
    place = root / path if (root / path).exists() else REPOSITORY / path  # a theme that ships with the program
    lines = place.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if sign in line)


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_fault_of_a_whole_unit_is_told_at_its_place(code: str, tmp_path: Path) -> None:
    check = next(each for each in catalogue() if each.code == code)
    path, sign = EXAMPLES[code]
    across = check.height is CountyDigest
    found = {
        (each.path, each.line) for each in told(tmp_path / "bad", check.bad, across, whole=True) if each.code == code
    }
    assert (path, line_of(tmp_path / "bad", path, sign)) in found
    good = told(tmp_path / "good", check.good, across, whole=True)
    assert not [each for each in good if each.code == code and each.path == path]


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_with_numbers_is_told_at_its_place(code: str, tmp_path: Path) -> None:
    county, slip = seeded_units.registered(tmp_path), SLIPS[code]
    assert not [each for each in county.check(TODAY) if each.code[0] == "D"]
    slip.plant(county)
    found = {(each.code, each.path, each.line) for each in county.check(TODAY)}
    assert (code, slip.path, line_of(tmp_path, slip.path, slip.sign)) in found
