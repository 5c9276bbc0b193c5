"""What a shelf holds: every module of a package, found by looking at the folder, so that adding is adding a file."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def collect(package: str) -> tuple[ModuleType, ...]:
    """The modules of a package, sorted by name; names that start with `_` are not on the shelf."""
    home = import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(home.__path__) if not found.name.startswith("_"))
    return tuple(import_module(f"{package}.{name}") for name in names)
