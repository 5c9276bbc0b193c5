"""Pictures, sound and film: nothing in them is read here, and that is said."""

from __future__ import annotations

from collections.abc import Iterator

from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Piece

KINDS = ("JPEG", "PNG", "GIF", "WebP", "BMP 图片", "TIFF 图片", "MP3", "MP4")


def read(source: Source) -> Iterator[Piece]:
    """One fault."""
    if source.kind in ("MP3", "MP4"):
        yield source.fault(FaultKind.UNKNOWN, "是音频或视频，内容没有检查；请人工核对")
    else:
        yield source.fault(FaultKind.PICTURE, "是图片，图里的文字没有检查；请人工核对有无证件、签名、名单")
