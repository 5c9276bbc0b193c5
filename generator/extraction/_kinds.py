"""What a document is, by its bytes; and whether its name says so."""

from __future__ import annotations

import re
from zipfile import BadZipFile

from generator.attachments import ALLOWED, HEAD, content_kind
from generator.extraction._package import opened
from generator.extraction._source import Source

EMPTY = "空文件"
_PLAIN = ("csv", "tsv", "txt", "vtt")
_TAGS = re.compile(rb"<(?:table|tr|td|div|p|br|span)\b", re.IGNORECASE)
# text on the face of it, but what they carry is encoded
_WRAPPED = re.compile(rb"\s*(?:(MIME-Version:|From:|Received:|Content-Type:)|%!PS)", re.IGNORECASE)
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_WANTED: dict[str, frozenset[str]] = {
    **{extension: frozenset({known.magic}) for extension, known in ALLOWED.items() if known.magic != "ZIP"},
    **dict.fromkeys(_PLAIN, frozenset({"文本", "UTF-16 文本", "VTT"})),
    **dict.fromkeys(("html", "htm", "xhtml", "xml"), frozenset({"网页或 XML", "UTF-16 文本"})),
    **{extension: frozenset({extension}) for extension in ("docx", "xlsx", "pptx", "ofd", "zip")},
    **{f"{extension[:3]}m": frozenset({extension}) for extension in ("docx", "xlsx", "pptx")},
    "rtf": frozenset({"RTF 文档"}),
}
_NAMES = {
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 表格（xlsx）",
    "pptx": "演示文稿（pptx）",
    "ofd": "OFD 版式文档",
    "zip": "压缩包",
    "OLE2": "旧版 Office 文档",
    "文本": "纯文本",
}


def kind_of(source: Source) -> str:
    """What the bytes are: a kind of `generator.attachments`, with ZIP told apart into docx, xlsx, pptx, ofd and zip."""
    source.file.seek(0)
    head = source.file.read(HEAD)
    if not head:
        return EMPTY
    kind = content_kind(head, source.extension)
    if kind == "无法识别的二进制数据" and _is_wide(head):
        return "UTF-16 文本"
    if kind == "文本" and (wrapped := _WRAPPED.match(head)):
        return "邮件或 MHT 网页" if wrapped[1] else "PostScript 打印文件"
    if kind == "文本" and source.extension not in _PLAIN and _TAGS.search(head):
        return "网页或 XML"
    return _packed(source) if kind == "ZIP" else kind


def _is_wide(head: bytes) -> bool:
    """Whether it is UTF-16 without its mark: half of the zeros of Latin letters and line ends are at one parity."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    return len(head) > 8 and few * 20 < many and many * 50 > len(head) and b"\0\0" not in head[:512]


def _packed(source: Source) -> str:
    try:
        with opened(source) as archive:
            source.budget.enter(len(archive.infolist()))
            names = [info.filename.replace("\\", "/") for info in archive.infolist()]
    except BadZipFile:
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), "zip")
    return "zip"


def misnamed(source: Source, kind: str) -> str:
    """Chinese words where the extension promises something else than the bytes are; empty where it does not."""
    wanted = _WANTED.get(source.extension)
    if wanted is None or kind in wanted or kind == EMPTY:
        return ""
    if kind == "OLE2" and source.extension in ("docx", "xlsx", "pptx"):
        return ""  # this is how Office writes a document with a password: its reader tells
    return f"扩展名是 .{source.extension}，内容却是{_NAMES.get(kind, kind)}；请用原软件重新另存"
