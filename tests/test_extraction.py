"""What attachments hold: plain files, archives, web pages, bounds; what cannot be read is always said."""

from __future__ import annotations

import logging
import random
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from attachment_files import docx, ofd, package, paragraph, pdf, pptx, sheet, text_rows, word_table, xlsx
from generator.attachments import ALLOWED
from generator.extraction import Extraction, Fault, FaultKind, Limits, Row, extract, stream

TABLE = (("姓名", "身份证号", "账号"), ("张三", "530823199001011234", "0012345678"), ("李四", "x", ""))
SMALL = Limits(
    file_bytes=1 << 20, member_bytes=64 << 10, part_bytes=256 << 10, total_bytes=1 << 20, entries=50, depth=2,
    nesting=40, cells=1_000, characters=100_000, held=50_000, pages=3,
)  # fmt: skip


def cells(found: Extraction) -> list[tuple[str, ...]]:
    """The rows of the only table."""
    (table,) = found.tables
    return [row.cells for row in table.rows]


def kinds(found: Extraction) -> list[FaultKind]:
    """What is told, in its order."""
    return [fault.kind for fault in found.faults]


def text(found: Extraction) -> str:
    """All running text."""
    return "\n".join(passage.text for passage in found.passages)


# ── plain files ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";"), ("a.txt", "\t")])
def test_tables_in_plain_text(encoding: str, name: str, mark: str) -> None:
    rows = (*TABLE, ("Latin letters", "0123456789", "12"))
    found = extract("\r\n".join(mark.join(row) for row in rows).encode(encoding), name)
    assert cells(found) == list(rows)
    assert found.tables[0].rows[1].place(1) == "第 2 行第 2 格"
    assert found.faults == ()


def test_a_quoted_cell_may_hold_lines_and_blank_lines_count() -> None:
    found = extract('姓名,住址\n\n张三,"某县\n某镇, 某村"\n'.encode(), "a.csv")
    assert cells(found) == [("姓名", "住址"), ("张三", "某县\n某镇, 某村")]
    assert found.tables[0].rows[1].number == 3


def test_a_quote_that_is_never_closed_loses_nothing() -> None:
    found = extract(('a,b\n1,"' + "x\n" * 100_000 + "530823199001011234,z\n").encode(), "a.csv")
    assert kinds(found) == [FaultKind.BROKEN]
    assert found.tables[0].rows[-1].cells == ("530823199001011234", "z")


def test_running_text_goes_by_lines_and_long_lines_overlap() -> None:
    found = extract("关于公示的通知\n\n电话 13800138000".encode("gbk"), "a.txt")
    assert [(passage.place, passage.text) for passage in found.passages] == [
        ("第 1 行", "关于公示的通知"), ("第 3 行", "电话 13800138000"),
    ]  # fmt: skip
    for shift in range(0, 18, 5):
        long = extract(b"x" * ((1 << 16) - shift) + b"530823199001011234" + b"y" * 70_000, "a.txt")
        assert any("530823199001011234" in passage.text for passage in long.passages)


def test_bytes_of_no_encoding_are_read_as_far_as_they_go() -> None:
    found = extract(b"ab\x80\xff\xff 13800138000", "a.txt")
    assert kinds(found) == [FaultKind.GARBLED]
    assert "13800138000" in text(found)


def test_long_numbers_that_a_spreadsheet_has_rounded_are_told() -> None:
    found = extract("身份证号\n5.30823E+17\n1.2E+3\n".encode(), "a.csv")
    assert [(fault.kind, "有 1 格" in fault.message) for fault in found.faults] == [(FaultKind.ROUNDED, True)]
    assert not found.complete


# ── web pages ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_web_page_under_the_name_of_a_workbook(encoding: str) -> None:
    page = (
        "<html><head><meta charset=gb2312></head><body>公示<table><tr><th>姓名<th colspan=2>号</tr>"
        '<tr><td><b>张</b>三</td><td x:num="13800138000">1</td><td>a&lt;b</td></tr></table>'
        '<p title="提示">尾<!-- 备注 13900139000 --><script>1</script>'
    )
    found = extract(page.encode(encoding), "a.xls")
    assert cells(found) == [("姓名", "号", ""), ("张三", "13800138000\n1", "a<b")]
    assert kinds(found) == [FaultKind.WRONG_NAME, FaultKind.MACRO]
    assert all(word in text(found) for word in ("公示", "提示", "尾", "13900139000"))


def test_excels_xml() -> None:
    page = (
        '<?xml version="1.0"?><Workbook xmlns:ss="s"><Worksheet ss:Name="名单"><Table><Row><Cell>'
        '<Data ss:Type="String">姓名</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    found = extract(page.encode(), "a.xls")
    assert cells(found) == [("姓名",)]
    assert "名单" in text(found)


@pytest.mark.parametrize("piece", ["<", "<!--", "<![CDATA[", "<a ", "<a b='", '<a b="x" ', "<tr><td>", "&#", "a" * 9])
def test_hostile_pages_are_gone_over_once(piece: str) -> None:
    page = "<html>" + piece * (200_000 // len(piece)) + " 13800138000"
    found = extract(page.encode(), "a.html")
    shown = text(found) + "".join(cell for table in found.tables for row in table.rows for cell in row.cells)
    assert "13800138000" in shown


# ── archives ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_within_an_archive() -> None:
    inner = package({"b.xlsx": xlsx({"名单": sheet(text_rows(TABLE))}), "说明.txt": "电话 13800138000"})
    found = extract(package({"a/内.zip": inner}), "a.zip")
    assert found.tables[0].rows[1].place(1) == "压缩包内 a/内.zip 压缩包内 b.xlsx 工作表“名单” B2"
    assert "压缩包内 a/内.zip 压缩包内 说明.txt 第 1 行" in {passage.place for passage in found.passages}
    assert {"a/内.zip", "b.xlsx", "说明.txt"} <= {passage.text for passage in found.passages}
    assert found.complete


def test_names_in_gbk_and_names_that_hold_numbers() -> None:
    raw = package({"XXXX.txt": "内容"}).replace(b"XXXX", "张三".encode("gbk"))
    found = extract(raw, "a.zip")
    assert found.passages[0].text == "张三.txt"
    hidden = extract(package({"张三530823199001011234.txt": "内容"}), "a.zip")
    assert hidden.passages[0].text == "张三530823199001011234.txt"
    assert all("530823199001011234" not in passage.place for passage in hidden.passages)


def test_members_that_cannot_be_read_are_told_and_the_others_read() -> None:
    locked = bytearray(package({"密.txt": "内容", "明.txt": "13800138000"}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1
    found = extract(bytes(locked), "a.zip")
    assert kinds(found) == [FaultKind.ENCRYPTED]
    assert found.faults[0].place == "压缩包内 密.txt"
    assert "13800138000" in text(found)
    damaged = package({"坏.txt": "x" * 900, "好.txt": "13800138000"}).replace(b"PK\x03\x04", b"PK\x03\x05", 1)
    assert "13800138000" in text(extract(b"PK\x03\x04" + damaged[4:], "a.zip"))


def test_empty_members_are_no_fault() -> None:
    assert extract(package({"a.pdf": b"", "b.txt": b""}), "a.zip").faults == ()


def test_paths_that_leave_the_archive_are_told() -> None:
    found = extract(package({"../../etc/a.txt": "内容", "/b.txt": "内容", "C:/c.txt": "内容"}), "a.zip")
    assert kinds(found) == [FaultKind.UNSAFE_PATH] * 3
    assert len(found.passages) == 6


@pytest.mark.parametrize("name", sorted(set(ALLOWED) - {"csv", "txt", "vtt", "zip", "docx", "xlsx", "pptx", "ofd"}))
def test_what_no_reader_knows_is_told(name: str) -> None:
    heads = {"PDF": b"%PDF-1.7", "OLE2": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "JPEG": b"\xff\xd8\xff"}
    heads |= {"GIF": b"GIF89a"}
    heads |= {"PNG": b"\x89PNG\r\n\x1a\n", "RAR": b"Rar!\x1a\x07\1\0", "7z": b"7z\xbc\xaf\x27\x1c", "MP3": b"ID3"}
    heads |= {"MP4": b"\0\0\0\x18ftypisom", "WebP": b"RIFF\0\0\0\0WEBP"}
    assert not extract(heads[ALLOWED[name].magic] + b"\0" * 600, f"a.{name}").complete


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.bin", b"\0\1\2" * 99),
        ("a.rtf", b"{\\rtf1 x}"),
        ("a.doc", b"MIME-Version: 1.0\n"),
        ("a.txt", b"%!PS"),
        ("a.pdf", b""),
        ("a", b"PK\5\6"),
    ],
)
def test_other_bytes_are_told(name: str, data: bytes) -> None:
    assert not extract(data, name).complete


def test_a_file_is_read_by_what_it_is() -> None:
    found = extract(xlsx({"名单": sheet(text_rows(TABLE))}), "a.docx")
    assert kinds(found) == [FaultKind.WRONG_NAME]
    assert cells(found)[0] == TABLE[0]
    assert kinds(extract(b"%PDF-1.7", "a.jpg"))[0] is FaultKind.WRONG_NAME
    assert kinds(extract(b"a,b\n1,2", "a.csv")) == []


def test_files_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    assert kinds(extract(tmp_path / "none.pdf", "none.pdf")) == [FaultKind.BROKEN]
    assert kinds(extract(tmp_path, "a.pdf")) == [FaultKind.BROKEN]


# ── bounds ──────────────────────────────────────────────────────────────────────────────────────────────────────


def nested(levels: int) -> bytes:
    """An archive in so many others."""
    data = b"x"
    for _ in range(levels):
        data = package({"a.zip" if data[:2] == b"PK" else "a.txt": data})
    return data


def cyclic_entities() -> bytes:
    """A document whose entities would grow to a billion."""
    bomb = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    body = f'<!DOCTYPE a [<!ENTITY a0 "x">{bomb}]><a>&a9;</a>'
    return package({"[Content_Types].xml": "<t/>", "word/document.xml": body})


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"x" * (2 << 20), FaultKind.TOO_LARGE),
        ("a.zip", package({"a.txt": b"x" * (65 << 10)}), FaultKind.TOO_LARGE),
        ("a.zip", package({f"{i}.txt": b"x" * (60 << 10) for i in range(30)}), FaultKind.TOO_LARGE),
        ("a.zip", package({f"{i}.txt": b"" for i in range(60)}), FaultKind.TOO_LARGE),
        ("a.zip", nested(4), FaultKind.TOO_DEEP),
        ("a.docx", docx("<a>" * 50 + "</a>" * 50), FaultKind.TOO_DEEP),
        ("a.docx", docx(f"<a>{' ' * (300 << 10)}</a>"), FaultKind.TOO_LARGE),
        ("a.docx", docx(paragraph("字" * 60_000)), FaultKind.TOO_LARGE),
        ("a.docx", cyclic_entities(), FaultKind.BROKEN),
        ("a.xlsx", xlsx({"a": sheet(['<c r="XFD1"><v>1</v></c>'])}), FaultKind.TOO_LARGE),
        ("a.csv", b"a,b\n" * 600, FaultKind.TOO_LARGE),
        ("a.txt", b"x y z\n" * 30_000, FaultKind.TOO_LARGE),
        ("a.xlsx", xlsx({"a": sheet([])}, strings=["字" * 60_000]), FaultKind.TOO_LARGE),
        ("a.pdf", pdf([[(50, 800, "x")]] * 5), FaultKind.TOO_LARGE),
    ],
)
def test_beyond_a_bound_is_told(name: str, data: bytes, kind: FaultKind) -> None:
    found = extract(data, name, SMALL)
    assert kind in kinds(found)
    assert len(found.faults) < 5
    assert not found.complete


def test_a_list_of_members_is_bounded_before_it_is_read() -> None:
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}", b"")
    limits = Limits(directory_bytes=9_000)
    assert kinds(extract(many.getvalue(), "a.zip", limits)) == [FaultKind.TOO_LARGE]


def test_numbers_with_huge_exponents_stay_as_written() -> None:
    found = extract(xlsx({"a": sheet(["<c><v>1E+999999999</v></c><c><v>nan</v></c><c><v>1e400</v></c>"])}), "a.xlsx")
    assert cells(found) == [("1E+999999999", "nan", "1e400")]


def specimens() -> Iterator[tuple[str, bytes]]:
    """A file of every format that is read."""
    lines = [(800 - 20 * number, line) for number, line in enumerate(TABLE)]
    places = [(50 + 150 * column, y, cell) for y, line in lines for column, cell in enumerate(line)]
    yield "a.xlsx", xlsx({"名单": sheet(text_rows(TABLE))}, strings=["x"])
    yield "a.docx", docx(paragraph("正文") + word_table(TABLE))
    yield "a.pptx", pptx(TABLE)
    yield "a.ofd", ofd([[(x / 3, 280 - y / 3, cell) for x, y, cell in places if cell]])
    yield "a.pdf", pdf([[place for place in places if place[2]]])
    yield "a.csv", "\n".join(",".join(row) for row in TABLE).encode()
    yield "a.html", ("<table>" + "".join(f"<tr><td>{'<td>'.join(row)}" for row in TABLE) + "</table>").encode()


def test_every_format_gives_the_same_table() -> None:
    for name, data in specimens():
        assert [row[:2] for row in cells(extract(data, name))] == [row[:2] for row in TABLE], name
        assert cells(extract(data, name))[1][2] == "0012345678", name
        inside = extract(package({name: data}), "a.zip")
        assert [row[:2] for row in cells(inside)] == [row[:2] for row in TABLE], name
        assert inside.tables[0].place.startswith(f"压缩包内 {name}"), name


def test_damaged_files_never_raise_and_are_told_or_read() -> None:
    chance = random.Random(7)
    for name, data in specimens():
        whole = extract(data, name)
        for _ in range(40):
            damaged = bytearray(data)
            for _ in range(chance.choice((1, 8))):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            if chance.random() < 0.3:
                del damaged[chance.randrange(20, len(damaged)) :]
            found = extract(bytes(damaged), name, SMALL)
            assert found == extract(bytes(damaged), name, SMALL)
            assert isinstance(whole, Extraction)


def test_messages_never_repeat_what_a_file_holds(caplog: pytest.LogCaptureFixture) -> None:
    number = "530823199001011234"
    with caplog.at_level(logging.DEBUG):
        for name, data in specimens():
            found = extract(data, name)
            for fault in found.faults:
                assert number not in fault.message + fault.place
            for table in found.tables:
                assert number not in "".join(row.place(index) for row in table.rows for index in range(len(row.cells)))
    assert number not in caplog.text


def test_a_large_table_is_not_held_in_memory() -> None:
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(20_000))
    data = xlsx({"a": f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'})
    pieces = stream(data, "a.xlsx")
    first = next(piece for piece in pieces if isinstance(piece, Row))
    assert first.cells == ("0",)
    assert sum(1 for piece in pieces if isinstance(piece, Row)) == 19_999
    assert not any(isinstance(piece, Fault) for piece in stream(data, "a.xlsx"))


def test_utf16_is_not_taken_for_other_binary_data() -> None:
    assert extract("电话,13800138000\n".encode("utf-16-le"), "a.csv").complete
    assert not extract(struct.pack("<200d", *range(200)), "a.csv").complete
