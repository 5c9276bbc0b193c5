"""Every file on a shelf declares what its shelf wants, so that adding a thing is adding a file."""

from __future__ import annotations

from types import ModuleType

import pytest

from generator.model import Kind
from generator.shelf import collect

MODULES = [module for name in ("kinds", "checks", "views") for module in collect(f"generator.{name}")]


def on(shelf: str) -> list[ModuleType]:
    """The modules of one shelf."""
    return [module for module in MODULES if module.__name__.split(".")[1] == shelf]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("generator."))
def test_a_file_on_a_shelf_says_what_it_is_for(module: ModuleType) -> None:
    assert module.__doc__ and module.__doc__.strip()


def test_kinds_have_names_of_their_own() -> None:
    kinds = [module.KIND for module in on("kinds")]
    assert all(isinstance(kind, Kind) for kind in kinds)
    assert [kind.name for kind in kinds] == [module.__name__.rpartition(".")[2] for module in on("kinds")]
    spellings = [word for kind in kinds for word in (kind.name, kind.label, *kind.aliases)]
    assert len(spellings) == len(set(spellings)), sorted(word for word in spellings if spellings.count(word) > 1)


@pytest.mark.parametrize("module", on("views"), ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_view_makes_pages_and_shows_a_sample(module: ModuleType) -> None:
    names = ("pages", "county_pages", "listing_pages", "inbox_front", "overview_front")
    makers = [getattr(module, name, None) for name in names]
    assert any(callable(maker) for maker in makers)
    assert hasattr(module, "SAMPLE")
