"""PDFs become paragraphs as their readers see them; no word is lost, what cannot be read is told."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import pytest

from generator.blocks import Imported, Paragraph, Side
from generator.errors import UsageError
from generator.extraction import DrawnLine, DrawnPage
from generator.importers import _lines
from importing import MADE, bare, bounded, one, words

pytest.importorskip("pypdf", reason="需要 pypdf：pip install 'gongkai[pdf]'")
PAPERS = sorted(MADE.glob("*.pdf"))


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """The program that judges what words a PDF has."""
    if (found := shutil.which("pdftotext")) is None:
        pytest.skip("需要 pdftotext：apt-get install poppler-utils")
    return found


def paragraphs(found: Imported) -> list[Paragraph]:
    """The paragraphs, which are all blocks of a PDF."""
    return [block for block in found.blocks if isinstance(block, Paragraph)]


def test_there_are_five() -> None:
    assert len(PAPERS) >= 5


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_the_words_are_those_of_pdftotext(path: Path, pdftotext: str) -> None:
    """Letter by letter, whatever their order; but for page numbers and what is told to have been left out."""
    judged = subprocess.run([pdftotext, str(path), "-"], capture_output=True, text=True, check=True).stdout
    found = one(path)
    left_out = [remark.message.partition("「")[2].partition("」")[0] for remark in found.remarks]
    pages = judged.split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        for text in (*filter(None, left_out), f"— {number} —", f"—{number}—", f"— {number}—"):
            page = page.replace(text, "", 1)
        pages[number - 1] = page
    assert Counter(bare("".join(words(found.blocks)))) == Counter(bare("".join(pages)))


def test_a_red_head_is_told_by_its_looks() -> None:
    found = paragraphs(one(MADE / "红头通知.pdf"))
    assert [(each.text, each.side, each.size, each.red, each.indent) for each in found[:5]] == [
        ("示例县人民政府文件", Side.CENTER, 36, True, 0),
        ("示政发〔2026〕12号", Side.CENTER, 16, False, 0),
        ("示例县人民政府关于印发示例县农村公路养护管理办法的通知", Side.CENTER, 22, False, 0),
        ("各乡镇人民政府，县直各部门：", Side.LEFT, 16, False, 0),
        (
            "现将《示例县农村公路养护管理办法》印发给你们，请结合实际认真贯彻执行。执行中遇到的问题，请及时向县交通运输局"
            "反映，由县交通运输局汇总后报县人民政府研究。",
            Side.LEFT, 16, False, 2,
        ),
    ]  # fmt: skip
    assert [(each.text, each.side) for each in found[-3:]] == [
        ("示例县人民政府", Side.RIGHT),
        ("2026年5月11日", Side.RIGHT),
        ("（此件公开发布）", Side.LEFT),
    ]


def test_a_letter_by_way_of_open_document() -> None:
    found = paragraphs(one(MADE / "红头函.pdf"))
    assert [each.text for each in found] == [
        "示例县教育局",
        "示教函〔2026〕3号",
        "示例县教育局关于商请支持校园周边道路整治的函",
        "示例县交通运输局：",
        "近期，我县实验小学周边道路破损，影响学生出行，现商请贵局支持整治。",
        "请予支持为盼。",
        "示例县教育局",
        "2026年4月2日",
    ]


def test_paragraphs_go_on_over_pages_without_what_stands_in_the_margins() -> None:
    found = one(MADE / "长文页眉.pdf")
    texts = [each.text for each in paragraphs(found)]
    assert len(texts) == 1 + 2 * 24
    assert all(text.startswith("本节说明") and text.endswith("计算。") for text in texts[2::2])
    assert "示例县统计年鉴（2026）" in found.remarks[0].message


def test_a_scan_is_told_and_is_its_own_attachment() -> None:
    found = one(MADE / "扫描件.pdf")
    assert (found.blocks, found.attachments) == ((), ("扫描件.pdf",))
    assert "扫描件" in found.remarks[0].message


def test_a_table_is_told() -> None:
    found = one(MADE / "表格.pdf")
    assert "像是有表格" in found.remarks[0].message
    assert "2 甲镇 西村 2,234.50 100 含增补 2026-02-01" in [each.text for each in paragraphs(found)]


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────────


def line(text: str, left: float = 80, height: float = 500, size: float = 16) -> DrawnLine:
    """A line whose letters are all as wide as high."""
    return DrawnLine(text, left, left + size * len(text), height, size, False)


FULL = "现将有关事项通知如下请各单位结合实际认真贯彻执行并及时报告"[:28]


def read(*lines: DrawnLine) -> list[str]:
    """The paragraphs of one page of A4 with margins of 80 points."""
    found, _ = _lines.paragraphs([DrawnPage(1, 608, 842, lines)])
    return [each.text for each in found]


def test_full_lines_go_on_short_ones_end() -> None:
    assert read(line(FULL), line("完。"), line("另起一段。")) == [FULL + "完。", "另起一段。"]
    assert read(line(FULL[:26], 112), line(FULL), line("完。")) == [FULL[:26] + FULL + "完。"]


def test_an_indented_or_numbered_line_begins_a_paragraph() -> None:
    assert read(line(FULL), line("缩进的段。", 112)) == [FULL, "缩进的段。"]
    assert read(line(FULL), line("（二）又一项。")) == [FULL, "（二）又一项。"]


def test_a_line_is_full_where_what_comes_next_cannot_be_parted() -> None:
    shorter = FULL[:24]
    assert read(line(FULL), line(shorter), line("12345678号文件。")) == [FULL + shorter + "12345678号文件。"]
    assert read(line(FULL), line(shorter), line("另起一段。")) == [FULL + shorter, "另起一段。"]


def test_a_number_that_is_no_page_number_stays() -> None:
    assert read(line("第三条", height=500), line("2026", height=480)) == ["第三条", "2026"]
    assert read(line("正文。", height=500), line("— 3 —", 280, 40)) == ["正文。"]


# ── strangers' files ────────────────────────────────────────────────────────────────────────────────────────────


def pdf(*streams: bytes, filters: str = "/FlateDecode", pages: int = 1, more: str = "") -> bytes:
    """A PDF whose pages all draw these streams."""
    content = " ".join(f"{10 + number} 0 R" for number in range(len(streams)))
    kids = " ".join(f"{1000 + number} 0 R" for number in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents[{content}]>>"
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{more}>>".encode(),
        2: f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        **{1000 + number: page.encode() for number in range(pages)},
        **{
            10 + number: f"<</Length {len(data)}/Filter{filters}>>stream\n".encode() + data + b"\nendstream"
            for number, data in enumerate(streams)
        },
    }
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, data in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010} 00000 n \n".encode()
    return bytes(out + f"trailer<</Size 5000/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())


def packed(size: int, times: int = 1) -> bytes:
    """Blanks that were packed so often."""
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def hostile(name: str) -> bytes:
    """A PDF that costs more than it should."""
    if name == "gigabyte":
        return pdf(packed(1 << 30))
    if name == "twice packed":
        return pdf(packed(1 << 30, 2), filters="[/FlateDecode/FlateDecode]")
    if name == "many pages":
        return pdf(zlib.compress(b"q Q"), pages=900)
    if name == "many streams":
        return pdf(*[packed(12 << 20)] * 40)
    if name == "no end":
        return pdf(zlib.compress(b"BT (a) Tj ET"))[:200]
    assert name == "circle"
    return pdf(zlib.compress(b"q Q")).replace(b"/Kids[1000 0 R]", b"/Kids[2 0 R   ]")


@pytest.mark.parametrize("name", ["gigabyte", "twice packed", "many pages", "many streams", "no end", "circle"])
def test_hostile_pdfs_are_refused_within_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "敌意.pdf"
    path.write_bytes(hostile(name))
    found = bounded(path)
    assert found.refused
    assert "Traceback" not in found.refused


def test_other_files_under_its_name_and_locked_ones_are_refused(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    (tmp_path / "a.pdf").write_bytes(b"PK\x03\x04" + bytes(99))
    with pytest.raises(UsageError):
        one(tmp_path / "a.pdf")
    writer = PdfWriter(PdfReader(MADE / "红头函.pdf"))
    writer.encrypt("x", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(UsageError, match="密码"):
        one(tmp_path / "b.pdf")
