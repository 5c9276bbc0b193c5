"""The digest of the program itself: whatever renders differently must not pass for the same."""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("Jinja2", "Markdown", "MarkupSafe", "PyYAML", "nh3", "pydantic")


def epoch() -> str:
    """The digest of this package's code and rules, and of the versions of the libraries that shape pages."""
    digest = blake2b(digest_size=16)
    home = Path(__file__).parent
    for path in sorted([*home.rglob("*.py"), *(home / "rules").rglob("*.yaml")]):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()
