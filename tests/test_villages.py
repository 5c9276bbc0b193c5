"""数字乡村: contradictions are told by row and column, few households by nobody; charts draw what is written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from county import County, small_county
from generator import small_cells, spool
from generator.model import Posting, VillageYear
from generator.registers import registers
from generator.village_postings import due
from generator.village_rows import read
from generator.village_rules import village_rules
from generator.village_sentences import sections

RULES = village_rules()
FILE = "content/jinping/villages/2025.csv"
PUBLIC = "output/public/jinping/villages"


def table(heads: str, *rows: str) -> str:
    """A file: rows begin after the name of village 201, 202, …"""
    lines = (f"530823100{201 + at},样例{at}村,2025,{row}" for at, row in enumerate(rows))
    return "\n".join((f"村代码,村名,年份,{heads}", *lines)) + "\n"


# what was printed on real pages of 数字乡村, typed in as data: heads, cells, severity, column, words
CONTRADICTIONS = {
    "耕地 6292.6 亩，下一段 6367.57 亩": (
        "耕地面积（亩）,耕地面积（亩）",
        "6292.6,6367.57",
        "error",
        5,
        "6367.57 与第 4 列",
    ),
    "林地 17659.9 亩，又是 18619.20 亩": (
        "林地面积（亩）,林地面积（亩）",
        "17659.9,18619.20",
        "error",
        5,
        "18619.20 与第 4",
    ),
    "总收入 336.66 万元，又是 319 万元": (
        "农村经济总收入（万元）,农村经济总收入（万元）",
        "336.66,319",
        "error",
        5,
        "同一个数写了两遍",
    ),
    "纯收入 5486 元，又是 5110 元": (
        "人均可支配收入（元）,人均可支配收入（元）",
        "5486,5110",
        "error",
        5,
        "5110 与第 4 列",
    ),
    "131 户通自来水，131 户饮水困难": (
        "农户数（户）,通自来水户数（户）,饮水困难户数（户）",
        "131,131,131",
        "error",
        6,
        "= 262，比「农户数（户）」131 还大",
    ),
    "水面 190 亩，其中养殖 5180 亩": ("水面面积（亩）,养殖水面面积（亩）", "190,5180", "error", 5, "部分不能大于整体"),
    "主要种植等经济林果": ("林地面积（亩）,经济林果面积（亩）,主要经济林果", "900,50,等", "warning", 6, "是空的"),
    "17 户中 17 户通电，是 97%": ("农户数（户）,通电户数（户）,通电率（%）", "17,17,97", "warning", 6, "= 100.0%"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_real_pages_contradicted_is_told_by_row_and_column(tmp_path: Path, case: str) -> None:
    heads, cells, severity, column, words = CONTRADICTIONS[case]
    county = small_county(tmp_path, 1)
    county.write(FILE, table(heads, "," * heads.count(","), cells))
    (found,) = [each for each in county.check() if each.path == FILE]
    assert (found.line, found.column, found.severity.value) == (3, column, severity)
    assert words in found.message


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("村代码,年份\n", 1, 1, "村名"),
        (table("耕地面积", "1"), 1, 4, "没有写单位"),
        (table("耕地面积（平方米）", "1"), 1, 4, "写的是「平方米」"),
        (table("耕地面职（亩）", "1"), 1, 4, "是不是「耕地面积（亩）」"),
        (table("农户数（户）", "12.5"), 2, 4, "整数"),
        (table("耕地面积（亩）", "约12"), 2, 4, "应当是数"),
        ("村代码,村名,年份\n5.30823E+11,样例村,2025\n", 2, 1, "12 位"),
        ("村代码,村名,年份\n530823101201,样例村,2025\n", 2, 1, "530823100 开头"),
        ("村代码,村名,年份\n530823100201,样例村,25\n", 2, 3, "4 位"),
        ("村代码,村名,年份,农户数（户）\n530823100201,甲村,2025,10\n530823100201,甲村,2025,11\n", 3, 4, "不一致"),
        (table("农户数（户）", "10", "20") + "530823100000,合计,2025,31\n", 4, 4, "各村相加是 30"),
        (table("农户数（户）", "100") + "530823100201,样例0村,2026,151\n", 3, 4, "增加 51%"),
        (table("农户数（户）", '"1'), 2, 1, "引号"),
        ("村代码,村名,年份\n530823100201,样例村13800000000,2025\n", 2, 2, "一长串数字"),
        (table("主要经济林果", "核桃13800000000"), 2, 4, "一长串数字"),
    ],
)
def test_rows_and_sums(tmp_path: Path, text: str, line: int, column: int, words: str) -> None:
    county = small_county(tmp_path, 1)
    county.write(FILE, text)
    (found,) = [each for each in county.check() if each.path == FILE]
    assert (found.line, found.column) == (line, column) and words in found.message, found


def test_two_units_of_one_quantity() -> None:
    good, bad = (
        read(table("耕地面积（亩）,耕地面积（公顷）", row), "", RULES) for row in ("6292.6,419.51", "6292.6,420")
    )
    assert not good.faults and dict(good.rows[0].row.values) == {"耕地面积": "6292.6"}
    assert bad.faults[0].mark.column == 5 and not bad.rows


def test_a_broken_row_keeps_back_itself_alone(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    county.write(FILE, table("农户数（户）,通电户数（户）", "100,100", "100,120", "100,90"))
    county.build()
    made = {path.name for path in (county.root / PUBLIC).glob("5*.html")}
    assert made == {"530823100201.html", "530823100203.html"}
    page = (county.root / PUBLIC / "index.html").read_text("utf-8")
    assert "有 1 个村的数据正在核对" in page and "合计</th>" not in page


def year(*rows: dict[str, int]) -> tuple[VillageYear, ...]:
    """Villages with these numbers."""
    return tuple(
        VillageYear(f"53082310020{at}", f"样例{at}村", 2025, tuple((name, str(value)) for name, value in row.items()))
        for at, row in enumerate(rows, 1)
    )


def codes(found: small_cells.Hidden, name: str) -> set[str]:
    """The last digit of the villages of which a number is hidden."""
    return {code[-1] for code, column in found.cells if column == name}


@pytest.mark.parametrize(
    ("numbers", "barred", "total"),
    [
        ((3, 10, 20), {"1", "2"}, False),  # the total would tell the 3
        ((3, 2, 20), {"1", "2"}, False),  # 5 may be 1+4 or 2+3
        ((1, 1, 20), {"1", "2", "3"}, False),  # 2 can only be 1+1
        ((4, 4, 20), {"1", "2", "3"}, False),  # 8 can only be 4+4
        ((3, 0, 0), {"1"}, True),  # nothing to hide it with; the total is few itself
        ((0, 5, 20), set(), False),
    ],
)
def test_few_households_are_not_told_nor_to_be_reckoned(
    numbers: tuple[int, ...], barred: set[str], total: bool
) -> None:
    found = small_cells.hidden(year(*({"低保户数": each} for each in numbers)), RULES)
    assert codes(found, "低保户数") == barred and ("低保户数" in found.totals) is total


def test_no_three_villages_let_a_small_number_be_reckoned() -> None:
    for numbers in product(range(8), repeat=3):
        found = small_cells.hidden(year(*({"低保户数": each} for each in numbers)), RULES)
        barred = [number for at, number in enumerate(numbers, 1) if str(at) in codes(found, "低保户数")]
        assert {number for number in numbers if 0 < number < 5} <= set(barred)
        if barred and "低保户数" not in found.totals:  # the reader knows their sum, and that none of them is zero
            assert len(barred) > 1 and sum(barred) > len(barred), numbers
            assert max(barred) > 4 or sum(barred) != 4 * len(barred), numbers


def test_parts_and_persons_do_not_tell_few_households() -> None:
    rows = year(
        {"农户数": 100, "通自来水户数": 97, "饮水困难户数": 3, "低保户数": 2, "低保人数": 7},
        {"农户数": 200, "通自来水户数": 190, "饮水困难户数": 10, "低保户数": 9, "低保人数": 30},
        {"农户数": 300, "通自来水户数": 280, "饮水困难户数": 20, "低保户数": 30, "低保人数": 60},
    )
    found = small_cells.hidden(rows, RULES)
    assert {"1"} <= codes(found, "通自来水户数") and codes(found, "低保人数") >= {"1", "2"}
    assert codes(found, "农户数") == set()


def test_sentences_drop_what_is_not_known() -> None:
    values = {
        "农户数": "412",
        "耕地面积": "2310.5",
        "乡村人口": "1680",
        "水面面积": "0",
        "养殖水面面积": "0",
        "通电户数": "17",
    }
    told = dict(sections("样例村", values, RULES))
    assert told["村情概况"] == ("样例村有农户412户，乡村人口1,680人。",)
    assert told["自然资源"][0] == "全村有耕地2,310.5亩（154.03公顷），人均耕地1.38亩。"
    assert told["基础设施"] == ("通电的有17户，占农户的4.1%。",)
    assert "农村经济" not in told
    whole = dict(sections("样例村", {"农户数": "17", "通电户数": "17"}, RULES))
    assert whole["基础设施"] == ("通电的有17户，占农户的100%。",)
    fruit = dict(sections("样例村", {"林地面积": "90", "经济林果面积": "50"}, RULES))
    assert fruit["自然资源"] == ("有林地90亩（6.00公顷），其中经济林果50亩（3.33公顷）。",)


@pytest.mark.parametrize(
    ("day", "subject", "last"),
    [
        (date(2026, 7, 3), "一般事项", date(2026, 12, 31)),
        (date(2026, 12, 30), "一般事项", date(2027, 3, 31)),
        (date(2026, 1, 31), "财务收支（每月）", date(2026, 2, 28)),
        (date(2026, 12, 1), "财务收支（每月）", date(2027, 1, 31)),
    ],
)
def test_when_a_village_must_tell_again(day: date, subject: str, last: date) -> None:
    assert due(Posting("530823100201", subject, day), RULES) == last


def test_late_villages_are_told_from_the_first_late_day(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    county.write(FILE, table("农户数（户）", "100", "90"))
    rows = "村代码,事项,公布日期,地点\n530823100201,一般事项,2026-07-03,村务公开栏\n530823100202,唱歌,2026-07-03,\n"
    rows += "530823100202,一般事项,2026-07-03,问13800000000\n"
    county.write("content/jinping/villages/公开.csv", rows)
    before, after = (
        {
            each.code: each.line
            for each in county.check(day)
            if each.path.endswith("公开.csv") and "最迟" in each.message
        }
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert (before, after) == ({}, {"F229": 2})
    told = [each.message for each in county.check() if each.path.endswith("公开.csv")]
    assert any("样例1村没有村务公开的记录" in each for each in told) and any("「唱歌」" in each for each in told)
    assert any("一长串数字" in each for each in told)


def example(root: Path) -> County:
    """A township of three villages and three years, one number of them small."""
    county = small_county(root, 1)
    heads = "农户数（户）,乡村人口（人）,耕地面积（亩）,低保户数（户）,主要经济林果,人均可支配收入（元）"
    for when in (2023, 2024, 2025):
        rows = (f"{100 + when - 2023},400,512.5,3,核桃,12000", "90,350,480.25,12,茶叶,11800", "80,300,300,20,,11000")
        county.write(f"content/jinping/villages/{when}.csv", table(heads, *rows).replace(",2025,", f",{when},"))
    return county


def drawn(page: str) -> list[list[str]]:
    """The numbers of each chart of a page."""
    return [
        re.findall(r'data-v="([^"]*)"', each)
        for each in re.findall(r"<svg class=\"chart-drawing.*?</figure>", page, re.S)
    ]


def test_charts_and_files_hold_the_numbers(tmp_path: Path) -> None:
    from frictionless_judge import validate

    county = example(tmp_path)
    county.build()
    text = (county.root / PUBLIC / "villages.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["低保户数（户）"] for row in rows if row["村代码"].endswith("3")] == ["20"] * 3
    assert [row["低保户数（户）"] for row in rows if not row["村代码"].endswith("3")] == [""] * 6
    page = (county.root / PUBLIC / "530823100201.html").read_text("utf-8")
    own = [row for row in rows if row["村代码"] == "530823100201"]
    assert [Decimal(each) for each in drawn(page)[0]] == [Decimal(row["乡村人口（人）"]) for row in own]
    assert "512.5亩（34.17公顷）" in page and "不列出" in page and "低保" in page
    township = (county.root / PUBLIC / "index.html").read_text("utf-8")
    newest = [Decimal(row["乡村人口（人）"]) for row in rows if row["年份"] == "2025"]
    assert [Decimal(each) for each in drawn(township)[0]] == newest
    assert validate(str(county.root / PUBLIC / "datapackage.json")).valid
    described = json.loads((county.root / PUBLIC / "datapackage.json").read_text("utf-8"))
    assert described["resources"][0]["schema"]["primaryKey"] == ["村代码", "年份"]
    for catalogue in ("jinping/data.json", "data.json"):
        (listed,) = json.loads((county.public / catalogue).read_text("utf-8"))["dataset"]
        (file,) = listed["distribution"]
        assert file["downloadURL"] == "https://www.county.example/jinping/villages/villages.csv"
        assert file["describedBy"].endswith("/jinping/villages/datapackage.json")
        assert listed["landingPage"].endswith("/jinping/villages/")
    for home, link in (("jinping/index.html", "villages/index.html"), ("index.html", "villages/index.html")):
        assert f'<a href="{link}">' in (county.public / home).read_text("utf-8")
    assert "1,050" in (county.root / "output/public/villages/index.html").read_text("utf-8")


def shown(county: County) -> dict[str, bytes]:
    """What people and spreadsheets are shown: sections are links, which are followed."""
    public = county.root / "output/public"
    paths = (Path(folder) / name for folder, _, names in os.walk(public, followlinks=True) for name in names)
    return {
        path.relative_to(public).as_posix(): path.read_bytes() for path in paths if path.suffix in (".html", ".csv")
    }


def test_one_row_reaches_its_pages_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool.KEPT, "limit", 0)
    county = example(tmp_path)
    county.build()
    before = shown(county)
    file = county.root / FILE
    file.write_text(file.read_text("utf-8").replace("90,350,480.25", "91,351,480.25"), "utf-8")
    county.build()
    changed = {path for path, data in shown(county).items() if before.get(path) != data}
    township = {f"jinping/villages/{name}" for name in ("530823100202.html", "index.html", "villages.csv")}
    assert changed == {*township, "villages/index.html"}


def test_the_shelf_has_it() -> None:
    assert "villages/" in {each.folder for each in registers()}
