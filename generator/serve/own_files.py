"""The files of the preview itself, and of the editor of formatted text that its forms use."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

OWN = ("preview.css", "preview.js", "edit.css", "edit.js")
VENDOR = "vditor/"  # in addresses and as the folder


def own_file(name: str) -> bytes | None:
    """A file by its name below `/-/`; None where there is none such."""
    path = _paths().get(name)
    return path.read_bytes() if path is not None else None


@cache
def own_mark(name: str) -> str:
    """What stands for the contents of a file."""
    return blake2b(own_file(name) or b"", digest_size=8).hexdigest()


def has_vendor() -> bool:
    """The editor of formatted text came with the package; without it, text is written as Markdown."""
    return any(name.startswith(VENDOR) for name in _paths())


@cache
def _paths() -> dict[str, Path]:
    """Every file that may be asked for: what is not listed here is not opened."""
    home = Path(str(files("generator.serve")))
    vendor = home / "vendor" / VENDOR
    found = {name: home / "pages" / name for name in OWN}
    return {**found, **{f"{VENDOR}{path.relative_to(vendor).as_posix()}": path for path in vendor.rglob("*.*")}}
