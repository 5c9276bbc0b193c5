"""What the words of a command line stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Workspace as Cli
from county import County, document
from generator.arguments import code_of, places
from generator.errors import UsageError
from generator.workspace import Workspace

SLUGS = ("caizhengju", "jinping", "portal")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A county of three units, seen from its own folder."""
    County(tmp_path).write("content/jinping/gg/a.md", document("一号通知", "2026-00001"))
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("jinping", "content/jinping"),
        ("jinping/", "content/jinping"),
        ("content/jinping/", "content/jinping"),
        ("jinping/gg", "content/jinping/gg"),
        ("content/jinping/gg/a.md", "content/jinping/gg/a.md"),
        ("示例县锦屏镇人民政府", "content/jinping"),
        ("锦屏镇", "content/jinping"),
        ("示例县人民政府", "content/portal"),
        ("财政局", "content/caizhengju"),
    ],
)
def test_a_unit_by_its_folder_its_name_or_a_path(workspace: Workspace, written: str, expected: str) -> None:
    assert places(workspace, (written,), SLUGS) == (expected,)


def test_a_path_from_where_the_user_stands(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.content / "jinping")
    assert places(workspace, ("gg/a.md", "."), SLUGS) == ("content/jinping/gg/a.md", "content/jinping")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("jinpin", "没有「jinpin」这个单位，是不是「jinping」？"),
        ("锦平镇人民政府", "是不是「示例县锦屏镇人民政府」？"),
        ("示例县", "可以指几个单位"),
        ("..", "没有「..」这个单位"),
        ("/etc/hosts", "content/ 里没有「/etc/hosts」"),
        ("nope.md", "写从 content/ 起的路径"),
        ("jinping/a.md", "是不是 content/jinping/gg/a.md？"),
        ("", "没有「」这个单位"),
        ("gg", "「gg」是栏目的文件夹，前面要写单位，例如 content/jinping/gg"),
    ],
)
def test_a_word_that_is_no_unit(workspace: Workspace, written: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        places(workspace, (written,), SLUGS)
    assert message in str(caught.value)


def test_a_far_word_is_no_guess(workspace: Workspace) -> None:
    with pytest.raises(UsageError) as caught:
        places(workspace, ("jinxiba",), SLUGS)
    assert "是不是" not in str(caught.value)


def test_a_broken_unit_file_only_hides_its_name(workspace: Workspace) -> None:
    (workspace.content / "portal" / "unit.yaml").unlink()
    (workspace.content / "caizhengju" / "unit.yaml").write_text("：：\n")
    assert places(workspace, ("portal", "锦屏镇"), SLUGS) == ("content/portal", "content/jinping")


def test_codes_in_small_letters() -> None:
    assert [code_of(each) for each in ("d102", "D102", "index.html", "D1020")] == ["D102", "D102", "", ""]


def test_one_file_is_checked_alone(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    for name in "ab":
        county.write(f"content/jinping/gg/{name}.md", "坏\n")
    told = Cli(tmp_path).run("check", "content/jinping/gg/b.md").output
    assert "gg/b.md:1:1" in told and "gg/a.md" not in told


def test_all_words_that_mean_no_unit_are_told_at_once(workspace: Workspace) -> None:
    with pytest.raises(UsageError) as told:
        places(workspace, ("jinpin", "jinping", "nosuch"), SLUGS)
    assert told.value.what == "没有「jinpin」这个单位，是不是「jinping」？没有「nosuch」这个单位"
    assert told.value.advice.endswith("有哪些：ls content")
