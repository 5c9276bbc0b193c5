"""The old Office formats: workbooks by their cells, the rest by a sweep."""

from __future__ import annotations

import struct

import pytest

from attachment_files import compound, old_cells, old_text, old_workbook, record, xlsx
from attachment_files import sheet as sheet_of
from generator.extraction import Extraction, FaultKind, Limits, extract

NUMBER = "530823199001011234"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRINGS = ("姓名", "身份证号", "张三", NUMBER)


def kinds(found: Extraction) -> list[FaultKind]:
    """What is told, in its order."""
    return [fault.kind for fault in found.faults]


def book(cells: bytes = b"", cut: int = 0, state: int = 0) -> bytes:
    """A workbook with a header row, a row of texts, and these cells."""
    told = old_cells(0, 0, (0, 1)) + old_cells(1, 0, (2, 3)) + cells
    return compound({"Workbook": old_workbook("名单", STRINGS, told, state=state, cut=cut)})


def document(text: str, **streams: bytes) -> bytes:
    """A Word document of old with this text at a place divisible by two."""
    return compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 508 + text.encode("utf-16-le"), **streams})


@pytest.mark.parametrize("cut", [0, 13, 31, 33, 40])
@pytest.mark.parametrize("name", ["a.xls", "a.et"])
def test_cells_of_an_old_workbook(name: str, cut: int) -> None:
    found = extract(book(cut=cut), name)
    assert [row.cells for row in found.tables[0].rows] == [STRINGS[:2], STRINGS[2:]]
    assert found.tables[0].rows[1].place(1) == "工作表“名单” B2"
    assert found.faults == ()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (record(0x203, struct.pack("<HHHd", 2, 0, 0, 13800138000.0)), "13800138000"),
        (record(0x203, struct.pack("<HHHd", 2, 0, 1, 32904.0)), "1990-01-31"),
        (record(0x203, struct.pack("<HHHd", 2, 0, 0, 1.5)), "1.5"),
        (record(0x27E, struct.pack("<HHHI", 2, 0, 0, 7 << 2 | 2)), "7"),
        (record(0x27E, struct.pack("<HHHi", 2, 0, 0, -7 << 2 | 2)), "-7"),
        (record(0x27E, struct.pack("<HHHI", 2, 0, 0, 150 << 2 | 3)), "1.5"),
        (record(0x27E, struct.pack("<HHHI", 2, 0, 0, 0x3FF80000)), "1.5"),
        (record(0xBD, struct.pack("<HHHIHIH", 2, 0, 0, 7 << 2 | 2, 0, 8 << 2 | 2, 1)), "7|8"),
        (record(0x204, struct.pack("<HHH", 2, 0, 0) + old_text("文")), "文"),
        (record(0x6, struct.pack("<HHH", 2, 0, 0) + b"\0" * 6 + b"\xff\xff") + record(0x207, old_text("果")), "果"),
        (record(0x6, struct.pack("<HHHd", 2, 0, 0, 3.0)), "3"),
    ],
)
def test_cells_of_every_kind(cell: bytes, shown: str) -> None:
    found = extract(book(cell), "a.xls")
    assert found.tables[0].rows[2].cells == tuple(shown.split("|"))
    assert found.faults == ()


def test_what_an_old_workbook_hides_or_rounds_is_told() -> None:
    cells = record(0x203, struct.pack("<HHHd", 2, 0, 0, 530823199001011234.0))
    cells += record(0x208, struct.pack("<HHHHHHI", 2, 0, 1, 0, 0, 0, 0x20))
    cells += record(0x7D, struct.pack("<HHHHH", 0, 0, 9, 0, 1))
    cells += record(0x1C, b"\0" * 8) + record(0x14, old_text("页眉 13800138000"))
    found = extract(book(cells, state=2), "a.xls")
    assert kinds(found) == [FaultKind.HIDDEN, FaultKind.TRACED, FaultKind.ROUNDED]
    assert "1 个工作表、1 行、1 列" in found.faults[0].message
    assert any("13800138000" in passage.text for passage in found.passages)


def test_passwords_macros_and_authors_of_old_documents() -> None:
    assert kinds(extract(book(record(0x2F, b"\0" * 6)), "a.xls")) == [FaultKind.ENCRYPTED]
    assert kinds(extract(compound({"EncryptedPackage": b"x" * 99}), "a.xlsx")) == [FaultKind.ENCRYPTED]
    locked = compound({"WordDocument": b"\xec\xa5" + b"\0" * 8 + b"\0\1" + b"x" * 600})
    assert FaultKind.ENCRYPTED in kinds(extract(locked, "a.doc"))
    assert FaultKind.MACRO in kinds(extract(document("x", _VBA_PROJECT=b"x" * 9), "a.doc"))
    summary = b"\0" * 44 + struct.pack("<IIIII", 48, 99, 1, 4, 16) + struct.pack("<II", 30, 6) + b"Wang\0\0"
    told = extract(compound({"WordDocument": b"\0" * 600, "\5SummaryInformation": summary}), "a.doc")
    assert FaultKind.AUTHOR in kinds(told)


def test_text_and_tables_of_an_old_word_document() -> None:
    table = f"姓名\x07号\x07备注\x07\x07张三\x07{NUMBER}\x07\x07\x07李四\x07\x07无\x07\x07"
    text = f"关于公示的通知\r{table}尾 13800138000\r"
    found = extract(document(text), "a.doc")
    rows = [row.cells for row in found.tables[0].rows]
    assert rows == [("姓名", "号", "备注"), ("张三", NUMBER, ""), ("李四", "", "无")]
    assert any("尾 13800138000" in passage.text for passage in found.passages)
    assert kinds(found) == [FaultKind.PARTIAL]
    assert not found.complete


@pytest.mark.parametrize(
    "text",
    ["电话13800138000。".encode("gbk"), b"\1" + "电话13800138000。".encode("utf-16-le"), b"tel 13800138000"],
)
def test_a_sweep_finds_texts_in_every_writing(text: bytes) -> None:
    found = extract(compound({"WordDocument": b"\0" * 600 + text + b"\0" * 5_000}), "a.doc")
    assert any("13800138000" in passage.text for passage in found.passages)


def test_long_streams_are_swept_in_windows() -> None:
    numbers = [f"1380013{number:04}" for number in range(0, 6_000, 7)]
    data = b"\0\0".join(number.encode("utf-16-le").ljust(10_000, b"\0") for number in numbers)
    found = "".join(passage.text for passage in extract(OLE2 + b"\xff" * 600 + data, "a.doc").passages)
    assert all(number in found for number in numbers)


def test_documents_within_old_documents() -> None:
    inner = xlsx({"名单": sheet_of(["<c><v>13800138000</v></c>"])})
    found = extract(document("x", Package=inner), "a.doc")
    assert found.tables[0].rows[0].place(0) == "文档里嵌入的 Package 工作表“名单” A1"


def test_broken_containers_are_swept_and_told() -> None:
    raw = OLE2 + b"\xff" * 600 + "电话13800138000".encode("utf-16-le")
    found = extract(raw, "a.doc")
    assert kinds(found) == [FaultKind.BROKEN]
    assert any("13800138000" in passage.text for passage in found.passages)
    damaged = book().replace(struct.pack("<HH", 0xFC, 74), struct.pack("<HH", 0xFC, 9), 1)
    assert not extract(damaged, "a.xls").complete or extract(damaged, "a.xls").tables


def test_chains_in_a_circle_end() -> None:
    data = bytearray(document("电话13800138000" * 600))
    table = struct.unpack_from("<I", data, 76)[0] * 512 + 512
    struct.pack_into("<III", data, table, 0, 0, 0)
    assert not extract(bytes(data), "a.doc", Limits(total_bytes=1 << 20)).complete
