"""ZIP archives: every member's name, and every member read for itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from generator.extraction._package import member_name, opened, whole
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, shown

KINDS = ("zip",)


def read(source: Source) -> Iterator[Piece]:
    """What the members hold, in the archive's own order; a member that fails does not stop the others."""
    with opened(source) as archive:
        for info in archive.infolist():
            name = member_name(info).replace("\\", "/")
            yield Passage(source.at(f"压缩包内的文件名 {shown(name)}"), name)
            if name.startswith("/") or ":" in name[:3] or ".." in PurePosixPath(name).parts:
                yield source.fault(FaultKind.UNSAFE_PATH, "文件名指到压缩包以外，可能是攻击；请重新打包", shown(name))
            if not name.endswith("/"):
                yield from source.guarded(_member(source, archive, info, name), f"压缩包内 {shown(name)}")
        if archive.comment:
            yield Passage(source.at("压缩包的注释"), archive.comment.decode("utf-8", "replace"))


def _member(source: Source, archive: ZipFile, info: ZipInfo, name: str) -> Iterator[Piece]:
    yield from source.descend(whole(archive, info, source.budget), name, "压缩包内")
