"""Charts of documents: asked for in front matter, or of budgets by themselves; and what is told of those that fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from county import County, document, told
from data_county import data_county
from generator.model import Severity

BUDGET = """项目,2025年预算数（万元）,2026年预算数（万元）,增减（万元）
拨款收入,950.45,898.85,-51.60
其他收入,22.74,86.29,63.55
收入合计,973.19,985.14,11.95
人员类支出,600.12,597.56,-2.56
项目支出,373.07,387.58,14.51
支出合计,973.19,985.14,11.95
"""
YEARS = "年份,收入（万元）,支出（万元）,增长（%）\n2024,10,9.5,3\n2025,,11,4\n2026,13.25,12,5\n"
BUDGET_HEAD = ("类型: 预算", "年度: 2026", "批准日期: 2026-01-03")
SHOWN = "![收支](data/s.csv)\n"


@pytest.fixture
def small(tmp_path: Path) -> County:
    """A county with a table of years."""
    made = data_county(tmp_path / "workspace")
    made.write("content/jinping/data/s.csv", YEARS)
    return made


def page(small: County, *lines: str, body: str = "正文。\n", number: str = "2026-00002") -> str:
    small.write("content/jinping/gg/b.md", document("收支情况", number, *lines, body=body))
    small.build("jinping")
    return (small.public / f"jinping/info/{number}.html").read_text("utf-8")


def numbers(html: str) -> list[str]:
    return re.findall(r'data-v="([^"]+)"', html)


def test_a_chart_in_the_front_matter_is_drawn_and_tabled(small: County) -> None:
    html = page(small, "图表: [{数据: data/s.csv, 类型: 折线图, 横轴: 年份, 数值: [收入, 支出], 标题: 三年收支}]")
    assert numbers(html) == ["10", "13.25", "9.5", "11", "12"]
    assert ">三年收支</figcaption>" in html
    assert re.search(r'<link rel="stylesheet" href="[^"]*/charts[.-][^"]*css">', html)
    assert '<th scope="row">2025年</th><td class="number">—</td><td class="number">11.0</td>' in html
    assert 'href="../data/s.csv" download="三年收支.csv"' in html
    assert (small.public / "jinping/data/s.csv").is_file()  # a table that a chart shows is published as others are


def test_all_columns_of_the_first_unit_where_none_are_named(small: County) -> None:
    html = page(small, "图表: [{数据: data/s.csv}]", body=SHOWN)
    assert sorted(numbers(html)) == sorted(["10", "13.25", "9.5", "11", "12"])
    assert "单位：万元" in html


def test_some_rows_in_the_order_that_is_asked_for(small: County) -> None:
    html = page(small, "图表: [{数据: data/s.csv, 类型: 条形图, 数值: 支出, 行: [2026, 2024]}]", body=SHOWN)
    assert numbers(html) == ["12", "9.5"]


def test_a_sum_is_drawn_only_where_it_is_named(small: County) -> None:
    small.write("content/jinping/data/v.csv", "村,户数（户）\n甲村,3\n乙村,5\n合计,8\n")
    assert numbers(page(small, "图表: [{数据: data/v.csv}]")) == ["3", "5"]
    assert numbers(page(small, "图表: [{数据: data/v.csv, 行: [甲村, 合计]}]")) == ["3", "8"]


FAULTS = [
    ("{数据: data/s.csv, 数值: [收人]}", "b.md:{line}:{column}: F226", "没有「收人」这一列，是不是「收入」", "收人"),
    ("{数据: data/s.csv, 横轴: 村}", "b.md:{line}:{column}: F226", "没有「村」这一列；表头是", "村"),
    ("{数据: data/s.csv, 数值: [收入, 增长]}", "b.md:{line}:{column}: F226", "单位不同（%、万元）", "[收入"),
    ("{数据: data/s.csv, 行: [2023年]}", "b.md:{line}:{column}: F226", "没有「2023年」", "2023年"),
    ("{数据: data/s.csv, 类型: 占比图, 数值: [收入, 支出]}", "b.md:{line}:{column}: F226", "只能画一列数", "[收入"),
    ("{数据: data/t.csv, 数值: 数}", "data/t.csv:3:3: F226", "「约5」不是能画的数字", ""),
    ("{数据: data/t.csv}", "data/t.csv:3:3: F226", "「约5」不是能画的数字", ""),
    ("{数据: data/t.csv, 数值: 村}", "b.md:{line}:{column}: F226", "「村」这一列没有数字", "村"),
    ("{数据: data/n.csv, 类型: 占比图}", "data/n.csv:3:3: F226", "「-5」是负数", ""),
    ("{数据: s.txt}", "b.md:{line}:{column}: F226", "「s.txt」不是数据文件", "s.txt"),
]


@pytest.mark.parametrize(("chart", "place", "words", "at"), FAULTS)
def test_what_cannot_be_drawn_is_told_at_its_place_and_the_document_stays(
    small: County, chart: str, place: str, words: str, at: str
) -> None:
    small.write("content/jinping/data/t.csv", "村,数\n甲,3\n乙,约5\n丙,7\n")
    small.write("content/jinping/data/n.csv", "村,数\n甲,3\n乙,-5\n")
    line = f"图表: [{chart}]"
    small.write("content/jinping/gg/b.md", document("收支情况", "2026-00002", line, body=SHOWN))
    found = [each for each in small.check() if each.code == "F226"]
    assert [each.severity for each in found] == [Severity.WARNING]
    lines = told(tuple(found))
    assert place.format(line=7, column=line.find(at) + 1) in lines[0], lines
    assert words in lines[0], lines
    assert found[0].fix and found[0].law


def test_a_kind_of_chart_by_another_name(small: County) -> None:
    small.write("content/jinping/gg/b.md", document("收支", "2026-00002", "图表: [{数据: data/s.csv, 类型: 饼图}]"))
    (found,) = (each for each in small.check() if each.code == "F103")
    assert (found.line, found.column) == (7, 27)
    assert "柱状图、条形图、折线图、堆积图、占比图；请写作 占比图" in found.message and "类型: 占比图" in found.fix


def test_a_file_that_is_missing_or_faulty_keeps_the_document_back(small: County) -> None:
    small.write("content/jinping/gg/b.md", document("收支", "2026-00002", "图表: [{数据: data/x.csv}]"))
    assert any("b.md:7:11: F203 找不到数据文件「data/x.csv」" in line for line in told(small.check()))
    small.write("content/jinping/data/x.csv", "年份,收入\n2024\n")
    assert any("x.csv:2:1: F205" in line for line in told(small.check()))


def test_personal_data_of_a_table_that_only_a_chart_shows_is_found(small: County) -> None:
    small.write("content/jinping/data/p.csv", "姓名,证件号码,金额（元）\n张三,110101199003077758,500\n")
    small.write(
        "content/jinping/gg/b.md",
        document("补助", "2026-00002", "图表: [{数据: data/p.csv, 数值: 金额}]", body="正文。\n"),
    )
    assert any(each.code == "X101" and each.severity is Severity.ERROR for each in small.check())


def test_a_budget_has_charts_by_itself(small: County) -> None:
    small.write("content/jinping/data/ys.csv", BUDGET)
    html = page(small, *BUDGET_HEAD, body="![收支预算](data/ys.csv)\n")
    titles = re.findall(r"<figcaption id=[^>]*>([^<]+)<", html)
    assert titles == ["2026年和2025年收入各项", "2026年和2025年支出各项", "2026年支出构成"]
    assert numbers(html)[:4] == ["898.85", "950.45", "86.29", "22.74"]
    assert "（60.7%）" in html and "（39.3%）" in html


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("598.85", "598.85"),  # nothing is changed: the control, which has charts
        ("985.14,11.95\n人员", "985.15,11.95\n人员"),  # a cent too much
        ("项目,2025", "项目,某"),  # one year only
        ("（万元）", ""),  # not said to be money
    ],
)
def test_only_a_table_that_adds_up_is_drawn(small: County, was: str, becomes: str) -> None:
    small.write("content/jinping/data/ys.csv", BUDGET.replace(was, becomes))
    html = page(small, *BUDGET_HEAD, body="![收支预算](data/ys.csv)\n")
    drawn = html.count('<figure class="chart"')
    expected = {"598.85": 3, "985.14,11.95\n人员": 2, "项目,2025": 2, "（万元）": 0}
    assert drawn == expected[was]


def test_an_edit_of_a_number_writes_the_pages_that_show_it(small: County) -> None:
    line = "图表: [{数据: data/s.csv, 数值: 收入}]"
    before = page(small, line)
    small.write("content/jinping/data/s.csv", YEARS.replace("13.25", "14"))
    small.build("jinping")
    after = (small.public / "jinping/info/2026-00002.html").read_text("utf-8")
    assert numbers(before) == ["10", "13.25"]
    assert numbers(after) == ["10", "14"]
    told_so_far = small.tree()
    small.build("jinping", clean=True)
    assert small.tree() == told_so_far
