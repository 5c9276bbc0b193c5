"""What was public once: addresses lead on or say what became of them, days are not rewritten, and both are kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from county import TODAY, USCC, County, document, told
from generator import manifest, trees
from generator.manifest import Manifest

PATH = "content/jinping/unit.yaml"
NUMBER = f"{USCC['jinping']}/2026-00001"


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A unit with two documents and a column of its own, public since yesterday."""
    made = County(tmp_path, ("portal", "jinping"))
    settings(made, "栏目:\n  tzgg: {名称: 旧公告栏}\n")
    made.write("content/jinping/gg/a.md", document("一号", "2026-00001", "附件:\n  - 文件: 表.csv"))
    made.write("content/jinping/gg/表.csv", "甲,乙\n1,2\n")
    made.write("content/jinping/gg/b.md", document("二号", "2026-00002"))
    made.register()
    assert made.build(today=TODAY - timedelta(days=1)).findings() == ()
    return made


def settings(county: County, more: str) -> None:
    """The unit's settings with something more at their end."""
    base = county.root / PATH
    county.write(PATH, base.read_text("utf-8").split("栏目:\n")[0].split("撤下:\n")[0].split("原地址:\n")[0] + more)


def lines(county: County) -> list[str]:
    """What both commands say; they say the same."""
    checked = told(county.check())
    assert told(county.build().findings()) == checked == told(county.check())
    return checked


# ── withdrawn documents ─────────────────────────────────────────────────────────────────────────────────────────


def withdraw(county: County, title: str = "") -> str:
    """Delete a document and record that it is withdrawn; the text of its page."""
    (county.root / "content/jinping/gg/b.md").unlink()
    named = f"\n    名称: {title}" if title else ""
    row = f"  - 索引号: {USCC['jinping']}/2026-00002\n    日期: 2026-11-22\n    理由: 名单不应公开，经审查小组同意"
    settings(county, f"栏目:\n  tzgg: {{名称: 旧公告栏}}\n撤下:\n{row}{named}\n")
    assert lines(county) == []
    return county.tree()["jinping/info/2026-00002.html"].decode()


def test_a_withdrawn_document_leaves_a_page_that_says_so(county: County) -> None:
    page = withdraw(county)
    assert "<h1>二号</h1>" in page and "该信息已于" in page and "2026年11月22日" in page
    assert "名单不应公开，经审查小组同意。" in page and '<meta name="robots" content="noindex">' in page
    assert "正文第一段" not in page
    others = {path: data for path, data in county.tree().items() if path != "jinping/info/2026-00002.html"}
    assert not [path for path, data in others.items() if "二号".encode() in data]
    told = {path for path, data in others.items() if b"2026-00002.html" in data}
    assert told == {"feed.atom", "jinping/feed.atom", "jinping/catalog.json", "jinping/answers.json"}, (
        "harvesters and web servers are told of the deletion"
    )


def test_a_title_that_must_not_be_public_is_not(county: County) -> None:
    page = withdraw(county, "一份名单")
    assert "<h1>一份名单</h1>" in page and "二号" not in page


def test_a_number_that_a_document_bears_is_no_tombstone(county: County) -> None:
    settings(county, f"撤下:\n  - {{索引号: {NUMBER}, 日期: 2026-11-22, 理由: 甲}}\n")
    assert [each.code for each in county.build().findings()] == ["W108", "U111"]
    assert "正文第一段" in county.tree()["jinping/info/2026-00001.html"].decode()


# ── columns and attachments ─────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_column_is_told_until_its_address_leads_on(county: County) -> None:
    settings(county, "")
    wanted = [f"{PATH}:1:1: W108 公开过的栏目「旧公告栏」（tzgg/index.html）打不开了"]
    assert lines(county) == wanted
    county.write("content/jinping/gg/c.md", document("三号", "2026-00003", "补录: 是"))
    county.register()
    assert lines(county) == wanted, "also when the unit is made again"
    settings(county, "原地址:\n  tzgg: gg\n")
    assert lines(county) == []
    page = county.tree()["jinping/tzgg/index.html"].decode()
    assert 'content="0; url=../gg/index.html"' in page and "本栏目已经调整" in page


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("gg: zn", "“原地址”的「gg」现在就是栏目「通知公告」"),
        ("info/x: gg", "“原地址”的「info/x」不是栏目的文件夹名"),
        ("../x: gg", "“原地址”的「../x」不是栏目的文件夹名"),
        ("tzgg: nosuch", "“原地址”要转到的「nosuch」不是本单位的栏目"),
    ],
)
def test_a_former_folder_is_judged(county: County, row: str, message: str) -> None:
    settings(county, f"原地址:\n  {row}\n")
    line = (county.root / PATH).read_text("utf-8").count("\n")
    found = [each for each in county.check() if each.code == "U104"]
    assert [(each.path, each.line, each.message) for each in found] == [(PATH, line, message)]


def test_a_lost_attachment_is_told_at_its_document(county: County) -> None:
    county.write("content/jinping/gg/a.md", document("一号", "2026-00001"))
    (url,) = (path for path in county.tree() if path.endswith(".csv") and "/info/" in path)
    name, below = url.rpartition("/")[2], url.removeprefix("jinping/")
    wanted = [f"content/jinping/gg/a.md:1:1: W108 公开过的附件「{name}」（{below}）不见了"]
    assert lines(county) == wanted == lines(county)
    county.write("content/jinping/gg/a.md", document("一号", "2026-00001", "公示截止: 2026-11-20"))
    assert lines(county) == [], "of a notice that has ended nothing is owed"


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_that_was_changed_is_told_until_it_is_changed_back(county: County) -> None:
    text = (county.root / "content/jinping/gg/b.md").read_text("utf-8")
    county.write("content/jinping/gg/b.md", text.replace("2026-01-06", "2026-01-20"))
    wanted = ["content/jinping/gg/b.md:5:7: I305 发布日期 2026-01-20 与首次发布时的 2026-01-06 不同"]
    assert lines(county) == wanted == lines(county)
    county.write("content/jinping/gg/b.md", text)
    assert lines(county) == []


def test_a_day_before_the_real_one_is_told_unless_it_is_said_to_be_of_old(county: County) -> None:
    """What stood in the unit from its first build is not judged: nobody knows when it was public first."""
    path = "content/jinping/gg/c.md"
    new = document("三号", "2026-00003")
    county.write(path, new)
    county.register()
    wanted = [f"{path}:5:7: I405 发布日期是 2026-01-06，实际到 2026-11-23 才公开"]
    assert lines(county) == wanted
    county.write("content/jinping/dt/c.md", new.replace("成文日期", "类型: 动态\n成文日期"))
    (county.root / path).unlink()
    county.register()
    assert [each.code for each in county.check(TODAY + timedelta(days=40))] == ["I405"]
    assert "实际到 2026-11-23 才公开" in lines(county)[0], "moved to another column it is the same document"
    county.write("content/jinping/dt/c.md", new.replace("成文日期", "类型: 动态\n补录: 是\n成文日期"))
    assert lines(county) == []


@pytest.mark.parametrize(("day", "codes"), [("2026-11-23", []), ("2026-11-22", []), ("2026-11-21", ["I405"])])
def test_a_night_is_given(county: County, day: str, codes: list[str]) -> None:
    text = document("三号", "2026-00003").replace("发布日期: 2026-01-06", f"发布日期: {day}")
    county.write("content/jinping/gg/c.md", text.replace("成文日期: 2026-01-04", f"成文日期: {day}"))
    county.register()
    assert [each.code for each in county.check()] == codes


def test_a_draft_that_comes_back_is_no_new_document(county: County) -> None:
    text = (county.root / "content/jinping/gg/b.md").read_text("utf-8")
    county.write("content/jinping/gg/b.md", text.replace("成文日期", "草稿: 是\n成文日期"))
    county.build()
    county.write("content/jinping/gg/b.md", text)
    assert lines(county) == []


def test_a_manifest_of_old_knows_what_was_published(county: County) -> None:
    """One that was written before days were remembered: they are taken from what was public."""
    last = trees.latest(county.root / "output", "jinping")
    assert last is not None
    old = Manifest(last.sequence, last.files, last.published, last.digest)
    manifest.save(trees.manifest_path(county.root / "output", "jinping", last.sequence), old)
    text = (county.root / "content/jinping/gg/b.md").read_text("utf-8")
    county.write("content/jinping/gg/b.md", text.replace("2026-01-06", "2026-01-20"))
    assert [each.code for each in county.check()] == ["I305"]
