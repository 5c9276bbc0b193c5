"""Workbooks and plain tables become data files: all that is shown and nothing that is hidden, as it is shown."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attachment_files import package
from county import County, document
from generator.blocks import Imported, Sheet
from generator.delimited import csv_text
from generator.errors import UsageError
from generator.extraction import Area, Drawn, DrawnSheet
from generator.extraction._drawn import shown_columns
from generator.extraction._number_format import displayed
from generator.importers import LIMITS, _layout, _matrix
from generator.importers._tables import AROUND
from generator.model import Severity
from generator.tables import ROW_LIMIT, read_rows
from import_runs import IDENTITY, begun, imports
from importing import MADE, bare, bounded, one, words

TABLES = sorted(path for path in MADE.iterdir() if path.suffix in (".xlsx", ".xls", ".et", ".csv", ".tsv"))
ENCODINGS = {
    "国标编码.csv": ("gb18030", ","), "带标记.csv": ("utf-8-sig", ","), "宽字符.csv": ("utf-16", "\t"),
    "无标记.csv": ("utf-8", ";"), "制表符.tsv": ("utf-8", "\t"), "科学计数.csv": ("gb18030", ","),
}  # fmt: skip
TWINS = {"旧版补贴.xls": "补贴发放.xlsx", "旧版编码.et": "编码和数字.xlsx", "旧版隐藏.xls": "隐藏行列.xlsx"}


def said(found: Imported) -> str:
    """All that was read, without blanks."""
    parts = [*words(found.blocks)]
    for sheet in found.sheets:
        parts += [sheet.caption, *sheet.above, *(cell for row in sheet.rows for cell in row), *sheet.below]
    return bare("\n".join(parts))


def told(found: Imported) -> str:
    """All remarks."""
    return "\n".join(f"{remark.place} {remark.message}" for remark in found.remarks)


def shown(path: Path) -> Iterator[str]:
    """The words in the cells of a workbook that are not hidden, as openpyxl reads them."""
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows() if sheet.sheet_state == "visible" else ():
            for cell in row:
                column = sheet.column_dimensions[openpyxl.utils.get_column_letter(cell.column)]
                hidden = sheet.row_dimensions[cell.row].hidden or column.hidden
                if isinstance(cell.value, str) and not hidden:
                    yield cell.value


def test_there_are_fifteen() -> None:
    assert len(TABLES) >= 15


@pytest.mark.parametrize("path", [path for path in TABLES if path.suffix == ".xlsx"], ids=lambda path: path.name)
def test_no_word_of_a_workbook_is_lost(path: Path) -> None:
    found = said(one(path))
    expected = list(shown(path))
    assert expected
    assert [text for text in expected if bare(text) not in found] == []


@pytest.mark.parametrize("name", ENCODINGS)
def test_no_word_of_a_plain_table_is_lost(name: str) -> None:
    encoding, mark = ENCODINGS[name]
    with (MADE / name).open(encoding=encoding, newline="") as file:
        expected = [cell for row in csv.reader(file, delimiter=mark) for cell in row]
    found = said(one(MADE / name))
    assert [text for text in expected if bare(text) not in found] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_data_file_can_be_checked(path: Path, tmp_path: Path) -> None:
    sheets = one(path).sheets
    assert sheets
    for sheet in sheets:
        file = tmp_path / "x.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(sheet.rows)
        rows, faults = read_rows(file)
        assert faults == ()
        assert tuple(row.cells for row in rows) == sheet.rows


def test_a_document_that_shows_an_imported_sheet_has_no_faults(tmp_path: Path) -> None:
    (sheet,) = one(MADE / "补贴发放.xlsx").sheets
    county = County(tmp_path)
    county.write("content/jinping/data/butie.csv", csv_text(sheet.rows))
    county.write("content/jinping/gg/a.md", document(sheet.caption, "2026-00001", body="![补贴](data/butie.csv)\n"))
    county.register()
    assert [each for each in county.check() if each.severity is Severity.ERROR] == []
    county.build()
    page = (county.public / "jinping").glob("**/*.html")
    assert any("甲镇</td>" in path.read_text("utf-8") and "1,234.50" in path.read_text("utf-8") for path in page)


# ── what cells mean ─────────────────────────────────────────────────────────────────────────────────────────────


def test_title_unit_head_merged_cells_and_notes() -> None:
    found = one(MADE / "补贴发放.xlsx")
    assert found.sheets == (
        Sheet(
            "补贴",
            (
                ("序号", "乡镇", "村", "资金/中央", "资金/省级", "备注", "发放日期"),
                ("1", "甲镇", "东村", "1,234.50", "100", "", "2026-01-31"),
                ("2", "甲镇", "西村", "2,234.50", "100", "含增补", "2026-02-01"),
                ("3", "乙镇", "南村", "3,000.00", "50.25", "", "2026-02-01"),
                ("合计", "", "", "6,469.00", "250.25", "", ""),
            ),
            "示例县2026年耕地地力保护补贴发放表",
            ("填报单位：示例县农业农村局", "单位：元"),
            ("注：本表数据截至2026年2月。",),
        ),
    )
    assert "“底稿” 是隐藏的" in told(found)


def test_numbers_days_and_codes_are_as_they_are_shown() -> None:
    found = one(MADE / "编码和数字.xlsx")
    first, second = found.sheets[0].rows[1:]
    assert first[:7] == ("000123", "2026530823000000123", "85.67%", "1,234,567.89", "2026-03-01", "2026年12月", "08:30")
    assert second == (
        "000124", "2026530823000000124", "100.00%", "-50.00", "2026-03-15", "2027年1月", "14:00", "1234567890123",
        "666100", "FALSE",
    )  # fmt: skip
    assert first[8:] == ("000007", "TRUE")
    assert "H2 是超过 15 位的数字" in told(found)


@pytest.mark.parametrize("name", TWINS)
def test_old_workbooks_say_the_same(name: str) -> None:
    old, new = one(MADE / name), one(MADE / TWINS[name])
    assert [(sheet.rows, sheet.caption, sheet.above, sheet.below) for sheet in old.sheets] == [
        (sheet.rows, sheet.caption, sheet.above, sheet.below) for sheet in new.sheets
    ]
    assert told(old) == told(new)


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    found = one(MADE / "隐藏行列.xlsx")
    assert found.sheets[0].rows == (("村名", "户数", "资金"), ("东村", "12", "100"), ("南村", "14", "300"))
    assert "隐藏的 1 行、1 列" in told(found)
    assert "待核" not in said(found)


def test_formulas_without_a_result_are_told_those_with_one_are_read() -> None:
    found = one(MADE / "公式没有结果.xlsx")
    assert found.sheets[0].rows[-1] == ("合计", "")
    assert "B4 的公式没有存下结果" in told(found)
    assert one(MADE / "财务格式.xlsx").sheets[0].rows[1][-1] == "104.21%"


def test_heads_of_three_rows_and_accounting_formats() -> None:
    found = one(MADE / "财务格式.xlsx")
    (sheet,) = found.sheets
    assert sheet.rows[0] == (
        "科目", "金额/本年/预算数", "金额/本年/决算数", "金额/上年/预算数", "金额/上年/决算数", "增减"
    )  # fmt: skip
    assert sheet.rows[1][1:5] == ("1,200.00", "1,250.50", "1,100.00", "0.00")
    assert (sheet.caption, sheet.above) == ("示例县2025年度收支决算表", ("附件2", "单位：万元"))
    assert "图表" in told(found)


def test_a_merged_number_is_not_counted_twice_but_a_year_holds_for_all() -> None:
    found = one(MADE / "合并的数字.xlsx")
    assert found.sheets[0].rows[1:] == (
        ("2026", "示例河治理", "800", "一标段", "示例建筑公司"),
        ("2026", "示例河治理", "", "二标段", "示例建筑公司"),
        ("2026", "示例路改造", "300", "一标段", "示范路桥公司"),
    )
    assert "1 处合并的单元格里是数字" in told(found)


def test_a_cover_is_text_and_empty_sheets_are_nothing() -> None:
    found = one(MADE / "多张工作表.xlsx")
    assert [block.text for block in found.blocks if hasattr(block, "text")] == [
        "示例县2026年部门预算公开表",
        "示例县财政局",
    ]
    assert [sheet.name for sheet in found.sheets] == ["收支总表", "三公经费"]
    assert found.remarks == ()


def test_scientific_notation_is_told() -> None:
    found = one(MADE / "科学计数.csv")
    assert "科学计数" in told(found)
    assert (found.sheets[0].caption, found.sheets[0].below) == ("示例县低保对象备案表", ("填表人：王某",))


def test_a_sheet_that_no_data_file_holds_is_told(tmp_path: Path) -> None:
    path = tmp_path / "长.csv"
    path.write_text("甲,乙\n" + "1,2\n" * (ROW_LIMIT + AROUND + 5), "utf-8")
    found = one(path)
    assert found.sheets == ()
    assert f"超过 {ROW_LIMIT} 行" in told(found)


FORMS = (
    ("1234.5", "#,##0.00", "1,234.50"), ("0.1234", "0.00%", "12.34%"), ("123", "000000", "000123"),
    ("0", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"), ("-3", "(#,##0)", "-3"),
    ("12", '0"元"', "12元"), ("123456", '0.0,"千"', "123.5千"), ("46053", "yyyy/m/d", "2026-01-31"),
    ("46053", "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "2026-01-31"), ("46053", "yyyy", "2026"), ("0.4", "h:mm", "09:36"),
    ("1.5", "[h]:mm", "36:00"), ("0.30000000000000004", "", "0.3"), ("5.3E+17", "", "530000000000000000"),
    ("1.5", "# ?/?", "1.5"), ("12345", "0.00E+00", "12345"), ("-0.001", "0.00", "0.00"), ("1E400", "0.00", "1E400"),
    ("x", "0.00", "x"), ("46053.5", "yyyy-mm-dd hh:mm", "2026-01-31 12:00"), ("46053", "mmm-yy", "2026年1月"),
)  # fmt: skip


@pytest.mark.parametrize(("written", "code", "expected"), FORMS)
def test_number_formats(written: str, code: str, expected: str) -> None:
    assert displayed(written, code, from_1904=False) == expected


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=4))
def test_two_decimals_are_rounded_as_on_paper(number: Decimal) -> None:
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    expected = f"{rounded:,f}" if rounded else "0.00"
    assert displayed(f"{number:f}", "#,##0.00", from_1904=False) == expected


# ── the shape of a sheet ────────────────────────────────────────────────────────────────────────────────────────

WORD = st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=4)


@given(st.integers(2, 6).flatmap(lambda width: st.lists(st.lists(WORD, min_size=width, max_size=width), min_size=2)))
def test_a_full_table_comes_out_as_it_is(rows: list[list[str]]) -> None:
    sheet = DrawnSheet("", {number: dict(enumerate(map(Drawn, row))) for number, row in enumerate(rows, 1)})
    found = _layout.laid_out(_matrix.matrix(sheet))
    assert [list(found.head), *map(list, found.rows)] == rows


@st.composite
def sheets(draw: st.DrawFn) -> DrawnSheet:
    """A sheet of unique words with empty cells and merged ones that do not overlap."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    free = {(row, column) for row in range(1, height + 1) for column in range(width)}
    rows: dict[int, dict[int, Drawn]] = {}
    merged: list[Area] = []
    for row in range(1, height + 1):
        for column in range(width):
            if (row, column) in free and draw(st.booleans()):
                bottom, right = (
                    draw(st.integers(row, min(row + 2, height))),
                    draw(st.integers(column, min(column + 2, width - 1))),
                )
                places = {(each, other) for each in range(row, bottom + 1) for other in range(column, right + 1)}
                if places <= free:
                    free -= places
                    merged += [Area(row, column, bottom, right)] if len(places) > 1 else []
                    rows.setdefault(row, {})[column] = Drawn(f"词{row}之{column}完")
    return DrawnSheet("", rows, tuple(merged))


@given(sheets())
def test_no_word_of_any_sheet_is_lost(sheet: DrawnSheet) -> None:
    cells = _matrix.matrix(sheet)
    if not cells.numbers:
        return
    found = _layout.laid_out(cells)
    everything = "\n".join((found.caption, *found.above, *found.head, *found.below, *map("\n".join, found.rows)))
    assert [cell.text for row in sheet.rows.values() for cell in row.values() if cell.text not in everything] == []
    assert {len(row) for row in found.rows} <= {len(found.head)}
    assert all(found.head)


# ── strangers' files ────────────────────────────────────────────────────────────────────────────────────────────

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATION = (
    '<Relationships xmlns="r"><Relationship Id="r1" Type="worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="r2" Type="externalLink" TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
)
BOOK = '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>甲</t></is></c><c r="B{0}"><v>1</v></c></row>'


def workbook(rows: str, before: str = "", after: str = "", **parts: str | bytes) -> bytes:
    """A workbook with these rows, and further parts by their names."""
    sheet = f"{before}<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>"
    named = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    return package(
        {
            "[Content_Types].xml": TYPES, "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATION,
            "xl/worksheets/sheet1.xml": sheet, **named,
        }
    )  # fmt: skip


def nested(depth: int) -> bytes:
    """Archives in archives, ten in each."""
    data = b"0" * (1 << 20)
    for _ in range(depth):
        data = package({f"{number}.zip": data for number in range(10)})
    return data


def zeros(size: int) -> bytes:
    """A workbook with a part that unpacks to so many bytes."""
    file = BytesIO(workbook(ROW.format(1)))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/a.xml", "w") as part,
    ):
        for _ in range(size >> 20):
            part.write(bytes(1 << 20))
    return file.getvalue()


def chance(count: int) -> list[int]:
    """Numbers that no archive makes small."""
    drawn = Random(7)
    return [drawn.getrandbits(32) for _ in range(count)]


def numbers(count: int) -> str:
    """Cells of numbers."""
    return "".join(f"<c><v>{number}</v></c>" for number in chance(count))


def formatted(count: int, code: str) -> bytes:
    """A workbook with so many numbers that are shown in a format."""
    styles = (
        f'<s><numFmt numFmtId="200" formatCode="{code}"/><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></s>'
    )
    cells = [f'<c s="1"><v>{number % 65_536}</v></c>' for number in chance(count)]
    rows = "".join(f"<row>{''.join(cells[start : start + 100])}</row>" for start in range(0, count, 100))
    return workbook(rows, xl__styles_xml=styles)


def hidden_columns() -> bytes:
    """Cells in a hundred columns, and stretches of hidden columns without end."""
    ends = [(word % 16_384, (word >> 14) % 16_384) for word in chance(200_000)]
    stretches = "".join(f'<col min="{first}" max="{last}" hidden="1"/>' for first, last in ends)
    return workbook(f"<row>{numbers(100)}</row>" * 1_000, after=stretches)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: workbook(ROW.format(1), xl__styles_xml=b"\0" * (70 << 20)),
    "gigabyte": lambda: zeros(1 << 30),
    "ratio": lambda: workbook(ROW.format(1) + " " * (20 << 20)),
    "entities": lambda: workbook("&a;", '<!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>'),
    "outside": lambda: workbook("&a;", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "parts": lambda: workbook(ROW.format(1), **{f"xl__p{number}_xml": "<a/>" for number in range(3_000)}),
    "nested": lambda: nested(4),
    "cells": lambda: workbook("".join(f"<row>{numbers(2_000)}</row>" for _ in range(300))),
    "deep": lambda: workbook("<a>" * 100_000),
    "strings": lambda: workbook(
        '<row><c t="s"><v>0</v></c></row>',
        xl__sharedStrings_xml="<sst>" + "".join(f"<si><t>{word:08x}</t></si>" for word in chance(400_000)) + "</sst>",
    ),
    "merged": lambda: workbook(
        ROW.format(1) * 3, after="".join(f'<mergeCell ref="A1:XFD{word % 10**6 + 2}"/>' for word in chance(300_000))
    ),
    "hidden": hidden_columns,
    "empty cells": lambda: workbook("<row>" + "".join(f'<c s="{word}"/>' for word in chance(900_000)) + "</row>"),
    "empty rows": lambda: workbook("".join(f'<row r="{word}"/>' for word in chance(900_000))),
    "days": lambda: formatted(150_000, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"),
    "formats": lambda: formatted(150_000, "#,##0.00_);[Red](#,##0.00);&quot;-&quot;??_)"),
    "broken": lambda: workbook("<row>")[:-200],
    "empty": lambda: b"",
    "ole": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_096,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_within_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "敌意.xlsx"
    path.write_bytes(HOSTILE[name]())
    found = bounded(path)
    assert found.refused
    assert "Traceback" not in found.refused


STRETCHES = st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=12)


@given(st.sets(st.integers(0, 30)), STRETCHES)
def test_hidden_columns_are_those_that_lie_in_a_stretch(used: set[int], hidden: list[tuple[int, int]]) -> None:
    rows = {1: {index: Drawn("甲") for index in used}}
    kept, gone = shown_columns(rows, hidden)
    visible = {index for index in used if not any(first <= index <= last for first, last in hidden)}
    assert (set(kept[1]), gone) == (visible, len(used) - len(visible))


def test_nothing_outside_is_read_and_nobody_is_asked(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("需要 strace：apt-get install strace")
    path, log = tmp_path / "a.xlsx", tmp_path / "calls"
    link = '<externalLink><externalBook r:id="r2"/></externalLink>'
    path.write_bytes(workbook(ROW.format(1) + ROW.format(2), **{"xl__externalLinks__externalLink1_xml": link}))
    found = bounded(path, "strace", "-f", "-e", "trace=network,openat", "-o", str(log))
    assert found.read[0][1] == 1
    assert "a.xlsx" in log.read_text()
    assert not any(word in log.read_text() for word in ("connect(", "socket(", "/etc/passwd"))


def test_wrong_sums_names_and_links_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(ROW.format(1) + ROW.format(2), **{"..__..__etc__evil_xml": "<a/>"}))
    found = one(path)
    assert found.sheets[0].rows == (("甲", "1"), ("甲", "1"))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + 3] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(UsageError, match="损坏"):
        one(path)


def test_other_files_under_a_table_s_name_are_refused(tmp_path: Path) -> None:
    for name, data in (("a.xlsx", b"%PDF-1.7\n"), ("b.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99), ("c.xls", nested(1))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UsageError):
            one(tmp_path / name)
    assert LIMITS.total_bytes <= 200 << 20


def test_what_stands_beside_tables_is_body_and_never_their_title(tmp_path: Path) -> None:
    """A note on a sheet of its own stays; a file with a head only, or one column, is told and called after the file."""
    book = openpyxl.Workbook()
    first, _, note = book.worksheets[0], book.create_sheet("Sheet2"), book.create_sheet("说明")
    for row in (["分村汇总表"], ["村", "金额"], ["利月村", 3]):
        first.append(row)
    note["A1"] = "数据来源：镇农业综合服务中心"
    book.save(tmp_path / "汇总.xlsx")
    (tmp_path / "只有表头.csv").write_text("姓名,电话\n", "utf-8")
    (tmp_path / "一列.csv").write_text("通知\n今天开会\n明天也开\n", "utf-8")
    county = begun(tmp_path / "county")
    files = [tmp_path / name for name in ("汇总.xlsx", "只有表头.csv", "一列.csv")]
    told = {each.name: imports(county, each, "--column", "gg", "--dry-run") for each in files}
    assert "标题: 分村汇总表" in told["汇总.xlsx"].replace('"', "")
    assert "数据来源：镇农业综合服务中心" in told["汇总.xlsx"].rpartition("---")[2]
    assert "注意: 只有表头，没有一行数据" in told["只有表头.csv"] and '标题: "只有表头"' in told["只有表头.csv"]
    assert "注意: 只有一列" in told["一列.csv"] and '标题: "一列"' in told["一列.csv"]


def test_places_are_the_cells_of_the_file(tmp_path: Path) -> None:
    """Empty rows and columns, and a title above, are counted as a spreadsheet counts them."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"], sheet["B4"], sheet["C4"], sheet["B6"], sheet["C6"] = "人员表", "姓名", "身份证号码", "张某", IDENTITY
    book.save(tmp_path / "人员.xlsx")
    done = imports(begun(tmp_path / "county"), tmp_path / "人员.xlsx", "--column", "gg", status=1)
    assert "表「人员」C6：出现身份证号码" in done
