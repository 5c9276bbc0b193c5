"""Tables as sets of data: what is published of them, and what an edit rewrites."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from county import RESOURCE_LISTS, County, document, told, without_history
from data_county import FAULTY, HEAD, ROWS, SCHEMA, SHOWN, data_county


@pytest.fixture
def small(tmp_path: Path) -> County:
    """A county with a described table."""
    return data_county(tmp_path / "workspace")


def table_of(county: County, path: str) -> list[list[str]]:
    """A published CSV file, read."""
    return list(csv.reader(io.StringIO((county.public / path).read_text("utf-8-sig"))))


def parsed(county: County, path: str) -> Any:
    return json.loads((county.public / path).read_text("utf-8"))


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


# ── what is rewritten ───────────────────────────────────────────────────────────────────────────────────────────


def changed(county: County, before: dict[str, bytes]) -> set[str]:
    """The files that came, went or differ after another build, which comes to what a clean one does."""
    county.build()
    after = county.tree()
    county.build(clean=True)
    assert county.tree() == after
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


LISTS = {f"jinping/{folder}{name}" for folder in ("", "rs/") for name in RESOURCE_LISTS}


def test_a_cell_reaches_its_page_and_its_file(small: County) -> None:
    small.build()
    before = small.tree()
    small.write("content/jinping/data/butie.csv", HEAD + "".join(ROWS).replace("甲村", "新村"))
    found = changed(small, before)
    shards = {path for path in found if path.startswith("search/s")}
    assert found - shards == {
        *("jinping/info/2026-00001.html", "jinping/info/2026-00001.json", "jinping/data/butie.csv"),
        *("jinping/search/i0.js", "jinping/search/d0.js"),
        *LISTS,
    }
    assert 0 < len(shards) <= 8  # of 甲 and 新 and the pairs with what stands beside them


def test_a_description_reaches_what_describes(small: County) -> None:
    small.build()
    before = small.tree()
    small.write("content/jinping/data/butie.schema.yaml", SCHEMA.replace("户籍户", "常住户"))
    packages = {"jinping/data/datapackage.json", "jinping/data/butie/datapackage.json"}
    assert changed(small, before) == {*packages, *LISTS}


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
    assert not [
        path for path in small.tree() if path.startswith(("jinping/data", "jinping/zyml", "jinping/catalog.jsonld"))
    ]
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
    assert without_history(small.tree()) == without_history(fresh.tree()) and "jinping/data.json" in fresh.tree()


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
