"""The yearly report: tables read and summed, every slip told at its cell, prose in six parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annual import read_report, split_prose
from generator.frontmatter import parse_yaml
from generator.model import AnnualReport, Mark
from generator.report_arithmetic import arithmetic
from generator.report_form import form, plain

SOURCE = "content/jinping/annual/2025.yaml"
GOOD = """\
年度: 2025
主动公开:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
  行政规范性文件: {本年制发件数: 1, 本年废止件数: 0, 现行有效件数: 4}
  行政许可: 12
  行政处罚: 3
  行政事业性收费: 1.50
申请:
  本年新收: [3, 0, 0, 0, 0, 1]
  上年结转: [1, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 1]
  不予公开: {属于国家秘密: [0, 0, 0, 0, 0, 0], 3.危及“三安全一稳定”: [1, 0, 0, 0, 0, 0]}
  结转下年度继续办理: [1, 0, 0, 0, 0, 0]
复议诉讼:
  行政复议: [0, 1, 0, 1]
"""


def read(text: str) -> tuple[AnnualReport | None, list[str]]:
    """A data file's report, and its faults as lines."""
    parsed = parse_yaml(text)
    assert not parsed.faults, parsed.faults
    report, faults = read_report(parsed.values, parsed.marks, SOURCE)
    return report, [f"{fault.line}:{fault.column} {fault.message}" for fault in faults]


def good() -> AnnualReport:
    """The report of `GOOD`."""
    report, faults = read(GOOD)
    assert report is not None, faults
    return report


def test_tables() -> None:
    report = good()
    assert report.year == 2025 and report.source == SOURCE and report.prose == ()
    assert [(block.article, len(block.rows)) for block in report.normative] == [
        ("第二十条第（一）项", 2),
        ("第二十条第（五）项", 1),
        ("第二十条第（六）项", 2),
        ("第二十条第（八）项", 1),
    ]
    assert report.normative[0].rows[1] == ("行政规范性文件", ("1", "0", "4"))
    assert report.normative[2].rows == (("行政处罚", ("3",)), ("行政强制", ("0",)))
    assert report.normative[3].rows == (("行政事业性收费", ("1.50",)),)
    assert report.disputes == (0, 1, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_table_three_is_the_form_of_2021() -> None:
    rows = good().requests
    assert len(rows) == 25 and {len(row.values) for row in rows} == {7}
    assert [row.label for row in rows if not row.group] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "四、结转下年度继续办理",
    ]
    groups = {name: sum(1 for row in rows if row.subgroup == name) for name in dict.fromkeys(r.subgroup for r in rows)}
    assert groups == {"": 6, "（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5, "（六）其他处理": 3}
    total = rows[-2]
    assert (total.label, total.values) == ("（七）总计", (3, 0, 0, 0, 0, 1, 4))
    assert arithmetic(good(), None) == ()


SLIPS = {
    "unknown section": (
        ("复议诉讼:", "复议:"),
        ["1:1 缺少「复议诉讼」", "15:3 没有「复议」这一项，是不是「复议诉讼」？"],
    ),
    "misspelt row": (("予以公开:", "与以公开:"), ["11:9 「申请」里没有「与以公开」这一项，是不是「予以公开」？"]),
    "misspelt inner row": (
        ("属于国家秘密", "国家机密"),
        ["12:16 「不予公开」里没有「国家机密」这一项，是不是「属于国家秘密」？"],
    ),
    "old form": (
        ("行政许可: 12", "对外公开总数量: 12"),
        ["5:12 「对外公开总数量」是 2019 年旧格式的栏目，2021 年起不再使用"],
    ),
    "dash": (
        ("[3, 0, 0, 0, 0, 1]", "[3, 0, '-', 0, 0, 1]"),
        ["9:16 「本年新收」的「科研机构」应当是不小于 0 的整数，现在是「-」；没有就写 0"],
    ),
    "negative": (
        ("[3, 0, 0, 0, 0, 1]", "[-3, 0, 0, 0, 0, 1]"),
        ["9:10 「本年新收」的「自然人」应当是不小于 0 的整数，现在是「-3」；没有就写 0"],
    ),
    "empty": (("行政许可: 12", "行政许可:"), ["5:8 「行政许可」应当是不小于 0 的整数，现在是空着；没有就写 0"]),
    "decimals": (
        ("行政处罚: 3", "行政处罚: 3.5"),
        ["6:9 「行政处罚」应当是不小于 0 的整数，现在是「3.5」；没有就写 0"],
    ),
    "wide digits": (
        ("行政处罚: 3", "行政处罚: ３"),
        ["6:9 「行政处罚」应当是不小于 0 的整数，现在是「３」；没有就写 0"],
    ),
    "amount": (
        ("1.50", "1.5万"),
        ["7:12 「行政事业性收费」应当是不小于 0 的数（单位：万元），现在是「1.5万」；没有就写 0"],
    ),
    "five numbers": (
        ("[0, 1, 0, 1]", "[0, 1, 0]"),
        ["15:9 「行政复议」应当是 4 个数的列表：[结果维持, 结果纠正, 其他结果, 尚未审结]，现在有 3 个"],
    ),
    "no list": (
        ("[2, 0, 0, 0, 0, 1]", "3"),
        ["11:9 「予以公开」应当是 6 个数的列表：[自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他]"],
    ),
    "no mapping": (
        ("{本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}", "0"),
        ["3:7 「规章」应当写成 {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}"],
    ),
    "missing cell": (("本年制发件数: 1, ", ""), ["4:12 「行政规范性文件」缺少「本年制发件数」"]),
    "other year": (("年度: 2025", "年度: 2024"), ["1:5 「年度」是 2024，文件名却是 2025.yaml"]),
    "no year": (("年度: 2025", "年度: 今年"), ["1:5 「年度」应当是四位数的年份，例如 2025"]),
    "twice": (("属于国家秘密: [0, 0, 0, 0, 0, 0]", "3危及三安全一稳定: [0, 0, 0, 0, 0, 0]"), []),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slips(name: str) -> None:
    (old, new), told = SLIPS[name]
    assert old in GOOD
    report, faults = read(GOOD.replace(old, new, 1))
    if told:
        assert report is None and faults == told
    else:
        assert report is None and len(faults) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "a",
        "申请: 3\n年度: 2025\n主动公开: []\n复议诉讼: x",
        "年度: [1]\n主动公开: {规章: [1]}\n申请: {不予公开: 3}\n复议诉讼: {行政复议: {a: b}}",
    ],
)
def test_wrong_shapes_are_told(text: str) -> None:
    report, faults = read(text)
    assert report is None and faults


VALUES = st.recursive(
    st.none() | st.text("0123456789.-年", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(
            st.sampled_from(
                ["年度", "主动公开", "申请", "复议诉讼", "规章", "行政复议", "不予公开", "属于国家秘密", "x.y"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=300)
def test_any_data_is_read(values: Any) -> None:
    report, faults = read_report(values, {}, SOURCE)
    assert (report is None) == bool(faults)


ROWS = [row.key for row in form().rows if row.key and not row.parent and row.group]
COUNTS = st.lists(st.integers(0, 50), min_size=6, max_size=6)


@given(
    st.fixed_dictionaries({"予以公开": COUNTS, "部分公开": COUNTS, "上年结转": COUNTS, "结转下年度继续办理": COUNTS})
)
def test_what_balances_passes(rows: dict[str, list[int]]) -> None:
    """新收 = 办结 + 结转下年度 - 上年结转, whenever that is not negative."""
    columns = zip(rows["予以公开"], rows["部分公开"], rows["结转下年度继续办理"], rows["上年结转"], strict=True)
    new = [a + b + c - d for a, b, c, d in columns]
    if min(new) < 0:
        return
    values = {"年度": "2025", "主动公开": {}, "申请": {**rows, "本年新收": new}, "复议诉讼": {}}
    parsed = parse_yaml(yaml.safe_dump(values, allow_unicode=True))
    report, faults = read_report(parsed.values, parsed.marks, SOURCE)
    assert report is not None, faults
    assert arithmetic(report, None) == ()
    assert report.requests[-2].values[-1] == sum(rows["予以公开"]) + sum(rows["部分公开"])


def changed(report: AnnualReport, row: int, column: int, by: int) -> AnnualReport:
    """The report with one cell of table three changed, totals left alone: what an imported report may look like."""
    values = list(report.requests[row].values)
    values[column] += by
    rows = (*report.requests[:row], replace(report.requests[row], values=tuple(values)), *report.requests[row + 1 :])
    return replace(report, requests=rows)


@given(st.integers(0, 24), st.integers(0, 6), st.integers(1, 9))
def test_any_cell_changed_is_told(row: int, column: int, by: int) -> None:
    rules = {slip.rule for slip in arithmetic(changed(good(), row, column, by), None)}
    assert "R3" in rules and rules <= {"R1", "R2", "R3"} and len(rules) >= 2


def told(report: AnnualReport, previous: AnnualReport | None) -> dict[str, str]:
    """The message of each rule that something breaks."""
    return {slip.rule: slip.message for slip in arithmetic(report, previous)}


def test_messages_name_the_cell() -> None:
    slips = told(changed(good(), 0, 0, 2), None)
    assert slips["R1"] == "表三「自然人」列：本年新收 5 + 上年结转 1 = 6，总计 3 + 结转下年度 1 = 4，两边应当相等"
    assert slips["R3"] == "表三「一、本年新收政府信息公开申请数量」：各类申请人之和是 6，「总计」却是 4"
    disputes = replace(good(), disputes=(0, 1, 0, 1, 9, *[0] * 10))
    assert told(disputes, None) == {"R4": "表四「行政复议」：各项结果之和是 2，「总计」却是 9"}


def test_across_years() -> None:
    before = replace(good(), year=2024)
    assert told(good(), before) == {
        "R6": "表二「行政规范性文件」的「现行有效件数」是 4，按 上年现行有效 4 + 本年制发 1 - 本年废止 0 = 5"
    }
    carried = told(good(), changed(before, 24, 1, 2))
    assert carried["R5"] == "表三「上年结转」的「商业企业」是 0，2024 年度的「结转下年度继续办理」却是 2，应当相等"
    assert arithmetic(good(), replace(before, year=2023)) == ()


def test_regulations() -> None:
    report, _ = read(GOOD.replace("本年废止件数: 0, 现行有效件数: 0", "本年废止件数: 0, 现行有效件数: 6"))
    assert report is not None
    (slip,) = arithmetic(report, None)
    assert slip.rule == "R9" and slip.message.startswith("表二「规章」的「现行有效件数」是 6")


def test_labels_are_found_without_numbers_and_marks() -> None:
    assert plain("3.危及“三安全一稳定”") == plain("危及三安全一稳定") == plain("（三） 危及「三安全一稳定」")


TITLES = [title for title, _ in form().parts]
BODY = "".join(f"\n## {title}\n\n无。\n" for title in TITLES)


def faults_of(body: str) -> list[str]:
    """Faults of a body as lines."""
    return [f"{fault.line}:{fault.column} {fault.message}" for fault in split_prose(body)[1]]


def test_prose() -> None:
    prose, faults = split_prose(BODY)
    assert not faults and prose == tuple((title, "无。") for title in TITLES)
    short = BODY.replace(f"## {TITLES[1]}\n\n无。", f"## {TITLES[1]}\n")
    assert [title for title, _ in split_prose(short)[0]] == [*TITLES[:1], *TITLES[2:]]
    assert not split_prose(short)[1]


PROSE = {
    "missing": (
        BODY.replace(f"## {TITLES[3]}\n", ""),
        ["0:1 缺少「## 四、政府信息公开行政复议、行政诉讼情况」这一部分"],
    ),
    "empty": (
        BODY.replace(f"## {TITLES[5]}\n\n无。", f"## {TITLES[5]}"),
        ["21:1 「六、其他需要报告的事项」没有内容；没有需要报告的就写“无”"],
    ),
    "level": (
        BODY.replace("## 一", "# 一"),
        ["0:1 缺少「## 一、总体情况」这一部分", "1:1 「一、总体情况」应当写作「## 一、总体情况」（两个 #）"],
    ),
    "words": (
        BODY.replace("总体情况", "总体概况"),
        ["0:1 缺少「## 一、总体情况」这一部分", "1:1 年度报告没有「一、总体概况」这一部分，是不是「一、总体情况」？"],
    ),
    "twice": (BODY + "\n## 六、其他需要报告的事项\n\n无\n", ["25:1 「六、其他需要报告的事项」写了两次"]),
    "order": (
        BODY.replace("## 一、总体情况", "## X")
        .replace("## 五、存在的主要问题及改进情况", "## 一、总体情况")
        .replace("## X", "## 五、存在的主要问题及改进情况"),
        None,
    ),
    "before": ("前言\n" + BODY, ["0:1 「## 一、总体情况」之前不能有文字"]),
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_slips(name: str) -> None:
    body, told = PROSE[name]
    faults = faults_of(body)
    assert faults == told if told is not None else any("之前" in fault for fault in faults)


def test_headings_in_code_are_text() -> None:
    body = BODY.replace("无。", "```\n## 不是标题\n```\n### 小标题\n文字", 1)
    assert not faults_of(body) and "小标题" in split_prose(body)[0][0][1]


def test_nothing_at_all() -> None:
    prose, faults = split_prose("")
    assert prose == () and len(faults) == 6


@given(st.text("# \n一、总体情况`~文", max_size=80))
@settings(max_examples=300)
def test_any_prose_is_read(body: str) -> None:
    for fault in split_prose(body)[1]:
        assert 0 <= fault.line <= body.count("\n") and Mark(fault.line, fault.column)
