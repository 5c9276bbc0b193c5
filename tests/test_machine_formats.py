"""Findings for machines: every finding is there with its place, and whoever reads them can."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from conftest import REPOSITORY
from county import County, document
from generator import __version__
from generator.machine_formats import FORMATS
from generator.model import Finding, Severity
from test_cli import gongkai
from test_waivers import waiver

ODD = Finding("D102", Severity.ERROR, "content/jinping/gg/通知 一.md", 4, 7, "写法\x08不合规 <&>", "改正", "标准")
WAIVED = Finding(
    "D202", Severity.INFO, "content/jinping/gg/b.md", 1, 1, "年份", "改", "法", waived="已豁免到 2026-12-31"
)
ABROAD = Finding("F101", Severity.WARNING, "site.yaml", 2, 1, "没有这个字段")
ALL = (ODD, WAIVED, ABROAD)


def as_(form: str) -> str:
    return FORMATS[form](ALL, ("jinping", "wenjing"), {"D102": "发文字号的写法。"})


def test_json_holds_all_that_is_known() -> None:
    rows = json.loads(as_("json"))["findings"]
    assert [row["code"] for row in rows] == ["D102", "D202", "F101"]
    assert rows[0] == {
        "code": "D102",
        "severity": "error",
        "path": ODD.path,
        "line": 4,
        "column": 7,
        "message": ODD.message,
        "fix": "改正",
        "law": "标准",
        "digest": ODD.digest,
        "waived": "",
    }


def test_sarif_names_rules_places_and_suppressions() -> None:
    log = json.loads(as_("sarif"))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("gongkai", __version__)
    first = run["results"][0]
    assert driver["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "D102"
    assert driver["rules"][first["ruleIndex"]]["shortDescription"] == {"text": "发文字号的写法。"}
    assert [each["level"] for each in run["results"]] == ["error", "note", "warning"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].isascii() and unquote(place["artifactLocation"]["uri"]) == ODD.path
    assert place["region"] == {"startLine": 4, "startColumn": 7}
    assert [bool(each.get("suppressions")) for each in run["results"]] == [False, True, False]
    assert len({each["partialFingerprints"]["gongkai/v1"] for each in run["results"]}) == 3


def test_junit_fails_what_is_wrong_and_nothing_else() -> None:
    suites = etree.fromstring(as_("junit").encode())
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("jinping", "2", "1"),
        ("wenjing", "1", "0"),
        ("county", "1", "1"),
    ]
    failure = suites.find(".//failure")
    assert failure.get("type") == "D102" and "<&>" in failure.get("message") and "通知 一.md:4:7" in failure.text


@pytest.fixture
def county(tmp_path: Path) -> County:
    made = County(tmp_path)
    made.write("content/jinping/gg/a.md", document("通知甲", "2026-00001", "发文字号: 锦政发[26]3号"))
    made.write("content/jinping/gg/b.md", document("通知乙", "2026-00002", "发文字号: 锦政发[26]4号", "主题分类: 无"))
    made.register()
    made.write("content/jinping/waivers.yaml", "豁免:\n" + waiver("D102"))
    return made


def test_the_command_prints_one_document(county: County) -> None:
    """Standard output is the document and nothing else; the exit status is that of the text."""
    done = gongkai("--root", str(county.root), "check", "--format", "sarif", "--unit", "锦屏", cwd=REPOSITORY)
    (run,) = json.loads(done.stdout)["runs"]
    assert done.returncode == 1
    found = [(each["ruleId"], each["level"], bool(each.get("suppressions"))) for each in run["results"]]
    assert ("D102", "note", True) in found and ("D102", "error", False) in found
    done = gongkai("--root", str(county.root), "check", "--only", "d102", "--format", "json", cwd=REPOSITORY)
    assert {row["code"] for row in json.loads(done.stdout)["findings"]} == {"D102"}
    done = gongkai("--root", str(county.root), "check", "--only", "D104", cwd=REPOSITORY)
    assert "D102" not in done.stdout


def test_unknown_codes_and_formats_are_refused(county: County) -> None:
    for options in (("--only", "D999"), ("--format", "yaml"), ("--unit", "无此单位")):
        done = gongkai("--root", str(county.root), "check", *options, cwd=REPOSITORY)
        assert done.returncode == 2 and done.stderr.startswith("错误"), done.stderr
        assert "is not one of" not in done.stderr
