"""The demonstration unit: a fault of each family in its report, nothing of it anywhere else."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import DEMONSTRATION, REPOSITORY, TODAY, Outcome, Workspace
from county import SITE, County, document
from generator.check import catalogue
from generator.personal_data import sightings
from test_cli import gongkai


def test_its_report_shows_one_fault_of_each_family(county: Workspace, first_build: Outcome) -> None:
    done = county.run("report")
    assert done.status == 0 and "演示单位，不计入全县: 演示单位（故意写错，用来看检查报告）" in done.output
    folder = county.root / "output/report"
    told = json.loads((folder / "report.json").read_text("utf-8"))
    (apart,) = told["demonstrations"]
    assert apart["slug"] == DEMONSTRATION
    families = {each["code"][0] for each in apart["rectifications"]}
    assert families >= {each.code[0] for each in catalogue()} >= set("LPAWIDXY")
    assert {each["severity"] for each in apart["rectifications"]} == {"error", "breach", "warning"}
    assert DEMONSTRATION not in {each["slug"] for each in told["units"]} and len(told["units"]) == 68
    assert all(not each["rectifications"] for each in told["units"])
    page = (folder / "index.html").read_text("utf-8")
    assert f'href="units/{DEMONSTRATION}.html"' in page and "不计入全县的任何数字" in page
    sheet = (folder / f"units/{DEMONSTRATION}.html").read_text("utf-8")
    assert "X101" in sheet and not list(sightings(sheet))


def test_it_is_checked_when_it_is_asked_for(county: Workspace, first_build: Outcome) -> None:
    whole = county.run("check", "--today", TODAY)
    assert whole.status == 0 and "单位 68 · 错误 0 · 警告 0" in whole.output and DEMONSTRATION not in whole.output
    alone = county.run("check", DEMONSTRATION, "--today", TODAY)
    assert alone.status == 1 and "错误 X101" in alone.output
    assert not list(sightings(alone.output + alone.errors))
    assert county.run("check", "--today", TODAY).output == whole.output


def test_nothing_of_it_is_published(county: Workspace, first_build: Outcome) -> None:
    """No page, no entry in any list, feed, map or file for machines; its numbers stand nowhere below output."""
    assert first_build.status == 0
    number = next(sightings((REPOSITORY / f"content/{DEMONSTRATION}/gg/shenfenzheng.md").read_text("utf-8")))
    text = (REPOSITORY / f"content/{DEMONSTRATION}/gg/shenfenzheng.md").read_text("utf-8")[number.start : number.end]
    for path in (county.root / "output").rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert text.encode() not in path.read_bytes(), path
    for path in county.public.resolve().rglob("*"):
        assert DEMONSTRATION not in path.name
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".atom"):
            data = path.read_bytes()
            assert b"yanshi/" not in data and "演示单位".encode() not in data, path


def practised(root: Path) -> County:
    county = County(root, ("portal", "jinping"), SITE + "演示单位: [jinping]\n")
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", "发文字号: 景政发[26]1号"))
    return county


def test_who_builds_it_is_told_how_to_look_at_it(tmp_path: Path) -> None:
    practised(tmp_path)
    done = gongkai("--root", str(tmp_path), "build", "jinping")
    assert done.returncode == 2 and "演示单位，不发布" in done.stderr and "gongkai check jinping" in done.stderr
    assert gongkai("--root", str(tmp_path), "build").returncode == 0
    assert "已分配 0 个" in gongkai("--root", str(tmp_path), "number").stdout


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A slip in the name would publish what is wrong on purpose."""
    practised(tmp_path)
    (tmp_path / "site.yaml").write_text(SITE + "演示单位: [jingping]\n", "utf-8")
    done = gongkai("--root", str(tmp_path), "build")
    assert done.returncode == 2 and "「jingping」没有这个文件夹" in done.stderr
    assert not (tmp_path / "output/public").exists()


def test_a_unit_that_becomes_one_leaves_the_public_tree(tmp_path: Path) -> None:
    county = practised(tmp_path)
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    county.build()
    assert (county.public / "jinping").exists()
    (tmp_path / "site.yaml").write_text(SITE + "演示单位: [jinping]\n", "utf-8")
    county.build()
    assert not (county.public / "jinping").exists()
    assert not [each for each in county.check() if each.path.startswith("content/jinping")]
