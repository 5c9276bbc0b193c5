"""What Word files hold now and then: deleted ends, hidden words, charts, odd numbers, damage."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.blocks import Grid
from generator.blocks_text import markdown
from generator.errors import UsageError
from generator.importers import read
from generator.importers._word_counting import written
from hostile_docx import document, relations, write
from word_files import FILES, MADE, lines, made, run, told


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    found = made(tmp_path, f"<w:p>{mark}{run('前半')}</w:p><w:p>{run('后半')}</w:p><w:p>{mark}{run('末')}</w:p>")
    assert lines(found) == ["前半后半", "末"]
    assert "修订痕迹" in told(found)


def test_hidden_and_struck_words_are_told(tmp_path: Path) -> None:
    found = made(tmp_path, f"<w:p>{run('明')}{run('暗', '<w:vanish/>')}{run('划', '<w:strike/>')}</w:p>")
    assert lines(found) == ["明划"]
    assert "隐藏" in told(found) and "删除线" in told(found)


def test_a_field_that_never_ends_hides_nothing_that_follows(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TC "目录"</w:instrText></w:r>'
    found = made(tmp_path, f"<w:p>{run('甲')}{begin}{run('不印')}</w:p><w:p>{run('乙')}</w:p>")
    assert lines(found) == ["甲", "乙"]


def test_letters_drawn_as_a_shape_are_words(tmp_path: Path) -> None:
    shape = '<w:pict><v:shape xmlns:v="urn:v"><v:textpath string="示例县人民政府文件"/></v:shape></w:pict>'
    assert lines(made(tmp_path, f"<w:p><w:r>{shape}</w:r></w:p>")) == ["示例县人民政府文件"]


def test_a_symbol_of_an_unknown_font_is_told(tmp_path: Path) -> None:
    found = made(tmp_path, '<w:p><w:r><w:sym w:font="Webdings" w:char="F061"/></w:r></w:p>')
    assert lines(found) == ["〓"]
    assert "符号没有认出" in told(found)


def test_a_deleted_row_and_old_merging_across(tmp_path: Path) -> None:
    def cell(words: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"

    merged = '<w:hMerge w:val="restart"/>'
    rows = (
        f"<w:tr>{cell('甲', merged)}{cell('', '<w:hMerge/>')}{cell('乙')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('丙')}{cell('丁')}</w:tr>"
    )
    (grid,) = made(tmp_path, f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(grid, Grid)
    assert [[(cell.columns, len(cell.blocks)) for cell in row] for row in grid.rows] == [
        [(2, 1), (1, 1)],
        [(1, 0), (1, 1), (1, 1)],
    ]


def test_charts_objects_and_inserted_files_are_told(tmp_path: Path) -> None:
    chart = "<w:drawing><c:chart xmlns:c='urn:c'/></w:drawing>"
    embedded = "<w:object><o:OLEObject xmlns:o='urn:o'/></w:object>"
    found = made(tmp_path, f"<w:p><w:r>{chart}{embedded}</w:r></w:p><w:altChunk r:id='x'/><w:p>{run('甲')}</w:p>")
    assert lines(found) == ["甲"]
    assert "图表" in told(found) and "嵌入的对象" in told(found) and "另一个文件" in told(found)


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        *((10, "chineseCounting", "十"), (20, "chineseCounting", "二十"), (101, "chineseCounting", "一百零一")),
        *(
            (110, "chineseCounting", "一百一十"),
            (1005, "chineseCounting", "一千零五"),
            (10_010, "chineseCounting", "一万零一十"),
        ),
        *((12, "chineseLegalSimplified", "壹拾贰"), (27, "lowerLetter", "aa"), (1994, "upperRoman", "MCMXCIV")),
        *((20, "decimalEnclosedCircle", "⑳"), (21, "decimalEnclosedCircle", "㉑"), (11, "ideographTraditional", "甲")),
        *((105, "ideographDigital", "一〇五"), (3, "none", ""), (7, "unheardOf", "7"), (0, "chineseCounting", "0")),
    ],
)
def test_forms_of_numbers(number: int, form: str, expected: str) -> None:
    assert written(number, form) == expected


def test_macros_are_told_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "宏.docm"
    targets = relations(("vbaProject", "vbaProject.bin", ""))
    body = document(f"<w:p>{run('甲')}</w:p>")
    write(path, {"word/document.xml": body, "word/vbaProject.bin": "x", "word/_rels/document.xml.rels": targets})
    (found,) = read(path)
    assert lines(found) == ["甲"]
    assert "宏没有运行" in told(found)


_TAG = re.compile(r"<[^<>]*>")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([path.name for path in FILES]), st.randoms(use_true_random=False))
def test_damaged_parts_are_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, chance: Random
) -> None:
    with ZipFile(MADE / name) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    part = chance.choice([each for each in parts if each.startswith("word/") and each.endswith((".xml", ".rels"))])
    text = parts[part].decode()
    for _ in range(chance.randint(1, 4)):
        if not (tags := list(_TAG.finditer(text))):
            break
        one, other = chance.choice(tags), chance.choice(tags)
        text = text[: one.start()] + chance.choice(("", other[0], other[0] + one[0])) + text[one.end() :]
    path = tmp_path_factory.mktemp("damaged") / name
    write(path, {**parts, part: text})
    try:
        (found,) = read(path)
    except UsageError as error:
        assert "不能导入" in error.what
    else:
        assert markdown(found.blocks, found.notes, {}) == markdown(found.blocks, found.notes, {})
