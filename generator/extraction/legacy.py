"""The old Office formats (doc, xls, ppt, wps, et) in their container: workbooks by their cells, the rest swept.

A sweep finds what is written in UTF-16 or in 8-bit Chinese, which is all that these programs write; it cannot tell
what is hidden or deleted from what is shown, so it is told as a rough reading.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.extraction._compound import STREAM, Compound, Entry
from generator.extraction._old_workbook import OldWorkbook
from generator.extraction._source import Source
from generator.extraction._sweep import has_picture, swept
from generator.extraction._values import FaultKind, Piece, shown

KINDS = ("OLE2",)
_SUMMARY = "\x05SummaryInformation"
_ENCRYPTED = frozenset({"EncryptedPackage", "EncryptedSummary"})
_MACROS = frozenset({"_VBA_PROJECT", "VBA", "PROJECTwm"})
_PICTURES = frozenset({"Pictures", "Data"})
_KNOWN = frozenset({"Workbook", "Book", "WordDocument", "PowerPoint Document", "Package", "CONTENTS", "\1Ole10Native"})
_AUTHORS = {4: "作者", 8: "最后修改者"}
_PACKED = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")
WORD = b"\xec\xa5"  # how a document begins
LOCKED = 0x0100  # of a document's flags


def read(source: Source) -> Iterator[Piece]:
    """Stream by stream; where the container itself is broken, its bytes are swept as they are."""
    try:
        compound = Compound(source)
    except (ValueError, struct.error, IndexError):
        yield source.fault(FaultKind.BROKEN, "旧版文档的结构损坏，只按字节粗略检查；请用原软件重新另存")
        source.file.seek(0)
        yield from swept(source, source.file.read(), "正文")
        return
    names = {entry.name for entry in compound.entries if entry.size or entry.kind != STREAM}
    if names & _ENCRYPTED:
        yield source.fault(FaultKind.ENCRYPTED, "加了密码，内容没有检查；请去掉密码后再发布")
        return
    if names & _MACROS:
        yield source.fault(FaultKind.MACRO, "带有宏；请另存为不带宏的文档")
    if not names & _KNOWN:
        yield from swept(source, compound.data, "正文")
    for entry in compound.entries:
        if entry.kind == STREAM and entry.size:
            yield from source.guarded(_stream(source, compound, entry), shown(entry.name.strip("\1\3\5")))
    if not names & {"Workbook"} or names & {"WordDocument", "Book"}:
        words = "是旧版格式，只按字节粗略检查，隐藏和已删除的文字也在内；最好另存为新格式（docx、xlsx、pptx）"
        yield source.fault(FaultKind.PARTIAL, words)


def _stream(source: Source, compound: Compound, entry: Entry) -> Iterator[Piece]:
    data = compound.stream(entry)
    source.budget.unpack(len(data))
    if entry.name == "Workbook":
        yield from _workbook(source, data)
        return
    if entry.name == _SUMMARY and (fields := _authors(data)):
        words = f"文档属性里留有{'、'.join(fields)}；请在“文件—信息—检查文档”里删除"
        yield source.fault(FaultKind.AUTHOR, words)
    if data[:2] == WORD and len(data) > 12 and struct.unpack_from("<H", data, 10)[0] & LOCKED:
        yield source.fault(FaultKind.ENCRYPTED, "加了密码，内容没有检查；请去掉密码后再发布")
        return
    if entry.name in _PICTURES and has_picture(data):
        yield source.fault(FaultKind.PICTURE, "内含图片，图里的文字没有检查；请人工核对")
    packed = next((place for sign in _PACKED if 0 <= (place := data.find(sign)) < 4096), -1)
    if packed >= 0 and entry.name in ("Package", "CONTENTS", "\1Ole10Native"):
        yield from source.descend(data[packed:], entry.name.strip("\1"), "文档里嵌入的")
        return
    yield from swept(source, data, "正文" if entry.name == "WordDocument" else shown(entry.name.strip("\1\3\5")))


def _workbook(source: Source, data: bytes) -> Iterator[Piece]:
    try:
        yield from OldWorkbook(source).read(data)
    except (ValueError, IndexError, struct.error):
        yield source.fault(FaultKind.PARTIAL, "旧版表格的写法不合规，没有读完，余下的只按字节粗略检查；请另存为 xlsx")
        yield from swept(source, data, "表格里的文字")


def _authors(data: bytes) -> list[str]:
    """Which persons the property set names: the fields, not the names."""
    (start,) = struct.unpack_from("<I", data, 44)
    count = min(struct.unpack_from("<I", data, start + 4)[0], 200)
    found: list[str] = []
    for index in range(count):
        number, place = struct.unpack_from("<II", data, start + 8 + index * 8)
        if number in _AUTHORS:
            (length,) = struct.unpack_from("<I", data, start + place + 4)
            text = data[start + place + 8 : start + place + 8 + min(length, 512)]
            found += [_AUTHORS[number]] if text.strip(b"\0 ") else []
    return found
