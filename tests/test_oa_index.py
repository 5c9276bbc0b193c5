"""Indexes of OA systems and old sites: what a row states, to the letter; what is wrong in it, and where."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.delimited import records
from generator.document_fields import DocumentFields
from generator.errors import UsageError
from generator.forms import names_of
from generator.oa_columns import ATTACHMENTS, BODY, FILE, GRADE, IGNORED, column_names
from generator.oa_index import Listed, rows

HEAD = ("公文标题", "文号", "密 级", "公开方式", "印发日期", "附件", "正文文件", "点击数", "怪列")


def index(folder: Path, *lines: tuple[str, ...], encoding: str = "gb18030", name: str = "index.csv") -> Path:
    """An index in a folder, and the folder."""
    with (folder / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)
    return folder


def told(listed: Listed) -> list[tuple[str, str]]:
    """Places and messages."""
    return [(remark.place, remark.message) for remark in listed.remarks]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_row_is_read_by_the_names_that_columns_go_by(tmp_path: Path, encoding: str) -> None:
    for name in ("通知.docx", "表.xlsx"):
        (tmp_path / name).touch()
    line = ("关于防汛的通知", "示政发〔2026〕1号", "", "主动公开", "2026/1/5", "表.xlsx", "通知.docx", "33", "其他")
    (found,) = rows(index(tmp_path, HEAD, line, encoding=encoding))
    assert found.values == {
        "标题": "关于防汛的通知", "发文字号": "示政发〔2026〕1号", "公开属性": "主动公开", "成文日期": "2026-01-05",
    }  # fmt: skip
    assert (found.file, found.attachments, found.place) == ("通知.docx", ("表.xlsx",), "index.csv:2")
    assert told(found)[0][0] == "index.csv"
    assert "「怪列」" in told(found)[0][1]
    assert "点击数" not in told(found)[0][1]


@pytest.mark.parametrize("grade", ["秘密★1年", "机密", "绝密 长期", "内部", "无"])
@pytest.mark.parametrize("openness", ["依申请公开", "不予公开", "否", "主动公开 "])
def test_grade_and_openness_come_through_to_the_letter(tmp_path: Path, grade: str, openness: str) -> None:
    (found,) = rows(index(tmp_path, HEAD, ("甲", "", grade, openness, "", "", "", "", "")))
    assert found.values["密级"] == grade
    assert found.values["公开属性"] == openness.strip()


@pytest.mark.parametrize("grade", ["机密★20年", "绝密 长期", "秘　密", "机 密★1年"])
def test_a_grade_in_a_column_that_nobody_knows_is_a_grade_all_the_same(tmp_path: Path, grade: str) -> None:
    (found,) = rows(index(tmp_path, HEAD, ("甲", "", "", "主动公开", "", "", "", "", grade)))
    assert found.values[GRADE] == grade


def test_two_columns_of_openness_are_both_told(tmp_path: Path) -> None:
    head = ("标题", "公开属性", "公开方式")
    (found,) = rows(index(tmp_path, head, ("甲", "主动公开", "依申请公开")))
    assert found.values["公开属性"] == "主动公开；依申请公开"


def test_rows_that_are_not_whole_are_told_and_not_read(tmp_path: Path) -> None:
    whole = ("甲", "", "", "主动公开", "", "", "", "", "")
    found = rows(index(tmp_path, HEAD, whole, whole[:3], (*whole, "多"), (*whole, "", "")))
    assert [bool(each.values) for each in found] == [True, False, False, True]
    assert [each.place for each in found] == ["index.csv:2", "index.csv:3", "index.csv:4", "index.csv:5"]
    assert "有 3 格，表头有 9 格" in told(found[1])[0][1]
    assert "有 10 格" in told(found[2])[0][1]


def test_a_quote_that_is_never_closed_ends_the_reading(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text('标题,正文\n甲,"<p>一</p>"\n乙,"<p>二\n丙,x\n', "utf-8")
    found = rows(tmp_path)
    assert [each.values.get("标题", "") for each in found] == ["甲", ""]
    assert (found[1].place, "引号没有成对" in told(found[1])[0][1]) == ("index.csv:3", True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-05", "2026-01-05"), ("2026年1月5日", "2026-01-05"), ("2026.1.5 10:20:30", "2026-01-05"),
        ("20260105", "2026-01-05"), ("20260105102030", "2026-01-05"), ("2026-01-05T10:20:30", "2026-01-05"),
        ("1767571200", "2026-01-05"), ("1767628799000", "2026-01-05"), ("2026-02-30", ""), ("春节前", ""),
    ],
)  # fmt: skip
def test_days_in_every_form_that_systems_write(tmp_path: Path, written: str, expected: str) -> None:
    (found,) = rows(index(tmp_path, ("标题", "发布时间"), ("甲", written)))
    assert found.values.get("发布日期", "") == expected
    assert [place for place, _ in told(found)] == ([] if expected else ["index.csv:2:2"])


OUTSIDE = (
    "../b.pdf",
    "/etc/passwd",
    "C:\\a.doc",
    "..\\b.pdf",
    "x/../../b.pdf",
    "https://a.example/b.pdf",
    "没有.pdf",
    "link.pdf",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_never_leave_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "导出"
    folder.mkdir()
    (tmp_path / "b.pdf").touch()
    (folder / "link.pdf").symlink_to(tmp_path / "b.pdf")
    (found,) = rows(index(folder, ("标题", "文件", "附件"), ("甲", path, path)))
    assert (found.file, found.attachments) == ("", ())
    assert [place for place, _ in told(found)] == ["index.csv:2:2", "index.csv:2:3"]


def test_old_vendors_put_the_body_into_a_cell(tmp_path: Path) -> None:
    body = '<p>正文,"引号"</p>\n' + "字" * 200_000
    path = index(
        tmp_path, ("title", "newstext", "newstime", "classid", "befrom"), ("甲", body, "1767571200", "12", "县府办")
    )
    (found,) = rows(path / "index.csv")
    assert found.body_html == body.strip()
    assert found.values == {"标题": "甲", "发布日期": "2026-01-05", "栏目": "12", "来源": "县府办"}


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_index_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").touch()
    (tmp_path / "index.yaml").write_text(
        "- 标题: 甲\n  文件: 甲.docx\n  附件: [无.pdf]\n- 一行字\n- 标题: 乙\n  密级: 秘密\n", "utf-8"
    )
    found = rows(tmp_path)
    assert [(each.values, each.file) for each in found] == [
        ({"标题": "甲"}, "甲.docx"), ({}, ""), ({"标题": "乙", "密级": "秘密"}, ""),
    ]  # fmt: skip
    assert told(found[0])[0][0] == "index.yaml:3:3"
    assert told(found[1])[0][0] == "index.yaml:4"


def test_a_folder_in_which_each_file_has_its_yaml(tmp_path: Path) -> None:
    (tmp_path / "内").mkdir()
    for name in ("通知.docx", "通知.pdf", "内/函.wps", "表.xlsx", "散.docx", "坏.docx", "内/.隐.docx"):
        (tmp_path / name).touch()
    (tmp_path / "通知.yaml").write_text("文件标题: 通知\nmj: 机密\n", "utf-8")
    (tmp_path / "内" / "函.wps.yaml").write_text("标题: 函\n附件: ../表.xlsx\n", "utf-8")
    (tmp_path / "坏.yaml").write_text("标题: [\n", "utf-8")
    found = {each.place.partition(":")[0]: each for each in rows(tmp_path)}
    assert (found["通知.yaml"].values, found["通知.yaml"].file) == ({"标题": "通知", "密级": "机密"}, "通知.docx")
    assert found["通知.yaml"].attachments == ("通知.pdf",)
    assert (found["内/函.wps.yaml"].file, found["内/函.wps.yaml"].attachments) == ("内/函.wps", ("表.xlsx",))
    assert (found["散.docx"].file, found["散.docx"].values) == ("散.docx", {})
    assert (found["坏.yaml"].file, found["坏.yaml"].values) == ("", {})  # nor is its file imported without it
    assert set(found) == {"通知.yaml", "内/函.wps.yaml", "散.docx", "坏.yaml"}


def test_an_index_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "导出"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("标题\n机密\n", "utf-8")
    (folder / "index.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(UsageError, match="没有可以导入"):
        rows(folder)


def test_nothing_to_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有一行信息"):
        rows(index(tmp_path, HEAD))
    (tmp_path / "index.csv").write_bytes(b"\xff\x80\x81,\xff\n")
    with pytest.raises(UsageError, match="编码"):
        rows(tmp_path)


# ── names of columns ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_field_of_the_shipped_names_is_one() -> None:
    special = {FILE, BODY, ATTACHMENTS, IGNORED, GRADE}
    assert set(column_names(None)) - special <= set(names_of(DocumentFields))


def test_no_name_means_two_fields() -> None:
    names = [name.casefold() for each in column_names(None).values() for name in each]
    assert sorted(names) == sorted(set(names))


def test_names_of_one_s_own_come_first(tmp_path: Path) -> None:
    mapping = tmp_path / "列名.yaml"
    mapping.write_text("标题: 事由\n发布机构: [来源, 承办单位]\n不导入: 流转\n", "utf-8")
    folder = index(tmp_path, ("标题", "事由", "来源", "流转"), ("甲", "乙", "县府办", "x"))
    (found,) = rows(folder, mapping)
    assert found.values == {"标题": "乙", "发布机构": "县府办"}
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("题目: [a]\n", "不认识的字段「题目」"),
        ("标题: {a: b}\n", "应当是列名"),
        ("标题: [\n", "列名对照有误"),
        ("", "列名对照有误"),
    ],
)
def test_mistakes_in_them_are_told(tmp_path: Path, text: str, words: str) -> None:
    mapping = tmp_path / "列名.yaml"
    mapping.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=words):
        column_names(mapping)


# ── the reader of rows ──────────────────────────────────────────────────────────────────────────────────────────

CELL = st.text('甲乙a"\n\r,\t ', max_size=6)


@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=8), st.sampled_from([",", "\t", ";"]))
def test_rows_are_those_of_the_standard_reader(table: list[list[str]], mark: str) -> None:
    from io import StringIO

    out = StringIO()
    csv.writer(out, delimiter=mark).writerows(table)
    expected = [row for row in csv.reader(StringIO(out.getvalue(), newline=""), delimiter=mark) if any(row)]
    assert [list(cells) for _, cells in records(out.getvalue(), mark)] == expected
