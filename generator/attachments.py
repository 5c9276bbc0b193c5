"""Files that lie beside a document: what may be published, judged by name *and* first bytes; names for addresses.

An attachment is never opened whole: its size, its first bytes and an archive's last decide. What a browser would run
or what carries macros is refused by its extension; a file that is not what its name says is refused with what it
really is.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
from functools import partial
from hashlib import blake2b
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, NamedTuple

PIXEL_LIMIT = 50_000_000
HEAD = 64 * 1024
SEGMENT_LIMIT = 1_000


class Examined(NamedTuple):
    """What a file is, for citizens (「PDF 文档」); whether it is a picture; why it may not be published, or empty."""

    label: str
    image: bool
    fault: str


class _Format(NamedTuple):
    """A format that may be published: its label, and the first bytes (`magic`) that it must have."""

    label: str
    magic: str
    image: bool = False


ALLOWED: dict[str, _Format] = {
    "pdf": _Format("PDF 文档", "PDF"),
    "ofd": _Format("OFD 版式文档", "ZIP"),
    "docx": _Format("Word 文档", "ZIP"),
    "xlsx": _Format("Excel 表格", "ZIP"),
    "pptx": _Format("PPT 演示文稿", "ZIP"),
    "doc": _Format("Word 文档", "OLE2"),
    "xls": _Format("Excel 表格", "OLE2"),
    "ppt": _Format("PPT 演示文稿", "OLE2"),
    "wps": _Format("WPS 文字", "OLE2"),
    "et": _Format("WPS 表格", "OLE2"),
    "csv": _Format("CSV 数据表", "文本"),
    "txt": _Format("文本文件", "文本"),
    "vtt": _Format("字幕文件", "VTT"),
    "zip": _Format("ZIP 压缩包", "ZIP"),
    "rar": _Format("RAR 压缩包", "RAR"),
    "7z": _Format("7z 压缩包", "7z"),
    "jpg": _Format("JPEG 图片", "JPEG", True),
    "jpeg": _Format("JPEG 图片", "JPEG", True),
    "png": _Format("PNG 图片", "PNG", True),
    "gif": _Format("GIF 图片", "GIF", True),
    "webp": _Format("WebP 图片", "WebP", True),
    "mp3": _Format("MP3 音频", "MP3"),
    "mp4": _Format("MP4 视频", "MP4"),
}

_RUNS = "浏览器会运行其中的代码"
_MACRO = "可能带有宏病毒"
_PROGRAM = "是可执行的程序或脚本"
REFUSED: dict[str, str] = {
    **dict.fromkeys(("svg", "svgz"), f"是 SVG 图形，{_RUNS}；请另存为 PNG 图片"),
    **dict.fromkeys(("html", "htm", "xhtml", "shtml", "mht", "mhtml"), f"是网页，{_RUNS}；请另存为 PDF，或写进正文"),
    **dict.fromkeys(("xml", "xsl", "xslt", "swf", "rss"), f"不能发布：{_RUNS}；请另存为 PDF 或 Excel 表格"),
    **dict.fromkeys(("docm", "dotm"), f"是带宏的 Word 文档，{_MACRO}；请另存为 docx"),
    **dict.fromkeys(("xlsm", "xltm", "xlsb", "xlam"), f"是带宏的 Excel 表格，{_MACRO}；请另存为 xlsx"),
    **dict.fromkeys(("pptm", "potm", "ppsm"), f"是带宏的演示文稿，{_MACRO}；请另存为 pptx"),
    **dict.fromkeys(
        ("exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "js", "mjs", "wsf", "hta", "lnk", "jar", "apk"),
        f"{_PROGRAM}，不能发布；请提供文档或数据文件",
    ),
    **dict.fromkeys(
        ("php", "asp", "aspx", "jsp", "py", "sh", "pl", "cgi", "htaccess", "ini", "config"),
        f"{_PROGRAM}或服务器设置，不能发布；请提供文档或数据文件",
    ),
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE2"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"ID3", "MP3"),
    (b"PK\x05\x06", "空压缩包"),
    (b"\xff\xfe", "UTF-16 文本"),
    (b"\xfe\xff", "UTF-16 文本"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"#!", "脚本"),
    (b"{\\rtf", "RTF 文档"),
    (b"BM", "BMP 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
)
_NAMES = {"ZIP": "ZIP 类文件（压缩包或新版 Office 文档）", "OLE2": "旧版 Office 文档", "VTT": "字幕文件"}
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|img|object|embed|link|meta|style|\?xml|\?php)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    rb"<(?:!doctype html|html|script|svg|iframe|\?php)", re.IGNORECASE
)  # not <?xml: pictures carry XMP
_INSIDE = {b"vbaProject.bin": "带宏的文档", b"META-INF/MANIFEST.MF": "Java 程序", b"AndroidManifest.xml": "安卓程序"}
# what an archive of that name holds; the rest of it is anybody's
_HOLDS = {
    "docx": re.compile(rb"word[/\\]"),
    "xlsx": re.compile(rb"xl[/\\]"),
    "pptx": re.compile(rb"ppt[/\\]"),
    "ofd": re.compile(rb"OFD\.xml|Doc_\d"),
}


def examine(path: Path, limit: int) -> Examined:
    """Judge a file by its name, size (bytes, at most `limit`) and first bytes; nothing else of it is read."""
    extension = _extension(path.name)
    refused = partial(Examined, "", False)
    if not extension:
        return refused("没有扩展名，认不出格式；请补上扩展名，例如 .pdf")
    if extension in REFUSED:
        return refused(REFUSED[extension])
    if extension not in ALLOWED:
        return refused(f"格式「.{extension}」不在允许之列；请另存为 PDF、OFD、Word 或 Excel")
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return refused("是符号链接；请换成真实的文件")
        if not stat.S_ISREG(status.st_mode):
            return refused("不是普通文件")
        if status.st_size == 0:
            return refused("是空文件；请重新保存后再放进来")
        if status.st_size > limit:
            return refused(f"有 {_size(status.st_size)}，超过 {_size(limit)}；请压缩、拆分后再发布")
        with path.open("rb") as file:
            fault = content_fault(extension, file)
    except OSError as error:
        return refused(f"读不了：{error.strerror}；请检查文件权限")
    return refused(fault) if fault else Examined(ALLOWED[extension].label, ALLOWED[extension].image, "")


def content_fault(extension: str, file: BinaryIO) -> str:
    """Why the first bytes do not fit a name of an allowed extension, or empty."""
    head = file.read(HEAD)
    wanted = ALLOWED[extension]
    real = content_kind(head, extension)
    if real != wanted.magic:
        return f"不是真正的{wanted.label}：内容是{_NAMES.get(real, real)}；请用原软件重新另存"
    listed = head + _tail(file) if wanted.magic == "ZIP" else b""
    if inside := next((name for sign, name in _INSIDE.items() if sign in listed), ""):
        return f"其实是{inside}，不能发布；请另存为不带宏的文档"
    if extension in _HOLDS and not _HOLDS[extension].search(listed):
        return f"不是真正的{wanted.label}：内容是改了扩展名的压缩包或别的文档；请用原软件重新另存"
    if (
        found := _SCRIPT.search(head)
        if wanted.image
        else _MARKUP.search(head[:1024])
        if real in ("文本", "VTT")
        else None
    ):
        return f"里面夹带了网页代码「{found[0].decode('ascii', 'replace')}」；请用原软件重新另存"
    return _picture_fault(real, head, file) if wanted.image else ""


def _tail(file: BinaryIO) -> bytes:
    """The end of a file, where an archive lists what it holds."""
    file.seek(max(HEAD, file.seek(0, SEEK_END) - HEAD))
    return file.read(HEAD)


def _picture_fault(magic: str, head: bytes, file: BinaryIO) -> str:
    dimensions = _dimensions(magic, head, file)
    if dimensions is None:
        return "图片文件头残缺，看不出尺寸；请重新导出"
    width, height = dimensions
    if width * height > PIXEL_LIMIT:
        return f"有 {width}×{height} 像素，超过五千万像素；请缩小后再发布"
    return "" if width and height else "图片尺寸为零；请重新导出"


def content_kind(head: bytes, extension: str) -> str:
    """What the first bytes are, as a key of `_Format.magic` or words."""
    for magic, name in _MAGIC:
        if head.startswith(magic) and not (magic in (b"BM", b"MZ", b"ID3", b"#!") and extension in ("csv", "txt")):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        return "MP4"
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # frame sync, layer III
        return "MP3"
    if b"\0" in head[:4096]:
        return "无法识别的二进制数据"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"WEBVTT"):
        return "VTT"
    if extension not in ("csv", "txt") and _MARKUP.match(text):
        return "网页或 XML"
    return "文本"


def _dimensions(magic: str, head: bytes, file: BinaryIO) -> tuple[int, int] | None:
    """Width and height in pixels as the header tells them, None where it breaks off."""
    try:
        if magic == "PNG":
            width, height = struct.unpack(">II", head[16:24])
            return (width, height) if head[12:16] == b"IHDR" else None
        if magic == "GIF":
            width, height = struct.unpack("<HH", head[6:10])
            return width, height
        return _webp(head) if magic == "WebP" else _jpeg(file)
    except struct.error:
        return None


def _webp(head: bytes) -> tuple[int, int] | None:
    chunk, data = head[12:16], head[20:30]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(file: BinaryIO) -> tuple[int, int] | None:
    """The frame header (SOFn) behind the other segments, which are skipped, however large their Exif or colours."""
    position = 2
    for _ in range(SEGMENT_LIMIT):
        file.seek(position)
        segment = file.read(9)
        if len(segment) < 9 or segment[0] != 0xFF:
            return None
        marker = segment[1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", segment[5:9])
            return width, height
        position += 1 if marker == 0xFF else 2 + int.from_bytes(segment[2:4], "big")
    return None


_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.[A-Za-z0-9]{1,5}")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|fj-[0-9a-f]{8})", re.IGNORECASE)


def published_name(name: str) -> str:
    """The name of an attachment in its address: safe ASCII names stay, others become `fj-<8 hex>.<extension>`.

    The digest is of the name in Unicode NFC, so that the same name typed on another system gives the same address.
    """
    if _SAFE.fullmatch(name) and not _DEVICES.fullmatch(name.partition(".")[0]):
        return name
    digest = blake2b(unicodedata.normalize("NFC", name).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    extension = _extension(name)
    return f"fj-{digest}.{extension}" if re.fullmatch(r"[a-z0-9]{1,5}", extension) else f"fj-{digest}"


def _extension(name: str) -> str:
    stem, _, extension = name.rpartition(".")
    return extension.lower() if stem or name.startswith(".") else ""


def _size(count: int) -> str:
    return f"{count / 1024:.0f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.0f} MiB"
