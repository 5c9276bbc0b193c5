"""What an editor is told is all that is wrong, true, and of use: in one go, whose number it is, how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from county import USCC, County, document
from generator import starter
from generator.cli import main
from generator.drafting.unit import unit, units
from generator.errors import UsageError
from generator.search_index import initials

PATH = "content/jinping/gg/a.md"
WRONG = document("通知", "2026-12", "附件: [{文件: 没有.xlsx}]", "主题分类: 其他")


def run(county: County, *arguments: str) -> Result:
    """A command, as its user sees it."""
    return CliRunner().invoke(main, ["--root", str(county.root), *arguments], catch_exceptions=False)


@pytest.fixture
def county(tmp_path: Path) -> County:
    """The portal, two units and nothing in them."""
    return County(tmp_path)


def codes(county: County, path: str = PATH) -> set[str]:
    """The codes of what is wrong in a file."""
    return {each.code for each in county.check() if each.path == path}


def test_what_another_error_keeps_back_is_held_against_the_ledger(county: County) -> None:
    county.write(PATH, WRONG)
    assert codes(county) == {"F203", "D101"}
    told = run(county, "check", PATH, "--only", "D101")
    assert told.exit_code == 1 and "错误 1" in told.output


def test_two_files_of_one_number_are_both_checked(county: County) -> None:
    for name in ("a", "b"):
        county.write(f"content/jinping/gg/{name}.md", document("通知", "2026-00001", "发文字号: 景政发[24]12号"))
    found = {(each.path[-4:], each.code) for each in county.check()}
    assert {("a.md", "D102"), ("b.md", "D102"), ("b.md", "F206")} <= found


def test_a_day_written_otherwise_hides_nothing(county: County) -> None:
    text = document("通知", "2026-00001", "发文字号: 景政发[24]12号")
    county.write(PATH, text.replace("发布日期: 2026-01-06", "发布日期: 2026年1月6日"))
    assert {"F103", "D102"} <= codes(county)


def test_what_could_not_be_judged_is_not_clean(county: County) -> None:
    county.write(PATH, document("通知", "2026-00001", "颜色: 红"))
    county.write("content/jinping/gg/b.md", document("另一则通知", "2026-00002"))
    told = run(county, "check", PATH, "--only", "D102")
    assert told.exit_code == 1 and f"{PATH} 另有 F101" in told.output and "不能说没有 D102" in told.output
    clean = run(county, "check", "content/jinping/gg/b.md", "--only", "D102")
    assert clean.exit_code == 0 and "另有" not in clean.output


def test_a_broken_unit_is_not_clean_either(county: County) -> None:
    county.write("content/jinping/unit.yaml", "名称: 锦屏镇\n")
    assert run(county, "check", "jinping", "--only", "D102").exit_code == 1


def test_a_number_of_another_unit_is_told_as_such(county: County) -> None:
    county.write(PATH, document("通知", "2026-00001"))
    other = document("通知", "2026-00001", slug="caizhengju")
    county.write("content/jinping/gg/b.md", other)
    told = run(county, "check", "content/jinping/gg/b.md").output
    assert f"索引号 {USCC['caizhengju']}/2026-00001 的地址" in told and f"那里的索引号是 {USCC['jinping']}" in told
    assert re.search(f"{USCC['caizhengju']} 是.*财政局的代码", told)
    assert "D101" in told and f"前段码 {USCC['caizhengju']} 不是本单位的" in told


def test_numbering_tells_of_a_number_that_may_not_be(county: County) -> None:
    county.write(PATH, document("通知", "2026-12"))
    told = run(county, "number", "jinping")
    assert told.exit_code == 1 and "D101" in told.output and "删去索引号，运行 gongkai number" in told.output
    assert f"{PATH} 已经写着索引号，但这个号不能用" in told.output
    assert "已分配 0 个索引号，1 条的索引号有误" in told.output


@pytest.mark.parametrize(("written", "days"), [("2026年1月40日", "1 月只有 31"), ("2026-02-30", "2 月只有 28")])
def test_no_day_is_proposed_that_does_not_exist(county: County, written: str, days: str) -> None:
    county.write(PATH, document("通知", "2026-00001", f"生效日期: {written}"))
    found = next(each for each in county.check() if each.code == "F103")
    assert f"在日历上不存在：2026 年 {days} 天" in found.message and "请写作" not in found.message
    assert found.fix == "核对以后重写，例如“生效日期: 2026-01-31”"


@pytest.mark.parametrize("written", ["2026年13月1日", "0000-01-01"])
def test_a_month_that_does_not_exist_has_no_days(county: County, written: str) -> None:
    county.write(PATH, document("通知", "2026-00001", f"生效日期: {written}"))
    assert next(each.message for each in county.check() if each.code == "F103").endswith("在日历上不存在")


def test_a_wrong_code_is_told_once_with_its_row(tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text("文件夹,名称,统一社会信用代码\nnongye,农业局,\nshuiwuju,水务局,11530823000000001H\n", "utf-8")
    with pytest.raises(UsageError) as told:
        units(table)
    assert told.value.what.count("统一社会信用代码") == 1
    assert "units.csv" in told.value.where and "第 3 行" in told.value.where


def test_new_units_have_no_empty_column_for_what_their_file_says(tmp_path: Path) -> None:
    starter.create(tmp_path / "county")
    for slug in ("portal", "xiangyang", "minzhengju"):
        said = yaml.safe_load((tmp_path / f"county/content/{slug}/unit.yaml").read_text("utf-8"))
        assert said["栏目"]["fdzdgknr/jgxx"] == {"链接到": f"{slug}:jggk/jgzn"}
    told = CliRunner().invoke(main, ["--root", str(tmp_path / "county"), "check"])
    assert "L105 法定栏目「规划计划」" in told.output and "机关职能、机构设置与负责人" not in told.output
    drafted = yaml.safe_load(unit({"文件夹": "nongye"}).text)
    assert drafted["栏目"] == {"fdzdgknr/jgxx": {"链接到": "nongye:jggk/jgzn"}}


def test_the_subject_that_the_province_wants_is_asked_for_from_the_beginning(county: County) -> None:
    assert run(county, "new", "通知", "jinping", "--title", "防汛通知", "--column", "gg").exit_code == 0
    (path,) = county.root.glob("content/jinping/gg/*.md")
    assert "# 请填，例如 农业、林业、水利；没有的，全省平台采集时会退回\n主题分类:" in path.read_text("utf-8")
    county.write(PATH, document("通知", "2026-00009"))
    assert {each.code for each in county.check(whole=True) if each.path == PATH} == {"D204", "D501"}
    county.write(PATH, document("通知", "2026-00009", "主题分类: 其他"))
    assert {each.code for each in county.check(whole=True) if each.path == PATH} == {"D501"}


def test_json_may_be_asked_for_as_of_a_build(county: County) -> None:
    told = run(county, "check", "jinping", "--json")
    assert told.stdout == run(county, "check", "jinping", "--format", "json").stdout and told.stdout.startswith("{")


def test_the_example_of_the_search_finds_something_in_every_county(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "themes/default/templates/search.html").read_text("utf-8")
    letters, meant = re.findall(r"例如 (\w+) 找“(.+?)”", page)[0]
    assert initials(meant) == letters
    starter.create(tmp_path)
    titles = [re.findall(r"^标题: (.*)$", each.read_text("utf-8"), re.M) for each in tmp_path.rglob("*.md")]
    assert [title for found in titles for title in found if meant in title]
