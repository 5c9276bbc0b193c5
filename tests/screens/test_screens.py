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


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_badge_stands_in_the_middle_of_the_foot(
    county: Workspace, first_build: Outcome, opened: Tab, size: tuple[int, int]
) -> None:
    """党政机关网站标识: below everything else of the page, in the middle."""
    middle = "(() => {const b = document.querySelector('footer .badge a').getBoundingClientRect();"
    for name, page in views(county.public):
        opened.look(page, *size)
        aside = "Math.round(b.left + b.width / 2 - innerWidth / 2) || 0"  # -0 is no number to the protocol
        assert abs(opened.value(f"{middle} return {aside}}})()")) <= 1, name
        below = "b.top - document.querySelector('main').getBoundingClientRect().bottom"
        assert opened.value(f"{middle} return Math.round({below}) || 0}})()") >= 0, name


def test_a_document_is_printed_without_what_is_around_it(county: Workspace, first_build: Outcome, opened: Tab) -> None:
    """On paper there are title, text and metadata; no navigation, no buttons, no list of files."""
    opened.ask("Emulation.setEmulatedMedia", media="print")
    try:
        opened.look(dict(views(county.public))["paper"], *DESK)
        shown = "[...document.querySelectorAll('{}')].filter((e) => e.checkVisibility()).length"
        for selector in ("main h1", "main .text", ".record"):
            assert opened.value(shown.replace("{}", selector)) >= 1, selector
        for selector in (".masthead", ".crumbs", ".platforms", ".views", ".skip"):
            assert opened.value(shown.replace("{}", selector)) == 0, selector
    finally:
        opened.ask("Emulation.setEmulatedMedia", media="")


def test_pictures_are_small(county: Workspace, first_build: Outcome, opened: Tab, tmp_path: Path) -> None:
    picture = reduce(opened_picture(opened.look(county.public / "index.html", 1280, 1600)))
    assert picture.startswith(b"\x89PNG") and len(picture) <= LIMIT
