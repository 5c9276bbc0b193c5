"""省级页头: the ribbon that a province puts above the pages of all its counties, from a pinned file, never fetched.

The pin is the sha-256 of the file's bytes in `site.yaml`. Since it decides what the file holds, the cleaned markup may
be kept with the settings; whether the file still is the one that somebody looked at is asked at every start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from generator import sanitizer
from generator.model import Ribbon
from generator.references import TAG, attributes
from generator.sources import read_text_file

LIMIT = 16 << 10  # bytes: it is loaded with every page
_PLACE = re.compile(r"(?!content/|output/|themes/)(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.html?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LINK = re.compile(r' href="([^"]*)"')


class RibbonFault(Exception):
    """The file cannot be shown: what is wrong, how to mend it, and the field of `site.yaml` that says so."""

    def __init__(self, what: str, fix: str, field: str = "file") -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.field = field


def open_ribbon(root: Path, path: str, digest: str) -> Ribbon:
    """The ribbon in a file whose bytes have this sha-256; `RibbonFault` where it has others, or nothing to show."""
    text = _text(_pinned(root, path, digest.strip().lower()))
    markup = "".join(line.strip() for line in sanitizer.clean_ribbon(text).splitlines())
    if not re.sub(r"<[^>]*>|\s", "", markup):
        raise RibbonFault(f"{path} 里没有可以显示的文字", "页头只能是文字、列表和链接；图片、脚本、样式都不采用")
    dropped = tuple(dict.fromkeys(_dropped(text)))
    return Ribbon(path, digest.strip().lower(), markup, tuple(_LINK.findall(markup)), dropped)


def is_as_pinned(root: Path, ribbon: Ribbon) -> bool:
    """The file still is the one that was pinned."""
    try:
        _pinned(root, ribbon.path, ribbon.digest)
    except RibbonFault:
        return False
    return True


def _pinned(root: Path, path: str, digest: str) -> bytes:
    if not _PLACE.fullmatch(path):
        fix = "放在工作区里自己的文件夹，例如 province/ribbon.html，写相对路径"
        raise RibbonFault(f"「{path}」不能用作页头文件", fix)
    try:
        data = read_text_file(root, path)
    except OSError as error:
        fix = "把省里发的页头文件放到这个位置；没有统一页头的，删去“省级页头”"
        raise RibbonFault(f"读不了 {path}：{error.strerror}", fix) from error
    actual = sha256(data).hexdigest()
    if actual != digest:
        what = "不是 64 位十六进制的 sha256" if not _DIGEST.fullmatch(digest) else "与文件不符，文件可能被改动过"
        fix = f"先打开 {path} 核对内容和来源；确认无误的，把校验值改为 {actual}；不是有意改动的，恢复原来的文件"
        raise RibbonFault(f"页头文件 {path} 的校验值{what}", fix, "sha256")
    if len(data) > LIMIT:
        raise RibbonFault(f"{path} 有 {len(data) >> 10} KiB，超过 {LIMIT >> 10} KiB", "每一页都要带上它，请精简")
    return data


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RibbonFault("页头文件不是 UTF-8 编码", "另存为 UTF-8，核对后更新校验值") from error


def _dropped(text: str) -> Iterator[str]:
    """What of the file is not shown, as far as anybody would miss it."""
    for found in TAG.finditer(text):
        name = found[2].lower()
        if found[1]:
            continue
        if name not in sanitizer.RIBBON:
            yield f"<{name}>"
        for key, value in attributes(found[3]).items():
            if key == "style" or key.startswith("on"):
                yield f"属性 {key}"
            elif key == "href" and not sanitizer.is_whole(value):
                yield f"链接「{value[:40]}」（要写以 https:// 开头的完整地址）"
