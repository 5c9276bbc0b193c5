"""A browser opens pages of the example county from `file://`: they fit, they ask no other host, nothing complains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import Tab, find, tab
from conftest import Outcome, Workspace
from shoot import LIMIT, opened_picture, reduce, views

PHONE, DESK = (320, 640), (1280, 900)


@pytest.fixture(scope="module")
def opened() -> Iterator[Tab]:
    """A tab of a browser of this machine."""
    program = find()
    if program is None:
        pytest.skip("需要 chromium：apt-get install chromium fonts-noto-cjk")
    with tab(program) as fresh:
        yield fresh


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_fit_and_stay_at_home(
    county: Workspace, first_build: Outcome, opened: Tab, size: tuple[int, int]
) -> None:
    for name, page in views(county.public):
        look = opened.look(page, *size)
        assert look.overflow <= 0, f"{name}: {page.name} is {look.overflow} pixels too wide at {size[0]}"
        assert look.complaints == (), name
        assert all(url.startswith(("file://", "data:")) for url in look.requests), name


def test_pictures_are_small(county: Workspace, first_build: Outcome, opened: Tab, tmp_path: Path) -> None:
    picture = reduce(opened_picture(opened.look(county.public / "index.html", 1280, 1600)))
    assert picture.startswith(b"\x89PNG") and len(picture) <= LIMIT
