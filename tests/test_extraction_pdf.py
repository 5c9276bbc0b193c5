"""PDF: the text layer, rows out of positions, what lies beside the pages; and the library that may be absent."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from attachment_files import pdf, xlsx
from attachment_files import sheet as sheet_of
from generator.extraction import Extraction, FaultKind, extract
from generator.extraction._columns import Word, rows, spaced

NUMBER = "530823199001011234"
LINES = [("姓名", "身份证号", "账号"), ("张三", NUMBER, "0012345678"), ("李四", "", "0012345679")]


def placed(lines: Sequence[tuple[str, ...]], top: float = 800) -> list[tuple[float, float, str]]:
    """The cells of a table with their places on a page."""
    return [(50 + 150 * x, top - 20 * y, cell) for y, line in enumerate(lines) for x, cell in enumerate(line) if cell]


def kinds(found: Extraction) -> list[FaultKind]:
    """What is told, in its order."""
    return [fault.kind for fault in found.faults]


def test_text_and_rows() -> None:
    found = extract(pdf([[*placed(LINES), (50, 500, "正文一段")]]), "a.pdf")
    assert found.faults == ()
    assert found.passages[0].place == "第 1 页"
    assert NUMBER in found.passages[0].text and "正文一段" in found.passages[0].text
    assert [row.cells for row in found.tables[0].rows] == LINES
    assert found.tables[0].rows[1].place(1) == "第 1 页起的表 第 1 页 第 2 行第 2 格"


def test_a_table_runs_on_over_pages() -> None:
    found = extract(pdf([placed(LINES), placed(LINES[1:]), [(50, 700, "尾")], placed(LINES)]), "a.pdf")
    assert [(table.place, len(table.rows)) for table in found.tables] == [("第 1 页起的表", 5), ("第 4 页起的表", 3)]
    assert found.tables[0].rows[3].place(1) == "第 1 页起的表 第 2 页 第 4 行第 2 格"


def test_pages_without_text_are_told_in_one_fault() -> None:
    found = extract(pdf([[], [], [(50, 800, "文字")], []]), "a.pdf")
    assert kinds(found) == [FaultKind.SCANNED]
    assert found.faults[0].message.startswith("第 1—2、4 页没有文字层")


def test_a_font_that_cannot_be_read_is_told() -> None:
    found = extract(pdf([[(50, 800, "文字")], []], encoding="Identity-H"), "a.pdf")
    assert kinds(found) == [FaultKind.SCANNED, FaultKind.GARBLED]


def test_radicals_become_characters() -> None:
    assert "身份证 民 黄" in extract(pdf([[(50, 800, "⾝份证 ⺠ ⻩")]]), "a.pdf").passages[0].text


def test_notes_forms_links_bookmarks_properties_scripts_and_files() -> None:
    book = xlsx({"名单": sheet_of(["<c><v>13800138000</v></c>"])}).decode("latin-1")
    further = (
        f"<</Type/Annot/Subtype/Text/Contents({NUMBER})>>",
        "<</Type/Annot/Subtype/Link/A<</S/URI/URI(tel:13900139000)>>>>",
        "<</First 8 0 R>>",
        "<</Title(Mark 13700137000)/Next 8 0 R>>",
        "<</Author(Somebody)/Title(T)>>",
        f"<</Type/EmbeddedFile/Length {len(book)}>>stream\n{book}\nendstream",
        "<</Type/Filespec/F(a.xlsx)/EF<</F 10 0 R>>>>",
    )
    root = "/Outlines 7 0 R/OpenAction<</S/JavaScript/JS(x)>>/Names<</EmbeddedFiles<</Names[(a) 11 0 R]>>>>"
    data = pdf([[(50, 800, "文")]], root=root, page="/Annots[5 0 R 6 0 R]", further=further, trailer="/Info 9 0 R")
    found = extract(data, "a.pdf")
    texts = {passage.place: passage.text for passage in found.passages}
    assert texts["第 1 页的批注、表单和链接"] == f"{NUMBER}\ntel:13900139000"
    assert texts["书签"] == "Mark 13700137000"
    assert "Somebody" in texts["文档属性"]
    assert found.tables[0].rows[0].place(0) == "PDF 附加的 a.xlsx 工作表“名单” A1"
    assert {FaultKind.TRACED, FaultKind.MACRO, FaultKind.AUTHOR} == set(kinds(found))


def test_a_password_is_told() -> None:
    sizes = {"O": 48, "U": 48, "OE": 32, "UE": 32, "Perms": 16}
    keys = "".join(f"/{name}({'x' * size})" for name, size in sizes.items())
    encrypted = f"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4{keys}>>/ID[(a)(a)]"
    assert kinds(extract(pdf([[(50, 800, "文")]], trailer=encrypted), "a.pdf")) == [FaultKind.ENCRYPTED]


def test_a_dynamic_form_is_told() -> None:
    assert kinds(extract(pdf([[(50, 800, "文")]], root="/AcroForm<</XFA[]>>"), "a.pdf")) == [FaultKind.PARTIAL]


def test_without_the_library_a_pdf_is_told_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    found = extract(pdf([[(50, 800, "文")]]), "a.pdf")
    assert kinds(found) == [FaultKind.NO_LIBRARY]
    assert not found.complete


# ── rows out of positions ───────────────────────────────────────────────────────────────────────────────────────


def test_centred_headers_and_single_lines() -> None:
    words = [Word("标题", 250, 850, 16), Word("号", 120, 800, 10), Word("名", 60, 800, 10)]
    words += [Word("530823", 100, 780, 10), Word("张三", 50, 780, 10)]
    words += [Word("李四", 50, 760, 10), Word("7", 100, 759, 10)]
    assert rows(words) == (("名", "号"), ("张三", "530823"), ("李四", "7"))


def test_prose_is_no_table() -> None:
    assert rows([Word("一行正文", 50, 800 - 20 * line, 10) for line in range(9)]) == ()
    assert rows([]) == ()


def test_words_that_run_on() -> None:
    words = [Word("电话", 10, 9, 4), Word("138", 18, 9, 4), Word("下格", 60, 9, 4), Word("次行", 10, 3, 4)]
    assert [word.text for word in spaced(words)] == ["电话", "138", " 下格", "\n次行"]
