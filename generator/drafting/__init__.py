"""Drafts that are begun for an editor: what the content knows is filled in, what it cannot know is marked.

A draft is never written over a file that is there, and 草稿: 是 keeps it from being published.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from generator.errors import UsageError


class Draft(NamedTuple):
    """A file to be: its path relative to the workspace, and its text, or `content` where it is no text of ours."""

    path: str
    text: str = ""
    content: bytes = b""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content or self.text.encode()


def write(root: Path, drafts: tuple[Draft, ...]) -> None:
    """Write drafts; UsageError, and nothing written, where one of their files is there already."""
    for draft in drafts:
        if os.path.lexists(root / draft.path):
            raise UsageError(f"{draft.path} 已经有了，没有改动任何文件", "", "要重新起草，先把它移走或改名")
    for draft in drafts:
        path = root / draft.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:  # not through a link, nor over what has come since
            file.write(draft.data)
