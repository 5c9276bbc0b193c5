"""Values written as rows of JSON and read back; what another version wrote is refused, never half read."""

from __future__ import annotations

from datetime import date

import pytest

from generator.codec import dumps, loads
from generator.model import Entry, ReportDigest, Waiver


def test_round_trip() -> None:
    waiver = Waiver("X101", "content/a/b.md", "0f", "误报", "张某", date(2026, 12, 31))
    assert loads(Waiver, dumps(waiver)) == waiver


def test_a_row_of_an_older_version_has_the_defaults_of_what_it_lacks() -> None:
    entry = loads(Entry, '["title", "info/1.html", "2026-01-02"]')
    assert entry == Entry("title", "info/1.html", date(2026, 1, 2))


@pytest.mark.parametrize("data", ["[]", "[2025]", '[2025, null, [], [], [1, 1], "more"]'])
def test_a_row_that_does_not_fit_is_refused(data: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        loads(ReportDigest, data)
