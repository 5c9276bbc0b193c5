"""Two hundred planted faults are found, each at its line, and nothing else is told of the same county without them."""

from __future__ import annotations

from pathlib import Path

import seeded
from county import County

FOLLOWS = {"A107", "F211"}  # what a planted fault of another code brings with it in the same unit


def test_the_clean_county_then_two_hundred_faults(tmp_path: Path) -> None:
    root = tmp_path / "county"
    assert len(seeded.control(root)) == 80
    county = County(root, (), (root / "site.yaml").read_text("utf-8"))
    today = county.task().site.example_day
    assert today is not None
    assert [each.code for each in county.check(today, whole=True)] == ["X403"], "one picture, which no machine can read"
    sown = list(seeded.planted(root))
    assert len(sown) == len(set(sown)) == 200 and len({each.code for each in sown}) >= 48
    found = county.check(today, whole=True)
    places = {(each.code, each.path, each.line) for each in found}
    assert [each for each in sown if (each.code, each.path, each.line) not in places] == []
    files = {each.path for each in sown}
    strays = [each for each in found if each.path not in files and each.code not in FOLLOWS]
    assert [(each.path, each.code) for each in strays if each.code != "X403"] == []
