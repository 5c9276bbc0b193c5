"""The list of what the law asks and what becomes of it is complete and true: every code and every test in it exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from county import UNIT, UNITS, USCC, County, small_county
from generator.check import codes
from generator.faults import TABLE
from generator.rulebook import rules

ROWS: list[dict[str, Any]] = rules("guarantees")["rules"]
KEYS = {"id", "rule", "codes", "program", "tests", "cannot", "later"}
NINE = ("分类", "编排体系", "获取方式", "机构名称", "办公地址", "办公时间", "联系电话", "传真号码", "互联网联系方式")
COLUMNS = {"zn": "政府信息公开指南", "zd": "政府信息公开制度", "fdzdgknr": "法定主动公开内容", "nb": "政府信息公开年报"}


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of a file's tests."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_a_rule_is_kept_somehow_and_what_is_named_exists(row: dict[str, Any], repository: Path) -> None:
    assert row.keys() <= KEYS and row["rule"]
    assert row.keys() & {"codes", "program", "cannot", "later"}, "nothing is said of how it is kept"
    assert ("program" in row) == ("tests" in row), "what the program keeps is proved by tests, and by nothing else"
    assert set(row.get("codes", ())) <= codes() | set(TABLE)
    for each in row.get("tests", ()):
        path, _, name = each.partition("::")
        assert name.startswith("test_") and name in names_in(repository / path), each


def test_every_check_of_a_rule_stands_in_its_row() -> None:
    """D102 is a check of D02; what a row says of its own rule is all there is."""
    for code in codes():
        row = next((each for each in ROWS if each["id"] == f"{code[0]}{code[2:]}"), None)
        if row is not None:
            assert code in row.get("codes", ()), f"{code} is missing in {row['id']}"


def test_the_rules_are_those_of_the_law(shared: Path) -> None:
    """The table of the domain and this list name the same rules."""
    text = (shared / "domain/disclosure-rules.md").read_text("utf-8").partition("## 11.")[2].partition("\n## ")[0]
    wanted = []
    for first, last in re.findall(r"^\| ([A-Z]\d\d)(?:-([A-Z]\d\d))? \|", text, re.MULTILINE):
        wanted += [f"{first[0]}{number:02}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)]
    assert sorted(row["id"] for row in ROWS) == sorted(wanted) and len(wanted) > 40


# ── guarantees that no other test proves ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("item", NINE)
def test_a_unit_without_one_of_the_nine_items_is_not_made(tmp_path: Path, item: str) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    name, kind, region = UNITS["jinping"]
    lines = UNIT.format(name=name, kind=kind, region=region, uscc=USCC["jinping"]).splitlines(keepends=True)
    county.write("content/jinping/unit.yaml", "".join(each for each in lines if not each.startswith(f"  {item}:")))
    report = county.build()
    assert [(each.code, each.path) for each in report.findings()] == [("F102", "content/jinping/unit.yaml")]
    assert not (county.public / "jinping").exists()


def test_every_unit_has_the_four_columns_by_their_names(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    county.build()
    for slug in UNITS:
        for key, name in COLUMNS.items():
            page = county.public / ("" if slug == "portal" else slug) / key / "index.html"
            assert f"<h1>{name}</h1>" in page.read_text("utf-8"), (slug, key)
    for key in COLUMNS:
        base = (county.root / "content/jinping/unit.yaml").read_text("utf-8").partition("栏目:")[0]
        for change in ("{名称: 别的名称}", "{隐藏: 是}"):
            county.write("content/jinping/unit.yaml", f"{base}栏目:\n  {key}: {change}\n")
            assert [each.code for each in county.check()] == ["U108"], (key, change)
