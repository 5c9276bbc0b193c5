"""What the description of a table demands of its cells, and where each mistake is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from county import County, document, told
from data_county import FAULTY, HEAD, SCHEMA, SHOWN, data_county
from frictionless_judge import validate


@pytest.fixture
def small(tmp_path: Path) -> County:
    """A county with a described table."""
    return data_county(tmp_path / "workspace")


def test_six_faults_are_told_where_frictionless_tells_them(small: County, tmp_path: Path) -> None:
    small.build()
    package = tmp_path / "package"
    shutil.copytree(small.public / "jinping/data", package)
    assert validate(str(package / "datapackage.json")).valid
    (package / "butie.csv").write_text(HEAD + "".join(FAULTY), "utf-8")
    judged = validate(str(package / "datapackage.json")).flatten(["rowNumber", "type"])
    small.write("content/jinping/data/butie.csv", HEAD + "".join(FAULTY))
    found = [each for each in small.check() if each.path == "content/jinping/data/butie.csv"]
    assert sorted({row for row, _ in judged}) == sorted(each.line for each in found) == [2, 3, 4, 5, 6, 7]
    assert [line.partition("butie.csv:")[2] for line in told(tuple(found))] == [
        "2:8: F221 「户数」：「很多」不是整数",
        "3:1: F221 「村」是空的，这一列每行都要填",
        "4:8: F221 「户数」：「0」小于 1",
        "5:4: F221 主键「001」与第 2 行重复",
        "6:23: F223 「530823999」不是本县任何单位的行政区划代码",
        "7:1: F205 这一行有 7 格，表头有 6 格",
    ]
    assert all(each.fix and each.law for each in found)


@pytest.mark.parametrize(
    ("schema", "place", "words"),
    [
        ("列:\n  - 名称: 村名\n", "schema.yaml:2:9: F222", "没有「村名」这一列，是不是「村」？"),
        ("列:\n  - 名称: 村\n  - 名称: 村\n", "schema.yaml:3:9: F222", "「村」有两列"),
        ("列:\n  - 名称: 户数\n    最小: 1\n", "schema.yaml:3:9: F103", "要同时写类型"),
        ("列:\n  - {名称: 户数, 类型: 整数, 最大: 多}\n", "schema.yaml:2:26: F103", "与类型不符"),
        ("列:\n  - {名称: 户数, 类型: 整形}\n", "schema.yaml:2:18: F103", "不在可选值之内"),
        ("列:\n  - {名称: 户数, 类形: 整数}\n", "schema.yaml:2:14: F101", "没有「类形」"),
        ("说明: 无\n", "schema.yaml:1:1: F102", "缺少「列」"),
        ("列: [\n", "schema.yaml:1:4: F007", "YAML"),
    ],
)
def test_mistakes_in_a_description_have_a_place(small: County, schema: str, place: str, words: str) -> None:
    small.write("content/jinping/data/butie.schema.yaml", schema)
    found = told(small.check())
    assert any(f"content/jinping/data/butie.{place}" in line and words in line for line in found), found
    assert any("gg/a.md" in line and "F205" in line for line in found)


def test_a_description_without_its_table_is_told(small: County) -> None:
    small.write("content/jinping/data/buti.schema.yaml", SCHEMA)
    assert told(small.check()) == ["content/jinping/data/buti.schema.yaml:1:1: F224 旁边没有数据文件 buti.csv 或 .yaml"]


def test_a_mark_at_the_start_of_a_description_withholds_nothing(small: County) -> None:
    small.write("content/jinping/data/butie.schema.yaml", "\ufeff" + SCHEMA)
    assert [each.code for each in small.check()] == ["F002"]


def test_cells_of_yaml_have_places(small: County) -> None:
    (small.root / "content/jinping/data/butie.csv").unlink()
    small.write("content/jinping/data/butie.yaml", "- {村: 甲, 户数: 多}\n- {村: , 户数: 2}\n")
    small.write(
        "content/jinping/data/butie.schema.yaml", "列:\n  - {名称: 村, 必填: 是}\n  - {名称: 户数, 类型: 整数}\n"
    )
    small.write("content/jinping/gg/a.md", document("表", "2026-00001", body=SHOWN.replace("csv", "yaml")))
    found = [line for line in told(small.check()) if "F221" in line]
    assert [line.split(" ")[0] for line in found] == [
        "content/jinping/data/butie.yaml:1:14:",
        "content/jinping/data/butie.yaml:2:7:",
    ]


def test_what_is_said_of_a_table_is_searched_like_all_that_is_public(small: County) -> None:
    number = "13987654321"
    small.write("content/jinping/data/butie.schema.yaml", SCHEMA.replace("户籍户", f"问张某 {number}"))
    found = [each for each in small.check() if each.code.startswith("X")]
    assert [each.path for each in found] == ["content/jinping/gg/a.md"]
    assert "data/butie.csv 的数据说明" in found[0].message and number not in found[0].message


def test_what_the_manual_shows_is_so(small: County, repository: Path) -> None:
    """The description in the manual is one, and the fault that it shows is told in these words."""
    manual = (repository / "docs/编辑手册.md").read_text("utf-8")
    (shown,) = re.findall(r"```\n(说明: [^`]*)```", manual)
    sample = re.search(r"content/huashan/(data/butie2026\.csv:3:5: F221 .*)", manual)
    rows = ["村（社区）,户数,行政区划代码", "营盘村,779,530823100", "秀龙村,很多,530823100"]
    small.write("content/jinping/data/butie2026.csv", "\n".join(rows) + "\n")
    small.write("content/jinping/data/butie2026.schema.yaml", shown)
    text = document("补贴", "2026-00002", body="![表](data/butie2026.csv)\n")
    small.write("content/jinping/gg/b.md", text)
    small.register()
    (line,) = (line for line in told(small.check()) if "F221" in line)
    assert sample is not None and line == f"content/jinping/{sample[1]}"
