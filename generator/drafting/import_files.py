"""The files that come beside an imported document: pictures, tables of data, attachments, the original on request."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.attachments import content_fault, content_kind, examine
from generator.blocks import Imported, Picture, Sheet
from generator.errors import UsageError
from generator.inspection import MARK, NUMBER, inspect
from generator.picture_metadata import bare
from generator.secrecy import STOP

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WebP": "webp"}


class Pictures(NamedTuple):
    """The pictures that may be published: the name of each file by the name in its source, and bytes by file name."""

    names: Mapping[str, str]
    files: Mapping[str, bytes]
    words: Mapping[str, str]


def pictures(imported: Imported, remarks: list[str]) -> Pictures:
    """The pictures under names that say nothing but what they hold, so that the same picture is the same file."""
    names, files = {}, {}
    for each in imported.pictures:
        data = bare(each.data)
        if fault := picture_fault(data):
            remarks.append(f"图片 {each.name} 没有导入：{fault}")
            continue
        ending = _ENDINGS[content_kind(data[:64], "")]
        name = f"tu-{blake2b(data, digest_size=4).hexdigest()}.{ending}"
        names[each.name], files[name] = name, data
    return Pictures(names, files, {each.name: _words(each) for each in imported.pictures})


def _words(picture: Picture) -> str:
    return " ".join(picture.words.split())


def picture_fault(data: bytes) -> str:
    """Why a picture may not be published, or empty."""
    ending = _ENDINGS.get(content_kind(data[:64], ""), "")
    if not ending:
        real = content_kind(data[:64], "")
        return f"内容是{real}；请在原文件里另存为 PNG 或 JPEG 图片，再重新导入"
    return content_fault(ending, io.BytesIO(data))


# ── tables of data ──────────────────────────────────────────────────────────────────────────────────────────────


def tables(sheets: tuple[Sheet, ...], stem: str) -> Iterator[tuple[Sheet, str, bytes]]:
    """Each sheet with the name of its data file and the file's bytes, which spreadsheets open as UTF-8."""
    for number, sheet in enumerate(sheets, 1):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(sheet.rows)
        yield sheet, f"{stem}-{number}.csv", f"\ufeff{out.getvalue()}".encode()


# ── attachments ─────────────────────────────────────────────────────────────────────────────────────────────────


def attachments(folder: Path, names: tuple[str, ...], limit: int) -> dict[str, bytes]:
    """The files that belong to a document, by the name that they get; `UsageError` where one may not be published."""
    found: dict[str, bytes] = {}
    for each in names:
        path = folder / each
        name = path.name
        if name in found:
            raise UsageError(f"两个附件都叫「{name}」", str(path), "给其中一个改名，再导入")
        if name[0] in "._~" or name[-1] == "~" or not name.isprintable():
            raise UsageError(f"附件「{name}」的名字以 . _ ~ 开头或含有控制字符，程序不读", str(path), "改名再导入")
        if fault := examine(path, limit).fault:
            raise UsageError(f"附件「{name}」{fault}", str(path))
        grave = [remark for remark in inspect(path).remarks if remark.code in (NUMBER, MARK)]
        if grave:
            secret = any(remark.code == MARK for remark in grave)
            advice = STOP if secret else "先在附件里改好（程序不改附件），再导入"
            raise UsageError(f"附件「{name}」里{grave[0].message}", str(path), advice)
        found[name] = path.read_bytes()
    return found
