"""Archives that are the same bytes on every machine: names in order, one time, one mode, nothing compressed.

What compressors make depends on their version, so files are stored; whoever sends an archive on can compress it whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from generator import files
from generator.errors import GeneratorError

MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can name
Content = Path | bytes


def entry(name: str, size: int = 0) -> ZipInfo:
    """How a file of an archive is described: without its time, owner and mode."""
    found = ZipInfo(name, MIDNIGHT)
    found.create_system, found.external_attr, found.file_size = 3, 0o100644 << 16, size
    return found


def add(archive: ZipFile, name: str, content: Content) -> None:
    """Put a file into an archive; what lies on the disk is never held whole."""
    if isinstance(content, bytes):
        archive.writestr(entry(name), content)
        return
    with content.open("rb") as source, archive.open(entry(name, content.stat().st_size), "w") as target:
        copyfileobj(source, target, files.CHUNK)


def write(path: Path, members: Mapping[str, Content], digests: Mapping[str, str]) -> None:
    """Write an archive, and read it again before it gets its name: files must have the sha-256 known of them."""
    with _beside(path) as made:
        with ZipFile(made, "w", ZIP_STORED) as archive:
            for name in sorted(members):
                add(archive, name, members[name])
        with ZipFile(made) as archive:
            _verify(archive, members, digests)


def restored(data: bytes) -> bytes:
    """An archive made by somebody else, such as a workbook, with the same files, stored."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w", ZIP_STORED) as target:
        for name in source.namelist():
            add(target, name, source.read(name))
    return made.getvalue()


def _verify(archive: ZipFile, names: Iterable[str], digests: Mapping[str, str]) -> None:
    if archive.namelist() != sorted(names):
        raise GeneratorError("写好的压缩包里文件不全", str(archive.filename), "看磁盘有没有故障，再做一次")
    for name in archive.namelist():
        digest = sha256()
        with archive.open(name) as source:  # reading to the end compares the archive's own checksums
            while chunk := source.read(files.CHUNK):
                digest.update(chunk)
        if digests.get(name, digest.hexdigest()) != digest.hexdigest():
            raise GeneratorError("写进压缩包的文件与清单不符", name, "重新生成：gongkai build --clean，再做一次")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name of this process alone beside a file, which becomes the file when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield made
        with made.open("rb") as whole:
            os.fsync(whole.fileno())
        os.replace(made, path)
        files.settle_names(path.parent)
    finally:
        made.unlink(missing_ok=True)
