"""The files that come beside an imported document: pictures, tables of data, attachments, the original on request."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.attachments import content_fault, content_kind, examine
from generator.blocks import Imported, Paragraph, Picture, Sheet
from generator.errors import UsageError
from generator.inspection import MARK, NUMBER, inspect
from generator.official_tail import ATTACHED
from generator.picture_metadata import bare
from generator.recognition import Recognition
from generator.secrecy import STOP

_NUMBERED = re.compile(r"^附件\s*\d{0,2}\s*[-_.．、:：]?\s*")
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WebP": "webp"}


class Decision(NamedTuple):
    """What the editor decided, where the program is not to guess: column, kind, and that it is to be public."""

    column: str = ""
    kind: str = ""
    openness: str = ""
    keep_original: bool = False
    mask: bool = False
    list_missing: bool = True  # attachments that a document names are listed though their files are not there


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


def named_beside(source: Path, titles: tuple[str, ...]) -> dict[str, str]:
    """The files beside a source that are called as its note of attachments calls them, by title."""
    others = [each.name for each in sorted(source.parent.iterdir()) if each.is_file() and each.name != source.name]
    by_name = {_NUMBERED.sub("", Path(name).stem): name for name in reversed(others)}
    return {title: by_name[title] for title in titles if title in by_name}


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


def attached(
    source: Path, imported: Imported, found: Recognition, decision: Decision, limit: int
) -> tuple[dict[str, bytes], tuple[tuple[str, str], ...], bool]:
    """The files that belong to a document, the list of its attachments, and whether that says all its note says."""
    folder, names = source.parent, imported.attachments
    titles = found.elements["附件"].values if "附件" in found.elements else ()
    listed: tuple[tuple[str, str], ...] = ()
    if not names and decision.list_missing and not _holds_attachments(found):
        there = named_beside(source, titles)
        names = tuple(dict.fromkeys(there.values()))
        listed = tuple((there.get(title, title), title) for title in titles)
    beside = attachments(folder, names, limit)
    if names and not listed:
        own = titles if len(titles) == len(beside) else tuple(Path(name).stem for name in beside)
        listed = tuple(zip(beside, own, strict=True))
    named = bool(titles) and tuple(title for _, title in listed) == titles
    if decision.keep_original:
        beside |= attachments(folder, (source.name,), limit)
        listed = (*listed, (source.name, source.stem))
    return beside, listed, named


def _holds_attachments(found: Recognition) -> bool:
    """Whether the attachments stand in the document itself, behind its end."""
    paragraphs = (each for each in found.body if isinstance(each, Paragraph) and each not in found.noted)
    return any((ATTACHED.match if each.level else ATTACHED.fullmatch)(each.text.strip()) for each in paragraphs)
