"""A connection that is cut at any byte leaves the old site, and costs what was missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cuts import cut_often
from benchmarks.grounds import KINDS
from servers import started

CUTS = 2  # fifty by `python -m benchmarks.cuts`


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_leaves_the_old_site_and_the_next_try_sends_what_is_missing(kind: str, tmp_path: Path) -> None:
    with started(kind, tmp_path / "server") as place:
        tally = cut_often(place, tmp_path, CUTS, seed=20261128)
    assert tally.faults == ()
    assert len(tally.cuts) == CUTS
    assert {each.step for each in tally.cuts} >= {"send"}
