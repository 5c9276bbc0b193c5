"""国徽: the picture of the national emblem on the county's own home page, from a file that `site.yaml` names.

The program draws none: 国徽法 asks for the standard artwork (GB 15093), which a county takes from where the State
publishes it. Townships and departments show none, so only the portal's home has a place for it.
"""

from __future__ import annotations

import re
import struct
from hashlib import blake2b
from pathlib import Path

from generator.model import Emblem
from generator.sources import read_text_file

LIMIT = 40 << 10  # bytes: everybody who opens the home page loads it
LEAST, MOST = 96, 1000  # pixels of each side: sharp on the screens of today, and not more
_PLACE = re.compile(r"(?!content/|output/|themes/)(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.png")
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


class EmblemFault(Exception):
    """The file cannot be shown: what is wrong, and how to mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


def open_emblem(root: Path, path: str) -> Emblem:
    """The picture in a file of the workspace; `EmblemFault` where it is none that a home page can show."""
    if not _PLACE.fullmatch(path):
        fix = "放在工作区里自己的文件夹，例如 province/guohui.png，写相对路径，用 PNG 格式"
        raise EmblemFault(f"「{path}」不能用作国徽图案", fix)
    try:
        data = read_text_file(root, path)
    except OSError as error:
        fix = "把国徽标准图案的 PNG 文件放到这个位置；不用的，删去“国徽”这一行"
        raise EmblemFault(f"读不了 {path}：{error.strerror}", fix) from error
    if not data.startswith(_PNG) or len(data) < len(_PNG) + 8:
        raise EmblemFault(f"{path} 不是 PNG 图片", "用国徽标准图案另存为 PNG，不要只改扩展名")
    width, height = struct.unpack(">II", data[len(_PNG) : len(_PNG) + 8])
    if min(width, height) < LEAST or max(width, height) > MOST:
        raise EmblemFault(f"{path} 是 {width}×{height} 像素", f"边长缩放到 {LEAST} 至 {MOST} 像素之间，长宽比例不要改")
    if len(data) > LIMIT:
        raise EmblemFault(f"{path} 有 {len(data) >> 10} KiB，超过 {LIMIT >> 10} KiB", "打开首页都要下载它，请压缩")
    return Emblem(path, blake2b(data, digest_size=16).hexdigest(), len(data), width, height)


def is_unchanged(root: Path, emblem: Emblem) -> bool:
    """The file still is the one that was read with the settings."""
    try:
        return open_emblem(root, emblem.path) == emblem
    except EmblemFault:
        return False
