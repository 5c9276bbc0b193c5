"""The annual report of 30号: a correct one passes; each of twelve rules, broken one at a time, is told at its cell."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from county import TODAY, USCC, County
from generator import drafting
from generator.annual import read_report
from generator.drafting.annual_report import annual_report
from generator.errors import UsageError
from generator.frontmatter import parse_yaml
from generator.report_digests import names
from generator.report_form import form

TITLES = [title for title, _ in form().parts]
YEARS = {
    2024: """\
年度: 2024
主动公开:
  行政规范性文件: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
申请:
  本年新收: [2, 0, 0, 0, 0, 0]
  予以公开: [1, 0, 0, 0, 0, 0]
  结转下年度继续办理: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
    2025: """\
年度: 2025
主动公开:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政规范性文件: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政许可: 12
申请:
  本年新收: [3, 0, 0, 0, 0, 1, 4]
  上年结转: [1, 0, 0, 0, 0, 0, 1]
  予以公开: [3, 0, 0, 0, 0, 0, 3]
  不予公开: {属于国家秘密: [0, 0, 0, 0, 0, 1, 1]}
  总计: [3, 0, 0, 0, 0, 1, 4]
  结转下年度继续办理: [1, 0, 0, 0, 0, 0, 1]
复议诉讼:
  行政复议: [0, 1, 0, 1, 2]
""",
}
OWN = (
    "{year}年，围绕补贴发放公开信息，从申报、公示到发放，每一步都写明经办人和时限；新设查询窗口，干部进村用彝语讲解政策，"
    "收集的意见都在专栏里答复。全年新收申请{new}件，办结{done}件。"
)
OLDER = (
    "{year}年，把目录与权责清单逐项对应，清理过时的栏目；请村民代表到场旁听预算说明会，会后把问答整理成图文，张贴在赶集日的"
    "路口，并由村组干部逐户上门讲解补贴、救助和医保政策。全年新收申请{new}件，办结{done}件。"
)
PARTS = "\n\n".join(f"## {title}\n\n无。" for title in TITLES[1:])
REVIEWED = "{审查结果: 同意公开, 审查人: 张某, 审查日期: %s-01-10, 审查依据: 《政府信息公开条例》第十七条}"


def a_report(county: County, slug: str, year: int, prose: str) -> None:
    """A unit's report of a year."""
    head = {
        "标题": f"{year}年政府信息公开工作年度报告",
        "索引号": f"{USCC[slug]}/{year + 1}-00001",
        "类型": "年度报告",
        "年度": f"{year}",
        "成文日期": f"{year + 1}-01-09",
        "发布日期": f"{year + 1}-01-12",
        "保密审查": REVIEWED % (year + 1),
    }
    lines = "\n".join(f"{key}: {value}" for key, value in head.items())
    new, done = (2, 1) if year == 2024 else (4, 4)
    text = prose.format(year=year, new=new, done=done)
    county.write(f"content/{slug}/nb/{year}.md", f"---\n{lines}\n---\n\n## {TITLES[0]}\n\n{text}\n\n{PARTS}\n")
    county.write(f"content/{slug}/annual/{year}.yaml", YEARS[year])


class Broken(NamedTuple):
    """What is written instead of what, and what is told then: code, place in the file, words of the message."""

    old: str
    new: str
    code: str
    place: str
    words: str


IN_FORCE = "本年废止件数: 0, 现行有效件数: 0}\n  行政许可"
BROKEN = {
    "R1": Broken("[1, 0, 0, 0, 0, 0, 1]\n复议", "[2, 0, 0, 0, 0, 0, 2]\n复议", "A101", "7:10", "自然人"),
    "R2": Broken("\n  总计", "\n  部分公开: [0, 1, 0, 0, 0, 0, 1]\n  总计", "A101", "12:11", "商业企业"),
    "R3": Broken("本年新收: [3, 0, 0, 0, 0, 1, 4]", "本年新收: [3, 0, 0, 0, 0, 1, 5]", "A101", "7:28", "本年新收"),
    "R4": Broken("[0, 1, 0, 1, 2]", "[0, 1, 0, 1, 3]", "A101", "14:22", "行政复议"),
    "R5": Broken("", "", "A105", "8:10", "自然人"),
    "R6": Broken(f"本年制发件数: 0, {IN_FORCE}", f"本年制发件数: 1, {IN_FORCE}", "A105", "4:43", "现行有效件数"),
    "R7": Broken("新收申请4件", "新收申请6件", "A107", "13:79", "表里「申请」的「本年新收」"),
    "R8": Broken("行政许可: 12", "行政许可: '-'", "F205", "5:9", "行政许可"),
    "R9": Broken(
        "规章: {本年制发件数: 0, 本年废止件数: 0", "规章: {本年制发件数: 1, 本年废止件数: 1", "A108", "3:16", "章"
    ),
    "R10": Broken("行政许可: 12", "采购总金额: 12", "F205", "5:10", "2019 年旧格式"),
    "R11": Broken("", "", "A308", "4:43", "现行有效件数"),
    "R12": Broken("", "", "A207", "11:1", "与 2024 年的报告有"),
}


@pytest.fixture
def reporting(tmp_path: Path) -> County:
    """A township with two years' correct reports."""
    county = County(tmp_path, ("jinping",))
    a_report(county, "jinping", 2024, OLDER)
    a_report(county, "jinping", 2025, OWN)
    county.register("jinping")
    return county


def found(county: County) -> list[str]:
    """What is told of the reports, as `path:line:column code message`."""
    told = (each for each in county.check() if each.code[0] in "AF")
    return [f"{each.path}:{each.line}:{each.column} {each.code} {each.message}" for each in told]


def test_a_correct_report_passes(reporting: County) -> None:
    assert found(reporting) == []
    assert [f"R{number}" for number in range(1, 13)] == list(BROKEN)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named_with_its_cell(reporting: County, rule: str) -> None:
    broken = BROKEN[rule]
    for path in ("annual/2025.yaml", "nb/2025.md") if broken.old else ():
        file = reporting.root / "content/jinping" / path
        file.write_text(file.read_text("utf-8").replace(broken.old, broken.new), "utf-8")
    if rule == "R5":
        text = YEARS[2025].replace("[1, 0, 0, 0, 0, 0, 1]", "[0, 0, 0, 0, 0, 0, 0]")
        reporting.write("content/jinping/annual/2025.yaml", text)
    if rule == "R11":
        head = f"标题: 甲办法\n索引号: {USCC['jinping']}/2025-00009\n类型: 规范性文件\n发文字号: 锦政规〔2024〕1号\n"
        days = "成文日期: 2024-12-30\n发布日期: 2025-01-02\n生效日期: 2025-02-01\n保密审查: " + REVIEWED % 2024
        reporting.write("content/jinping/gg/norm.md", f"---\n{head}{days}\n---\n正文。\n")
        reporting.register("jinping")
    if rule == "R12":
        a_report(reporting, "jinping", 2025, OLDER)
    told = [each for each in found(reporting) if f" {broken.code} " in each]
    folder = "nb/2025.md" if broken.code in ("A107", "A207") else "annual/2025.yaml"
    assert any(each.startswith(f"content/jinping/{folder}:{broken.place}") and broken.words in each for each in told), (
        told
    )
    if rule not in ("R3", "R8", "R10"):  # where one cell breaks no other rule, no other is told
        assert {each.split(" ")[1] for each in found(reporting)} == {broken.code}


def drafted(county: County, year: int = 2025) -> dict[str, str]:
    """Begin a report; the files by path."""
    drafts = annual_report(county.root, county.task().site, "jinping", year, TODAY)
    drafting.write(county.root, drafts)
    return {each.path: each.text for each in drafts}


def test_a_draft_knows_what_the_content_knows(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    a_report(county, "jinping", 2024, OLDER)
    head = f"标题: 甲办法\n索引号: {USCC['jinping']}/2025-00009\n类型: 规范性文件\n发文字号: 锦政规〔2025〕1号\n"
    days = "成文日期: 2025-03-04\n发布日期: 2025-03-05\n生效日期: 2025-04-01\n保密审查: " + REVIEWED % 2025
    county.write("content/jinping/gg/norm.md", f"---\n{head}{days}\n---\n正文。\n")
    county.register("jinping")
    files = drafted(county)
    data = files["content/jinping/annual/2025.yaml"]
    assert "行政规范性文件: {本年制发件数: 1, 本年废止件数: 0, 现行有效件数: 1}" in data
    assert "上年结转: [1, 0, 0, 0, 0, 0]   # 等于 2024 年度" in data
    parsed = parse_yaml(data)
    assert read_report(parsed.values, parsed.marks, "content/jinping/annual/2025.yaml")[0] is not None
    assert "在本专栏公开信息2条" in files["content/jinping/nb/2025.md"]
    assert {each.split(" ")[1] for each in found(county)} == {"F211"}, "a draft, nothing else"


def test_a_draft_is_published_when_it_is_finished_only(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    text = drafted(county)["content/jinping/nb/2025.md"]
    text = text.replace("草稿: 是", f"索引号: {USCC['jinping']}/2026-00001").replace(
        "日期:   # 请填", "日期: 2026-01-12"
    )
    review = "保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-12"
    text = text.replace("# 保密审查: {审查结果: 同意公开, 审查人: , 审查日期: ", review)
    county.write("content/jinping/nb/2025.md", text)
    county.register("jinping")
    assert {each.split(" ")[1] for each in found(county)} == {"A407"}
    done = re.sub("〔待填.*?〕", "无", text)
    county.write("content/jinping/nb/2025.md", done)
    assert found(county) == []


def test_a_draft_replaces_nothing(reporting: County) -> None:
    before = (reporting.root / "content/jinping/annual/2025.yaml").read_bytes()
    with pytest.raises(UsageError, match="已经有了，没有改动任何文件"):
        drafted(reporting)
    assert (reporting.root / "content/jinping/annual/2025.yaml").read_bytes() == before
    outside = reporting.root / "outside"
    (reporting.root / "content/jinping/annual/2026.yaml").symlink_to(outside)
    with pytest.raises(UsageError, match="已经有了"):
        drafted(reporting, 2026)
    assert not outside.exists() and not (reporting.root / "content/jinping/nb/2026.md").exists()
    with pytest.raises(UsageError, match="不能起草"):
        drafted(reporting, 2020)
    with pytest.raises(UsageError, match="不能起草"):
        drafted(reporting, TODAY.year + 1)


def test_numbers_are_public_for_machines(reporting: County) -> None:
    reporting.build()
    folder = reporting.public / "jinping" / "info" / "2026-00001"
    data = json.loads((folder / "annual-2025.json").read_text("utf-8"))
    (report,) = data["报告"]
    assert data["年度"] == 2025 and report["统一社会信用代码"] == USCC["jinping"]
    assert report["申请"]["本年新收"] == {**dict.fromkeys(form().applicants, 0), "自然人": 3, "其他": 1, "总计": 4}
    assert report["复议诉讼"]["行政复议"]["总计"] == 2
    lines = list(csv.reader((folder / "annual-2025.csv").read_text("utf-8-sig").splitlines()))
    assert lines[0][0] == "年度" and len(lines) == 1 + len(names())
    page = (reporting.public / "jinping" / "info" / "2026-00001.html").read_text("utf-8")
    assert 'info/2026-00001/annual-2025.csv"' in page


def test_the_county_sums_its_units(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping", "caizhengju"))
    for slug in ("jinping", "caizhengju"):
        a_report(county, slug, 2025, OWN)
        county.register(slug)
    county.build()
    page = (county.public / "annual" / "2025.html").read_text("utf-8")
    assert "汇总 2 个单位" in page and 'jinping/info/2026-00001.html"' in page
    (total,) = re.findall(r'<tr class="sum">.*?</tr>', page)
    assert re.findall(r'number">(\d+)<', total) == ["8", "2", "8", "2", "4", "0", "0", "24", "0"]
    data = json.loads((county.public / "annual" / "2025.json").read_text("utf-8"))
    assert [each["统一社会信用代码"] for each in data["报告"]] == [USCC["jinping"], USCC["caizhengju"]]
    pages = {path: data for path, data in county.tree().items() if path.startswith("jinping/")}
    county.write("content/caizhengju/annual/2025.yaml", YEARS[2025].replace("行政许可: 12", "行政许可: 40"))
    county.build()
    assert pages == {path: data for path, data in county.tree().items() if path.startswith("jinping/")}
    assert ">52</td>" in (county.public / "annual" / "2025.html").read_text("utf-8")
