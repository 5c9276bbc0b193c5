"""Word, Excel, PowerPoint and OFD: also what a reader does not see on opening them."""

from __future__ import annotations

import re

import pytest

from attachment_files import TYPES, docx, ofd, package, paragraph, pptx, sheet, text_rows, word, word_table, xlsx
from generator.extraction import Extraction, FaultKind, extract
from generator.extraction._workbook import column_index, is_date, number_text

NUMBER = "530823199001011234"


def kinds(found: Extraction) -> list[FaultKind]:
    """What is told, in its order."""
    return [fault.kind for fault in found.faults]


def places(found: Extraction, text: str) -> list[str]:
    """Where a text stands, in passages and cells."""
    running = [passage.place for passage in found.passages if text in passage.text]
    rows = (row for table in found.tables for row in table.rows)
    return running + [row.place(index) for row in rows for index, cell in enumerate(row.cells) if text in cell]


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────

HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
BOX = f"<w:txbxContent>{paragraph('框里的字')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "text", "place"),
    [
        (paragraph("一") + paragraph(NUMBER), NUMBER, "正文第 2 段"),
        (word_table([["姓名", "号"], ["张三", NUMBER]]), NUMBER, "正文表 1 第 2 行第 2 格"),
        (f"<w:sdt><w:sdtContent>{paragraph(NUMBER)}</w:sdtContent></w:sdt>", NUMBER, "正文第 1 段"),
        (f"<w:p><w:r>{BOX}</w:r></w:p>", "框里的字", "正文里的文本框"),
        (f"<w:p><w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del></w:p>", NUMBER, "正文里已删除的修订"),
        ('<w:p><wp:docPr descr="照片说明"/></w:p>', "照片说明", "正文里的说明和名称"),
        ('<w:p><w:r><w:instrText>HYPERLINK "tel:13800138000"</w:instrText></w:r></w:p>', "13800138000", "正文第 1 段"),
        (f"<w:custom>{NUMBER}</w:custom>", NUMBER, "正文里的说明和名称"),
        (HIDDEN, "隐", "正文第 1 段"),
    ],
)
def test_word_body(body: str, text: str, place: str) -> None:
    assert places(extract(docx(body), "a.docx"), text) == [place]


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("word__header1_xml", "页眉第 1 段"),
        ("word__footer2_xml", "页脚第 1 段"),
        ("word__footnotes_xml", "脚注第 1 段"),
        ("word__endnotes_xml", "尾注第 1 段"),
        ("word__comments_xml", "批注第 1 段"),
        ("word__charts__chart1_xml", "word/charts/chart1.xml"),
        ("customXml__item1_xml", "customXml/item1.xml"),
    ],
)
def test_word_parts(part: str, place: str) -> None:
    found = extract(docx(paragraph("正文"), **{part: word(paragraph(NUMBER))}), "a.docx")
    assert places(found, NUMBER) == [place]
    assert kinds(found) == ([FaultKind.TRACED] if "comments" in part else [])


def test_word_notes_what_is_hidden_or_traced() -> None:
    assert kinds(extract(docx(HIDDEN), "a.docx")) == [FaultKind.HIDDEN]
    assert kinds(extract(docx('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr></w:r></w:p>'), "a.docx")) == []
    assert kinds(extract(docx("<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>"), "a.docx")) == [FaultKind.TRACED]


def test_a_text_box_for_old_programs_is_told_once() -> None:
    twice = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
    assert len(places(extract(docx(f"<w:p><w:r>{twice}</w:r></w:p>"), "a.docx"), "框里的字")) == 1


def test_tables_within_tables_and_wide_cells() -> None:
    inner = word_table([[NUMBER]])
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
    found = extract(docx(f"<w:tbl><w:tr>{wide}<w:tc>{inner}{paragraph('外')}</w:tc></w:tr></w:tbl>"), "a.docx")
    assert places(found, NUMBER) == ["正文表 2 第 1 行第 1 格"]
    assert places(found, "外") == ["正文表 1 第 1 行第 3 格"]


def test_office_packages_tell_what_lies_in_them() -> None:
    core = "<c:coreProperties xmlns:c='c'><c:creator>张三</c:creator><c:title>名单</c:title></c:coreProperties>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": word(paragraph("正文")),
        "docProps/core.xml": core,
        "word/media/image1.png": b"x",
        "word/media/image2.emf": b"x",
        "word/vbaProject.bin": b"x",
        "word/fontTable.xml": f'<f v="{NUMBER}"/>',
        "word/embeddings/表.xlsx": xlsx({"名单": sheet(text_rows([[NUMBER]]))}),
        "word/_rels/document.xml.rels": '<r><Relationship Target="https://a.example/?sfz=530823199001011234"/></r>',
    }
    found = extract(package(parts), "a.docx")
    assert sorted(kind.name for kind in kinds(found)) == ["AUTHOR", "MACRO", "PICTURE"]
    assert "2 张图片" in next(fault.message for fault in found.faults if fault.kind is FaultKind.PICTURE)
    assert "张三" not in "".join(fault.message for fault in found.faults)
    assert places(found, "张三") == ["文档属性 docProps/core.xml"]
    assert places(found, NUMBER) == ["word/_rels/document.xml.rels", "文档里嵌入的 表.xlsx 工作表“名单” A1"]


def test_a_broken_part_is_told_and_the_others_are_read() -> None:
    found = extract(docx(paragraph(NUMBER), word__header1_xml="<w:p>"), "a.docx")
    assert [(fault.kind, fault.place) for fault in found.faults] == [(FaultKind.BROKEN, "页眉")]
    assert places(found, NUMBER) == ["正文第 1 段"]


# ── Excel ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "张三"),
        ('<c r="A1" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c>', "张三"),
        ('<c r="A1" t="str"><f>B1</f><v>张三</v></c>', "张三"),
        ('<c r="A1"><v>13800138000</v></c>', "13800138000"),
        ('<c r="A1"><v>1.3800138E10</v></c>', "13800138000"),
        ('<c r="A1"><v>5.3082319900101123E+17</v></c>', "530823199001011230"),
        ('<c r="A1"><v>530823199001011234</v></c>', NUMBER),
        ('<c r="A1"><v>1.50</v></c>', "1.50"),
        ('<c r="A1" t="b"><v>1</v></c>', "1"),
        ('<c r="A1" s="1"><v>32904</v></c>', "1990-01-31"),
        ('<c r="A1" s="2"><v>32904.5</v></c>', "1990-01-31"),
        ('<c r="A1" s="1"><v>13800138000</v></c>', "13800138000"),
        ('<c r="A1" t="d"><v>1990-01-31</v></c>', "1990-01-31"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_cells(cell: str, shown: str) -> None:
    styles = '<s><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    styles += '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    styles += '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></s>'
    found = extract(xlsx({"名单": sheet([cell])}, strings=["张三"], styles_xml=styles), "a.xlsx")
    (table,) = found.tables
    assert [row.cells for row in table.rows] == [(shown,)]
    assert kinds(found) == ([FaultKind.ROUNDED] if len(shown) == 18 else [])


def test_gaps_and_places() -> None:
    found = extract(xlsx({"名单": sheet(["", '<c r="AB2"><v>7</v></c><c r="B2"/>'])}), "a.xlsx")
    row = found.tables[0].rows[0]
    assert (row.number, len(row.cells), row.place(27)) == (2, 28, "工作表“名单” AB2")


def test_what_a_workbook_hides_is_read_and_told() -> None:
    columns = '<cols><col min="1" max="2" hidden="1"/></cols>'
    shown = sheet(text_rows([[NUMBER]]), before=columns).replace("<row ", '<row hidden="1" ')
    book = xlsx({"名单": shown, "藏": sheet(text_rows([["隐"]]))}, states={"藏": "veryHidden"})
    found = extract(book, "a.xlsx")
    assert places(found, NUMBER) == ["工作表“名单” A1"]
    assert places(found, "隐") == ["隐藏的工作表“藏” A1"]
    assert [(fault.place, fault.kind) for fault in found.faults] == [
        ("", FaultKind.HIDDEN), ("工作表“名单”", FaultKind.HIDDEN),
    ]  # fmt: skip
    assert found.complete


def test_comments_formulas_headers_names_and_caches_of_a_workbook() -> None:
    rows = ['<c r="A1"><f>"' + NUMBER + '"&amp;B1</f></c>']
    after = "<headerFooter><oddHeader>&amp;C页眉</oddHeader></headerFooter><dataValidation prompt='提示'/>"
    comment = '<comment ref="B2"><text><r><t>批</t></r><r><t>语</t></r></text></comment>'
    found = extract(
        xlsx(
            {"名单": sheet(rows, after=after)},
            comments1_xml=f"<comments><author>王五</author>{comment}</comments>",
            worksheets___rels__sheet0_xml_rels='<r><Relationship Id="r1" Target="../comments1.xml"/></r>',
            pivotCache__pivotCacheDefinition1_xml=f'<p><sharedItems><s v="{NUMBER}"/><s v="赵六"/></sharedItems></p>',
            worksheets__sheet9_xml=sheet(text_rows([["孤"]])),
        ),
        "a.xlsx",
    )
    assert places(found, "批语") == ["工作表“名单” B2 批注"]
    assert places(found, "王五") == ["工作表“名单” 批注的作者"]
    assert places(found, "页眉") == places(found, "提示") == ["工作表“名单” 的页眉页脚和提示"]
    assert places(found, NUMBER) == ["工作表“名单” 公式", "xl/pivotCache/pivotCacheDefinition1.xml"]
    assert places(found, "赵六") == ["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert places(found, "孤") == ["未列出的工作表 xl/worksheets/sheet9.xml A1"]
    assert kinds(found) == [FaultKind.PARTIAL, FaultKind.TRACED]


def test_a_workbook_whose_strings_are_missing_is_told() -> None:
    found = extract(xlsx({"名单": sheet(['<c t="s"><v>0</v></c>'])}), "a.xlsx")
    assert [(fault.kind, fault.place) for fault in found.faults] == [(FaultKind.BROKEN, "工作表“名单”")]


@pytest.mark.parametrize(
    ("code", "date"),
    [("General", False), ("0.00E+00", False), ("yyyy-mm-dd", True), ("[$-804]e年m月", True), ('0"d"', False),
     ("[Red]0.00", False), ("mm:ss", False), ("@", False), ("d/m", True)],
)  # fmt: skip
def test_formats_of_dates(code: str, date: bool) -> None:
    assert is_date(code) is date


def test_numbers_and_columns() -> None:
    assert number_text("1E-7") == "0.0000001"
    assert [column_index(name) for name in ("A1", "Z9", "AA1", "XFD1")] == [0, 25, 26, 16_383]
    assert {column_index(name) for name in ("ZZZZZZ", "", "1")} == {-1}


# ── PowerPoint and OFD ──────────────────────────────────────────────────────────────────────────────────────────


def test_slides() -> None:
    found = extract(pptx([["姓名", "号"], ["张三", NUMBER]], hidden=True), "a.pptx")
    assert places(found, NUMBER) == ["幻灯片 2表 1 第 2 行第 2 格"]
    assert kinds(found) == [FaultKind.HIDDEN]


def test_ofd() -> None:
    pages = [[(10, 10, "第一行"), (40, 10, "另一格"), (10, 20, "第二行"), (40, 20, NUMBER)], [], [(10, 10, "尾")]]
    found = extract(ofd(pages), "a.ofd")
    assert [passage.text for passage in found.passages] == [f"第一行 另一格\n第二行 {NUMBER}", "尾"]
    assert found.tables[0].rows[1].place(1) == "第 1 页的表 第 2 行第 2 格"
    assert [(fault.kind, fault.place) for fault in found.faults] == [(FaultKind.SCANNED, "第 2 页")]


def test_every_fault_says_what_to_do() -> None:
    """The words of a fault name the cure after the last semicolon."""
    found = extract(package({"a.docx": docx(HIDDEN), "b.rar": b"Rar!\x1a\x07", "c.zip": b"PK\3\4"}), "a.zip")
    assert found.faults
    assert all(re.search(r"；(?:请|最好)", fault.message) for fault in found.faults)
