"""Attachments: what may be published, what is refused and why, under which name."""

from __future__ import annotations

import os
import re
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest

from generator.attachments import ALLOWED, REFUSED, examine, published_name
from hostile import lines

LIMIT = 50 << 20


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG of this size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0" * 30


def jpeg(width: int, height: int, exif: int = 100) -> bytes:
    """A JPEG of this size with several segments before its frame."""
    segment = b"\xff\xe1" + struct.pack(">H", exif) + b"Exif" + b"x" * (exif - 6)
    return b"\xff\xd8" + segment * 3 + b"\xff\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\3" * 20


def webp(kind: bytes, data: bytes) -> bytes:
    """A WebP with one chunk."""
    return b"RIFF" + struct.pack("<I", 30) + b"WEBP" + kind + struct.pack("<I", len(data)) + data.ljust(16, b"\0")


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ZIP = b"PK\x03\x04\x14\0\0\0\x08\0" + b"\0" * 16 + b"\x13\0\0\0[Content_Types].xml" + b"\0" * 100
GENUINE = {
    "pdf": b"%PDF-1.7\n", "zip": ZIP, "ofd": ZIP + b"OFD.xml",
    "docx": ZIP + b"word/document.xml", "xlsx": ZIP + b"xl/workbook.xml", "pptx": ZIP + b"ppt/presentation.xml",
    "doc": OLE2, "xls": OLE2, "ppt": OLE2, "wps": OLE2, "et": OLE2,
    "csv": "项目,金额\n甲,1\n".encode(), "txt": "说明".encode("gb18030"), "vtt": b"\xef\xbb\xbfWEBVTT\n\n",
    "rar": b"Rar!\x1a\x07\x01\0xx", "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "jpg": jpeg(800, 600), "jpeg": jpeg(800, 600, 65_000), "png": png(800, 600),
    "gif": b"GIF89a" + struct.pack("<HH", 8, 6) + b"\0" * 20, "webp": webp(b"VP8X", b"\0" * 4 + b"\x1f\3\0\x57\2\0"),
    "mp3": b"ID3\x04\0\0\0", "mp4": b"\0\0\0\x18ftypisom\0\0\0\0",
}  # fmt: skip


def fault(tmp_path: Path, name: str, data: bytes) -> str:
    """Why a file of these contents is refused; empty where it is not."""
    path = tmp_path / name
    path.write_bytes(data)
    return examine(path, LIMIT).fault


def test_macros_are_found_behind_large_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 200_000)
        archive.writestr("word/document.xml", "x")
    assert examine(path, LIMIT).fault == ""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", "x" * 200_000)
    assert "带宏" in examine(path, LIMIT).fault


def test_every_allowed_format_has_a_genuine_file() -> None:
    assert set(GENUINE) == set(ALLOWED)
    assert not set(ALLOWED) & set(REFUSED)


@pytest.mark.parametrize("extension", sorted(GENUINE))
def test_genuine_files_pass(tmp_path: Path, extension: str) -> None:
    for name in (f"附件.{extension}", f"A.{extension.upper()}"):
        path = tmp_path / name
        path.write_bytes(GENUINE[extension])
        examined = examine(path, LIMIT)
        assert examined.fault == ""
        assert examined.label
        assert examined.image is (extension in ("jpg", "jpeg", "png", "gif", "webp"))


@pytest.mark.parametrize("extension", sorted(GENUINE))
def test_a_file_under_another_name_is_refused_with_what_it_is(tmp_path: Path, extension: str) -> None:
    for other, data in GENUINE.items():
        if ALLOWED[other].magic != ALLOWED[extension].magic:
            assert "不是真正的" in fault(tmp_path, f"x.{extension}", data), other


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.svg", b"<svg onload=alert(1)>", "PNG"),
        ("a.html", b"<p>x</p>", "网页"),
        ("a.XHTML", b"x", "网页"),
        ("a.xml", b"<?xml?>", "浏览器会运行"),
        ("a.docm", ZIP, "另存为 docx"),
        ("a.xlsm", ZIP, "另存为 xlsx"),
        ("a.exe", b"MZ", "可执行"),
        ("a.pdf.exe", b"%PDF-", "可执行"),
        ("a.js", b"alert(1)", "脚本"),
        (".htaccess", b"x", "服务器设置"),
        (".user.ini", b"x", "服务器设置"),
        ("web.config", b"x", "服务器设置"),
        ("a.swf", b"FWS", "不能发布"),
        ("a.psd", b"8BPS", "不在允许之列"),
        ("附件", b"%PDF-", "没有扩展名"),
        ("附件.", b"%PDF-", "没有扩展名"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", b"MZ\x90", "Windows 程序"),
        ("a.pdf", b"<html>", "网页或 XML"),
        ("a.docx", OLE2, "旧版 Office"),
        ("a.docx", ZIP, "不是真正的Word 文档：内容是改了扩展名的压缩包"),
        ("a.docx", ZIP + b"xl/workbook.xml", "不是真正的Word 文档"),
        ("a.ofd", ZIP + b"word/document.xml", "不是真正的OFD 版式文档"),
        ("a.doc", b"{\\rtf1", "RTF"),
        ("a.docx", ZIP + b"word/vbaProject.bin", "带宏"),
        ("a.zip", ZIP + b"META-INF/MANIFEST.MF", "Java"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "空压缩包"),
        ("a.jpg", ZIP, "压缩包"),
        ("a.jpg", png(1, 1), "PNG"),
        ("a.csv", "\ufeffa,b".encode("utf-16"), "UTF-16"),
        ("a.csv", b"<script>alert(1)</script>,1", "网页代码"),
        ("a.txt", b"x\n<!DOCTYPE html>", "网页代码"),
        ("a.vtt", b"WEBVTT\n\n<script>", "网页代码"),
        ("a.txt", b"a\0b", "二进制"),
        ("a.gif", b"GIF89a/*" + b"\0" * 30 + b"*/=1;<script>alert(1)</script>", "网页代码"),
        ("a.png", png(1, 1) + b"<svg onload=alert(1)>", "网页代码"),
        ("a.png", png(30_000, 30_000), "五千万像素"),
        ("a.png", png(0, 5), "尺寸为零"),
        ("a.png", png(1, 1)[:18], "残缺"),
        ("a.jpg", jpeg(30_000, 30_000), "五千万像素"),
        ("a.jpg", jpeg(3, 3)[:60], "残缺"),
        ("a.jpg", b"\xff\xd8\xff" + b"\xff" * 5_000, "残缺"),
        ("a.gif", b"GIF89a" + b"\xff" * 4, "五千万像素"),
        ("a.webp", webp(b"VP8X", b"\0" * 4 + b"\xff" * 6), "五千万像素"),
        ("a.webp", webp(b"ABCD", b""), "残缺"),
    ],
)
def test_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in fault(tmp_path, name, data)


@pytest.mark.parametrize(
    ("chunk", "data"),
    [(b"VP8L", b"\x2f" + (799 | 599 << 14).to_bytes(4, "little")), (b"VP8 ", b"\0\0\0\x9d\1\x2a\x20\3\x58\2")],
)
def test_other_webp(tmp_path: Path, chunk: bytes, data: bytes) -> None:
    assert fault(tmp_path, "a.webp", webp(chunk, data)) == ""


def bytes_read() -> int:
    """How many bytes this process has read so far, by the kernel's own count."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_only_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(2 << 30)
    before = bytes_read()
    assert examine(path, 4 << 30).fault == ""
    assert "超过 50 MiB" in examine(path, LIMIT).fault
    assert bytes_read() - before < 1 << 20


def test_links_folders_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "c.pdf").mkdir()
    os.mkfifo(tmp_path / "d.pdf")
    assert "符号链接" in examine(tmp_path / "b.pdf", LIMIT).fault
    assert "不是普通文件" in examine(tmp_path / "c.pdf", LIMIT).fault
    assert "不是普通文件" in examine(tmp_path / "d.pdf", LIMIT).fault
    assert "读不了" in examine(tmp_path / "e.pdf", LIMIT).fault


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["a.pdf", "2025-budget_v2.XLSX", "A1.jpg"])
def test_safe_names_stay(name: str) -> None:
    assert published_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["附件1.docx", "a b.pdf", "a.tar.zip",
     "-a.pdf", "con.pdf", "COM1.docx", "fj-0123abcd.pdf", "é.pdf", "a" * 90 + ".pdf",
     "a%2f.pdf", "a&b.pdf", "𠮷.pdf", "a\u202egnp.pdf", "\ud800.pdf"],
)  # fmt: skip
def test_other_names_become_digests(name: str) -> None:
    made = published_name(name)
    assert re.fullmatch(r"fj-[0-9a-f]{8}\.[a-z0-9]{1,5}", made)
    assert made.endswith(name.rpartition(".")[2])


def test_names_do_not_depend_on_the_normal_form() -> None:
    name = "é附件.pdf"
    assert published_name(unicodedata.normalize("NFD", name)) == published_name(unicodedata.normalize("NFC", name))
    assert published_name("附件1.pdf") != published_name("附件2.pdf")


def test_hostile_names_stay_one_plain_segment() -> None:
    for family in ("paths", "html", "unicode", "templates"):
        for line in lines(family):
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", published_name(line))
            assert ".." not in published_name(line)
