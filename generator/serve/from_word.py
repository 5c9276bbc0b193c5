"""A file of another program, dropped upon a form: what it says as fields, its text as a body, its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.errors import UsageError


class Taken(NamedTuple):
    """Fields by English name, the body as Markdown, and what the editor must know."""

    fields: Mapping[str, str]
    body: str
    remarks: tuple[str, ...]


def taken(folder: Path, name: str, data: bytes, limit: int) -> Taken:
    """What a file says; UsageError where it cannot be read."""
    raise UsageError("还不能读 Word 文件", name)
