"""What is sent to a browser: pages with their panel, files, and what stands in place of what cannot be shown."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.media_types import content_type
from generator.model import Asset
from generator.serve.panel import broken_page, with_panel

PAGE = content_type("page.html")


class Answer(NamedTuple):
    """What is sent: `mark` stands for a page's contents, so that a browser is told only of what differs.

    `policy` is for pages that may do other things than those that are published.
    """

    status: int
    kind: str
    data: bytes
    mark: str = ""
    place: str = ""  # where a redirect leads
    policy: str = ""
    cookie: str = ""
    stays: bool = False  # the address carries a digest of these bytes: a browser need not ask for them again


def shown(data: bytes, panel: str, status: int = 200) -> Answer:
    """A page with its panel; the mark is of both, since both may change."""
    mark = mark_of(data + panel.encode())
    return Answer(status, PAGE, with_panel(data, panel, mark), mark)


def broken(status: int, what: str, where: str, advice: str = "", panel: str = "") -> Answer:
    """A page in place of one that cannot be shown."""
    return shown(broken_page(what, where, advice), panel, status)


def plain(url: str, data: bytes, status: int = 200) -> Answer:
    """A file as it is."""
    return Answer(status, content_type(url), data, mark_of(data))


def file_of(root: Path, asset: Asset) -> Answer:
    """An attachment, or a file of the theme."""
    data = asset.data or _read(root / asset.source)
    if data is None:
        return broken(404, "这个文件刚刚被移走", asset.source)
    named = asset.digest != "" and asset.digest[:8] in asset.url  # a theme's file (`theme.py`)
    return plain(asset.url, data)._replace(stays=named and blake2b(data, digest_size=16).hexdigest() == asset.digest)


def mark_of(data: bytes) -> str:
    """What stands for contents."""
    return blake2b(data, digest_size=8).hexdigest()


def _read(path: Path) -> bytes | None:
    """A file's bytes; a symbolic link is not followed."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read()
