"""The pictures of a page that lie beside it; none is ever fetched, those that are missing are told."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.attachments import HEAD, content_kind
from generator.blocks import Picture

KINDS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WebP": ".webp"}
BYTES = 16 << 20  # of one picture
TOTAL = 96 << 20
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
TOLD = 10


class Pictures:
    """Names the pictures of a page whose files lie below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Picture] = {}
        self._missing: dict[str, None] = {}
        self._left = TOTAL

    def name(self, address: str, words: str) -> str:
        """The name of a picture by its address on the page; empty, and told, where no such file can be read."""
        if address not in self._found and address not in self._missing:
            data = self._data(address)
            ending = KINDS.get(content_kind(data[:HEAD], ""), "")
            if ending:
                self._left -= len(data)
                self._found[address] = Picture(f"picture-{len(self._found) + 1}{ending}", data, words)
            else:
                self._missing[address] = None
        return self._found[address].name if address in self._found else ""

    def _data(self, address: str) -> bytes:
        """The bytes of a file below the folder; none where it lies elsewhere, is a link or too large."""
        written = unicodedata.normalize("NFC", unquote(address.partition("?")[0]).replace("\\", "/"))
        inside = posixpath.normpath(written)
        if _ELSEWHERE.match(address) or inside.startswith(("/", "..")) or "\0" in inside:
            return b""
        path = self._folder / inside
        if any(each.is_symlink() for each in (path, *path.parents[: inside.count("/")])) or not path.is_file():
            return b""
        with path.open("rb") as file:
            data = file.read(min(BYTES, self._left) + 1)
        return data if len(data) <= min(BYTES, self._left) else b""

    @property
    def found(self) -> tuple[Picture, ...]:
        """The pictures that were read, in the order of the page."""
        return tuple(self._found.values())

    def told(self) -> Iterator[str]:
        """What is to be said of those that were not."""
        if self._missing:
            names = "、".join(f"「{name[:80]}」" for name in list(self._missing)[:TOLD])
            many = f"等 {len(self._missing)} 张" if len(self._missing) > TOLD else ""
            yield f"图片 {names}{many} 不在网页旁边（或不是图片），没有导入，也不会从网上下载；请另外放进正文"
