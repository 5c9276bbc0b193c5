"""Tables as sets of data: what is published of them, what their descriptions demand, and what outside judges say."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from frictionless import validate
from jsonschema import Draft202012Validator
from pyshacl import validate as judge_shapes
from rdflib import Graph
from referencing import Registry, Resource

from conftest import Workspace
from county import SITE, County, document, told
from generator import cells
from generator.model import Form

HEAD = "村,编号,户数,金额（元）,日期,区划\n"
ROWS = (
    "甲村,001,10,100.50,2026-01-02,530823100\n",
    "乙村,002,20,-2.50,2026-02-03,530823\n",
    "丙村,003,5,0,,530823100\n",
    "丁村,004,7,3,2026-03-04,530823100\n",
    "戊村,005,8,4,2026-03-05,530823100\n",
    "己村,006,9,5,2026-03-06,530823100\n",
    "庚村,007,11,6,2026-03-07,530823100\n",
)
SCHEMA = """\
名称: 分村补贴
更新周期: 每年
列:
  - {名称: 村, 必填: 是}
  - {名称: 编号, 主键: 是}
  - {名称: 户数, 类型: 整数, 最小: 1, 单位: 户, 说明: 户籍户}
  - {名称: 金额（元）, 类型: 数字}
  - {名称: 日期, 类型: 日期, 最小: 2026-01-01, 最大: 2026-12-31}
  - {名称: 区划, 对照: 行政区划代码}
"""
SHOWN = "![补贴表](data/butie.csv)\n"


@pytest.fixture
def small(tmp_path: Path) -> County:
    """Three units; the township has a notice that shows a described table."""
    made = County(tmp_path / "workspace")
    made.write("content/jinping/data/butie.csv", HEAD + "".join(ROWS))
    made.write("content/jinping/data/butie.schema.yaml", SCHEMA)
    made.write("content/jinping/gg/a.md", document("补贴发放情况", "2026-00001", "主题词: 补贴", body=SHOWN))
    made.register()
    return made


def table_of(county: County, path: str) -> list[list[str]]:
    """A published CSV file, read."""
    return list(csv.reader(io.StringIO((county.public / path).read_text("utf-8-sig"))))


def parsed(county: County, path: str) -> Any:
    return json.loads((county.public / path).read_text("utf-8"))


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("head", "column", "form"),
    [
        ("户数", ("1", "1,200", "-3", ""), Form.INTEGER),
        ("金额", ("1", "2.50", "−3"), Form.NUMBER),
        ("增长", ("4.5%", "-1％", "0%"), Form.NUMBER),
        ("增长", ("4.5%", "3", "0%"), Form.STRING),
        ("增长", ("4.5%", "3‰"), Form.STRING),
        ("日期", ("2026-01-31", ""), Form.DATE),
        ("日期", ("2026-02-30",), Form.STRING),
        ("年度", ("2025", "2026"), Form.YEAR),
        ("数量", ("2025", "2026"), Form.INTEGER),
        ("门牌", ("010", "12"), Form.STRING),
        ("行政区划代码", ("530823100",), Form.STRING),
        ("卡片", ("6222021234567890123",), Form.STRING),
        ("说明", ("1", "约 2"), Form.STRING),
        ("说明", ("", ""), Form.STRING),
        ("说明", (), Form.STRING),
    ],
)
def test_forms_are_told_from_all_cells(head: str, column: tuple[str, ...], form: Form) -> None:
    assert cells.form_of(head, column) is form


@pytest.mark.parametrize(
    ("form", "cell", "written"),
    [
        (Form.NUMBER, "-12.50", "-12.50"),
        (Form.NUMBER, "－12.50", "-12.50"),
        (Form.NUMBER, "1,234,567.8", "1234567.8"),
        (Form.NUMBER, "+3.5％", "3.5%"),
        (Form.STRING, "-12.50", "-12.50"),
        (Form.STRING, "=1+1", "'=1+1"),
        (Form.STRING, "-", "'-"),
        (Form.STRING, "-2+3", "'-2+3"),
        (Form.STRING, "+A1", "'+A1"),
        (Form.STRING, "@SUM(A1)", "'@SUM(A1)"),
        (Form.STRING, "＝1+1", "'＝1+1"),
        (Form.STRING, "＋1+1", "'＋1+1"),
        (Form.STRING, "－1－1", "'－1－1"),
        (Form.STRING, "＠x", "'＠x"),
        (Form.STRING, "\t=1", "'\t=1"),
        (Form.STRING, "2=2", "2=2"),
        (Form.STRING, "", ""),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(form: Form, cell: str, written: str) -> None:
    assert cells.written(form, cell) == written


# ── what is published ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_is_published_for_machines(small: County) -> None:
    assert told(small.build().findings()) == []
    data = (small.public / "jinping/data/butie.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 8
    rows = table_of(small, "jinping/data/butie.csv")
    assert (
        rows[0] == ["村", "编号", "户数", "金额（元）", "日期", "区划"]
        and rows[1][1] == "001"
        and rows[2][3] == "-2.50"
    )
    found = parsed(small, "jinping/data/butie/datapackage.json")["resources"][0]
    assert found["path"] == "https://www.county.example/jinping/data/butie.csv"
    assert found["title"] == "分村补贴" and found["schema"]["primaryKey"] == ["编号"]
    assert [field["type"] for field in found["schema"]["fields"]] == [
        *("string", "string", "integer", "number", "date", "string")
    ]
    assert found["schema"]["fields"][2] == {
        **{"name": "户数", "type": "integer", "description": "户籍户", "unit": "户"},
        "constraints": {"minimum": 1},
    }
    (dataset,) = parsed(small, "jinping/data.json")["dataset"]
    assert dataset["identifier"] == "11530823000000002K/data/butie"
    assert (dataset["modified"], dataset["accessLevel"]) == ("2026-01-06", "public")
    assert dataset["accrualPeriodicity"] == "R/P1Y" and "补贴" in dataset["keyword"]
    assert parsed(small, "data.json")["dataset"] == [dataset]


def test_a_page_leads_to_the_file_of_its_table(small: County) -> None:
    small.build()
    page = (small.public / "jinping/info/2026-00001.html").read_text("utf-8")
    link = '<a href="../data/butie.csv" download="补贴表.csv" aria-label="下载 CSV：补贴表">下载 CSV</a>'
    assert link in page
    data = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    (found,) = (each for each in data if each["@type"] == "Dataset")
    assert found["distribution"]["contentUrl"] == "https://www.county.example/jinping/data/butie.csv"
    assert found["name"] == "补贴表"


def test_a_unit_without_tables_has_none_of_the_files(small: County) -> None:
    small.build()
    names = {path.removeprefix("caizhengju/") for path in small.tree() if path.startswith("caizhengju/")}
    assert not names & {"data.json", "catalog.jsonld", "zyml.csv"}
    assert not [name for name in names if name.startswith("data/")]


def test_what_the_portal_has_lies_in_its_folder(small: County) -> None:
    small.write("content/portal/data/x.csv", "名,数\n甲,1\n")
    text = document("表", "2026-00001", slug="portal", body="![表](data/x.csv)\n")
    small.write("content/portal/ggxx/xjgg/a.md", text)
    small.register("portal")
    small.build()
    assert {"portal/data.json", "portal/data/x.csv", "portal/data/x/datapackage.json"} <= small.tree().keys()
    assert len(parsed(small, "data.json")["dataset"]) == 2
    page = (small.public / "info/2026-00001.html").read_text("utf-8")
    assert 'href="../portal/data/x.csv"' in page


def test_names_are_ascii_and_no_later_file_takes_an_address(small: County) -> None:
    """A file in data/ has its own name; one beside a document is named after the document."""
    for path in ("data/数据.csv", "data/2026/x.csv", "data/b.csv", "data/b.yaml", "gg/b.csv"):
        text = "名,数\n甲,1\n" if path.endswith("csv") else "- {名: 甲, 数: 1}\n"
        small.write(f"content/jinping/{path}", text)
    wanted = ("data/数据.csv", "data/2026/x.csv", "../data/b.csv", "data/b.yaml", "b.csv")
    body = "\n".join(f"![表]({path})\n" for path in wanted)
    small.write("content/jinping/gg/b.md", document("许多表", "2026-00002", body=body))
    small.register()
    report = small.build()
    assert told(report.findings()) == []
    found = {path for path in small.tree() if path.startswith("jinping/data/") and path.endswith(".csv")}
    assert all(path.isascii() for path in small.tree())
    named = {path.removeprefix("jinping/data/").removesuffix(".csv") for path in found}
    assert named == {"butie", "fj-7f3019dc", "2026-x", "b", "b-6a6cc659", "2026-00002-b"}


def test_the_directory_of_resources_has_a_row_a_table(small: County) -> None:
    small.build()
    head, row = table_of(small, "jinping/zyml.csv")
    found = dict(zip(head, row, strict=True))
    assert found["信息资源名称"] == "分村补贴" and found["信息资源代码"] == "11530823000000002K/data/butie"
    assert found["信息项信息"].startswith("村（字符型）；编号（字符型）；户数（数值型）；")
    assert (found["更新周期"], found["是否向社会开放"], found["共享类型"]) == ("每年", "是", "无条件共享")
    assert found["关联资源代码"] == "11530823000000002K/2026-00001"


# ── what a description demands ──────────────────────────────────────────────────────────────────────────────────

FAULTY = (
    "甲村,001,很多,100.50,2026-01-02,530823100\n",  # 2: no number
    ",002,20,-2.50,2026-02-03,530823\n",  # 3: what must be filled is not
    "丙村,003,0,0,,530823100\n",  # 4: below the least
    "丁村,001,7,3,2026-03-04,530823100\n",  # 5: the key of line 2
    "戊村,005,8,4,2026-03-05,530823999\n",  # 6: no unit of the registry
    "己村,006,9,5,2026-03-06,530823100,多\n",  # 7: a cell too many
    ROWS[6],
)


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


def test_a_faulty_table_keeps_its_document_and_what_is_public_of_it(small: County) -> None:
    small.build()
    before = small.tree()
    small.write("content/jinping/data/butie.csv", HEAD + "".join(FAULTY))
    report = small.build()
    assert any(each.code == "F221" for each in report.findings())
    after = small.tree()
    own = [path for path in before if path.startswith(("jinping/data", "jinping/info/")) or path == "data.json"]
    assert own and all(after[path] == before[path] for path in own)


def test_a_table_of_two_documents_is_made_for_the_one_that_is_right(small: County) -> None:
    """The first is withheld for a fault of its own: the table goes on with the second, as it is now."""
    small.write("content/jinping/gg/b.md", document("又一次", "2026-00002", body=SHOWN))
    small.register()
    small.build()
    kept = (small.root / "output/units/jinping/000001/data/butie.csv").read_bytes()
    small.write("content/jinping/gg/a.md", document("补贴发放情况", "2026-00001", "类型: 没有", body=SHOWN))
    small.write("content/jinping/data/butie.csv", HEAD + ROWS[0])
    small.build()
    assert len(table_of(small, "jinping/data/butie.csv")) == 2
    (dataset,) = parsed(small, "jinping/data.json")["dataset"]
    assert dataset["landingPage"].endswith("/info/2026-00002.html")
    assert (small.public / "jinping/info/2026-00001.html").exists()
    tree = small.root / "output/units/jinping/000001/data/butie.csv"
    assert not tree.exists() or tree.read_bytes() == kept


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


# ── what is rewritten ───────────────────────────────────────────────────────────────────────────────────────────


def changed(county: County, before: dict[str, bytes]) -> set[str]:
    """The files that came, went or differ after another build, which comes to what a clean one does."""
    county.build()
    after = county.tree()
    county.build(clean=True)
    assert county.tree() == after
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_cell_reaches_its_page_and_its_file(small: County) -> None:
    small.build()
    before = small.tree()
    small.write("content/jinping/data/butie.csv", HEAD + "".join(ROWS).replace("甲村", "新村"))
    assert changed(small, before) == {"jinping/info/2026-00001.html", "jinping/data/butie.csv"}


def test_a_description_reaches_what_describes(small: County) -> None:
    small.build()
    before = small.tree()
    small.write("content/jinping/data/butie.schema.yaml", SCHEMA.replace("户籍户", "常住户"))
    packages = {"jinping/data/datapackage.json", "jinping/data/butie/datapackage.json"}
    assert changed(small, before) == packages


def test_a_new_look_changes_no_data(small: County, repository: Path) -> None:
    small.build()
    before = small.tree()
    source = (repository / "themes/default/templates/base.html").read_text("utf-8")
    small.write("themes/units/jinping/templates/base.html", source.replace("<body", "<!-- 新 --><body"))
    found = changed(small, before)
    assert found and not [path for path in found if path.endswith((".json", ".csv", ".jsonld"))]


def test_what_a_notice_showed_goes_with_it(small: County) -> None:
    lines = ("类型: 公示", "公示截止: 2026-11-24")
    small.write("content/jinping/gg/a.md", document("公示", "2026-00001", *lines, body=SHOWN))
    small.build()
    assert "jinping/data/butie.csv" in small.tree()
    small.build(today=date(2026, 11, 25))
    assert not [path for path in small.tree() if path.startswith(("jinping/data", "jinping/zyml", "jinping/catalog"))]
    assert parsed(small, "data.json")["dataset"] == []


def test_what_is_withheld_or_not_proactive_is_not_published(small: County) -> None:
    small.write("content/jinping/gg/a.md", document("表", "2026-00001", "公开属性: 依申请公开", body=SHOWN))
    small.build()
    assert not [path for path in small.tree() if path.startswith("jinping/data")]


def test_a_unit_that_leaves_the_registry_is_told_where_a_table_names_it(small: County) -> None:
    """Another unit's file decides it; a build after the change comes to what a clean one does."""
    small.write("content/caizhengju/data/t.csv", "区划,数\n530823100,1\n")
    small.write("content/caizhengju/data/t.schema.yaml", "列:\n  - {名称: 区划, 对照: 行政区划代码}\n")
    text = document("表", "2026-00001", slug="caizhengju", body="![表](data/t.csv)\n")
    small.write("content/caizhengju/gg/a.md", text)
    small.register("caizhengju")
    assert told(small.build().findings()) == []
    unit = small.root / "content/jinping/unit.yaml"
    unit.write_text(unit.read_text("utf-8").replace('"530823100"', '"530823101"'), "utf-8")
    found = [line for line in told(small.build().findings()) if "caizhengju" in line]
    assert len(found) == 1 and "data/t.csv:2:1: F223" in found[0]
    after = small.tree()
    small.build(clean=True)
    assert small.tree() == after


def test_any_history_of_tables_ends_in_a_clean_build(small: County, tmp_path: Path) -> None:
    """Random edits that leave nothing faulty, built after each: the bytes are those of a build from nothing."""
    dice = random.Random(20261128)
    for step in range(25):
        _edit(small, dice, step)
        assert not [each for each in small.build().findings() if each.severity == "error"]
    fresh = County(tmp_path / "fresh", ())
    shutil.copytree(small.root / "content", fresh.root / "content")
    fresh.build()
    assert small.tree() == fresh.tree() and "jinping/data.json" in fresh.tree()


def _edit(county: County, dice: random.Random, step: int) -> None:
    action = dice.randrange(5)
    if action == 0:
        rows = dice.sample(ROWS, dice.randint(1, len(ROWS)))
        county.write("content/jinping/data/butie.csv", HEAD + "".join(rows).replace("村", f"村{step}"))
    elif action == 1:
        schema = county.root / "content/jinping/data/butie.schema.yaml"
        schema.unlink() if schema.exists() else schema.write_text(SCHEMA.replace("户籍户", f"{step}"), "utf-8")
    elif action == 2:
        other = county.root / "content/jinping/gg/b.md"
        other.unlink() if other.exists() else other.write_text(document(f"{step}", "2026-00002", body=SHOWN), "utf-8")
    elif action == 3:
        body = SHOWN.replace("补贴表", f"第{step}张表")
        county.write("content/jinping/gg/a.md", document("补贴发放情况", "2026-00001", body=body))
    else:
        unit = county.root / "content/caizhengju/unit.yaml"
        unit.write_text(re.sub("名称: 示例县.*局", f"名称: 示例县第{step}局", unit.read_text("utf-8")), "utf-8")
    county.register()


def test_frictionless_reads_a_package_from_its_address(tmp_path: Path) -> None:
    """A table's own package names it by its address, as harvesters meet it."""
    public = tmp_path / "workspace/output/public"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(public))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/"
        made = County(tmp_path / "workspace", site=SITE.replace("https://www.county.example/", base))
        made.write("content/jinping/data/butie.csv", HEAD + "".join(ROWS))
        made.write("content/jinping/data/butie.schema.yaml", SCHEMA)
        made.write("content/jinping/gg/a.md", document("补贴发放情况", "2026-00001", body=SHOWN))
        made.register()
        made.build()
        report = validate(f"{base}jinping/data/butie/datapackage.json")
        server.shutdown()
    assert report.valid and len(report.tasks) == 2, report.flatten(["rowNumber", "type", "note"])


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


# ── outside judges, on the example county ───────────────────────────────────────────────────────────────────────


def test_frictionless_validates_every_table(county: Workspace) -> None:
    tables = 0
    for path in sorted(county.public.glob("*/data/datapackage.json")):
        report = validate(str(path))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type"])
        own = json.loads(path.read_text("utf-8"))["resources"]
        for resource in (each for each in own if "path" in each):
            tables += 1
            stem = resource["path"].removesuffix(".csv")
            alone = json.loads((path.parent / stem / "datapackage.json").read_text("utf-8"))["resources"][0]
            assert alone["path"].endswith(f"/data/{stem}.csv") and alone["schema"] == resource["schema"]
    assert tables == len(json.loads((county.public / "data.json").read_text("utf-8"))["dataset"]) > 100


def test_frictionless_command_ends_well(county: Workspace) -> None:
    path = county.public / "portal/data/datapackage.json"
    program = str(Path(sys.executable).with_name("frictionless"))
    done = subprocess.run([program, "validate", str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "VALID" in done.stdout.upper(), done.stdout


@pytest.fixture(scope="session")
def dcat_us(shared: Path) -> Draft202012Validator:
    """The judge of a `data.json`."""
    folder = shared / "interop/dcatus1.1"
    if not folder.is_dir():
        pytest.skip("需要仓库旁边的 ../shared（参考资料），这里没有")
    base = "https://project-open-data.cio.gov/v1.1/schema"
    dataset = Resource.from_contents(json.loads((folder / "non-federal_dataset.json").read_text("utf-8")))
    schema = json.loads((folder / "catalog.json").read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource(f"{base}/dataset.json", dataset)
    return Draft202012Validator(schema, registry=registry)


def test_every_data_json_conforms(county: Workspace, dcat_us: Draft202012Validator) -> None:
    found = (county.public / "data.json", *sorted(county.public.glob("*/data.json")))
    assert len(found) > 60
    for path in found:
        assert [each.message for each in dcat_us.iter_errors(json.loads(path.read_text("utf-8")))] == []


def test_planted_faults_of_data_json_are_reported(county: Workspace, dcat_us: Draft202012Validator) -> None:
    whole = json.loads((county.public / "portal/data.json").read_text("utf-8"))
    del whole["dataset"][0]["identifier"]
    whole["dataset"][1]["modified"] = "2025年1月10日"
    errors = [list(each.absolute_path)[:3] for each in dcat_us.iter_errors(whole)]
    assert errors == [["dataset", 0], ["dataset", 1, "modified"]]


@pytest.fixture(scope="session")
def shapes(shared: Path) -> Graph:
    """What a DCAT-AP catalogue must be like, and what its values must be."""
    folder = shared / "interop/dcat-ap-3.0.1"
    if not folder.is_dir():
        pytest.skip("需要仓库旁边的 ../shared（参考资料），这里没有")
    return Graph().parse(folder / "shapes.ttl").parse(folder / "range.ttl")


QUIET = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, of its JSON-LD parser


@QUIET
def test_catalogues_conform_to_dcat_ap(county: Workspace, shapes: Graph) -> None:
    for path in (county.public / "catalog.jsonld", county.public / "portal/catalog.jsonld"):
        written = path.read_text("utf-8")
        assert isinstance(json.loads(written)["@context"], dict)  # nothing is fetched to understand it
        conforms, _, text = judge_shapes(Graph().parse(data=written, format="json-ld"), shacl_graph=shapes)
        assert conforms, text


@QUIET
def test_planted_faults_of_a_catalogue_are_reported(county: Workspace, shapes: Graph) -> None:
    whole = json.loads((county.public / "portal/catalog.jsonld").read_text("utf-8"))
    del whole["dcat:dataset"][0]["dct:description"]
    del whole["dcat:dataset"][1]["dcat:distribution"]["dcat:accessURL"]
    whole["dct:modified"] = "2025年1月10日"
    graph = Graph().parse(data=json.dumps(whole), format="json-ld")
    conforms, _, text = judge_shapes(graph, shacl_graph=shapes)
    assert not conforms and "dct:description" in text and "dcat:accessURL" in text and "dct:modified" in text


def test_identifiers_are_unique_and_every_file_is_there(county: Workspace) -> None:
    found = json.loads((county.public / "data.json").read_text("utf-8"))["dataset"]
    names = [each["identifier"] for each in found]
    assert len(names) == len(set(names))
    base = "https://www.jingdong.example/"
    for each in found:
        (one,) = each["distribution"]
        for url in (one["downloadURL"], one["describedBy"], each["landingPage"]):
            assert (county.public / url.removeprefix(base)).is_file(), url
