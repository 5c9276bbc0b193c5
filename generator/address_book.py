"""Who was told last, as far as the settings could be read then: what a night goes by whose settings cannot be read.

It lies beside the nights' history, for the builder's eyes only. No secret is in it: those come from the environment
and from the credentials file, each time anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generator import files
from generator.frontmatter import Value
from generator.nights import folder_of


@dataclass(frozen=True, slots=True)
class AddressBook:
    """`通知` of `site.yaml` as it was written (None where nothing was), and the addresses of each unit."""

    messages: Value = None
    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load(output: Path) -> AddressBook:
    """What was kept; an empty book where nothing was, or what was cannot be read."""
    try:
        told = json.loads(_path(output).read_text("utf-8"))
        contacts = {str(slug): tuple(map(str, each)) for slug, each in told["contacts"].items()}
        return AddressBook(told["messages"], contacts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # the night goes by the settings alone
        return AddressBook()


def save(output: Path, book: AddressBook) -> None:
    """Keep it, where it says something else than before."""
    if book == load(output):
        return
    files.replace(_path(output), json.dumps(asdict(book), ensure_ascii=False, sort_keys=True).encode())
    _path(output).chmod(0o600)


def _path(output: Path) -> Path:
    return folder_of(output) / "addresses.json"
