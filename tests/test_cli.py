"""The command: its words, its verbs, and a fresh county from `init` to pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from conftest import REPOSITORY, Workspace
from county import County, document
from generator.cli import main
from generator.explaining import change
from generator.model import Page
from generator.render import input_names
from generator.shelf import collect

VERBS = (
    *("init", "new", "build", "check", "number", "explain", "mask", "report", "serve", "edit", "format", "catalogue"),
    *(
        "batch",
        "legacy",
        "federate",
        "import",
        "hosting",
        "publish",
        "rollback",
        "keys",
        "verify",
        "nightly",
        "stats",
        "package",
        "inbox",
        "receipts",
    ),
)


def gongkai(*arguments: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=None, check=False)


def test_verbs_are_these() -> None:
    """No verb comes or goes unnoticed."""
    assert isinstance(main, click.Group)
    assert main.list_commands(click.Context(main)) == sorted(VERBS)


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_chinese_with_an_example(verb: str) -> None:
    """Every help text says in Chinese what the verb does, and shows it."""
    done = gongkai(*([verb] if verb else []), "--help")
    assert done.returncode == 0
    assert "用法: " in done.stdout and "例:" in done.stdout and "gongkai " in done.stdout
    assert not re.search(r"Usage|Options|Commands|Show this|Arguments", done.stdout)


def test_every_verb_says_what_it_does_in_the_list() -> None:
    """No first sentence is cut off."""
    assert "..." not in gongkai("--help").stdout.partition("命令:\n")[2]


def test_help_leaves_no_mark_alone_in_a_line() -> None:
    """As wide as click makes it."""
    assert not re.search(r"^\s*[。，；）]$", gongkai("--help").stdout, re.MULTILINE)


def test_what_is_missing_is_said_as_it_is_written(tmp_path: Path) -> None:
    """The kinds that there are, the option of a unit."""
    County(tmp_path)
    unknown = gongkai("--root", str(tmp_path), "new", "红头文件", "jinping")
    assert unknown.returncode == 2 and "可以写：" in unknown.stderr and "公文、" in unknown.stderr
    without = gongkai("--root", str(tmp_path), "import", "x.docx")
    assert without.returncode == 2 and "--unit jinping" in without.stderr


def test_version() -> None:
    """`--version` in one line."""
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+\n", gongkai("--version").stdout)


def test_fresh_county(tmp_path: Path) -> None:
    """`init` makes a county that builds without an error; it never writes over anything."""
    target = tmp_path / "我的县"
    assert gongkai("init", str(target)).returncode == 0
    county = Workspace(target)
    outcome = county.build()
    assert outcome.status == 0, county.run("check").output
    assert outcome.report["units"] == 3 and outcome.report["errors"] == 0
    counts = {"units", "pages", "written", "removed", "errors", "warnings", "seconds"}
    assert set(outcome.report) == {*counts, "held", "findings"} and outcome.report["held"] == []
    assert (county.public / "index.html").is_file()
    again = gongkai("init", str(target))
    assert again.returncode == 2 and "不覆盖" in again.stderr


def test_a_unit_is_added_as_the_manual_says(tmp_path: Path) -> None:
    """From a copy of another unit's `unit.yaml`: kept out while it has that one's code, then complete."""
    workspace = Workspace(tmp_path / "xian")
    gongkai("init", str(workspace.root))
    assert workspace.build().status == 0
    text = (workspace.root / "content/minzhengju/unit.yaml").read_text("utf-8")
    target = workspace.root / "content/nongyeju/unit.yaml"
    target.parent.mkdir()
    target.write_text(text, "utf-8")
    outcome = workspace.run("build")
    assert outcome.status == 1 and "content/nongyeju/unit.yaml:5:11: 错误 U106" in outcome.output
    assert "没有生成，因为 content/nongyeju/unit.yaml:5 " in outcome.output and "；还没有公开过" in outcome.output
    assert not (workspace.public / "nongyeju").exists()
    target.write_text(text.replace("11530823000000013P", "11530823000000004R").replace("民政局", "农业农村局"), "utf-8")
    assert workspace.build().status == 0 and (workspace.public / "nongyeju/zn/index.html").is_file()
    assert "农业农村局" in (workspace.public / "units/index.html").read_text("utf-8")


def test_another_day_is_said(tmp_path: Path) -> None:
    """A build as of another day says so, on standard error and once."""
    County(tmp_path, ("jinping",))
    outcome = Workspace(tmp_path).run("build", "--today", "2026-01-31")
    assert outcome.errors.count("注意: 按 2026-01-31 那一天的情形发布，今天是 20") == 1 and outcome.status == 0
    assert "那一天的情形" not in Workspace(tmp_path).run("build").errors


def test_explain_a_page(tmp_path: Path) -> None:
    """What changed is named; an unknown page is wrong usage."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", "内容概述: 摘要"))
    county.register()
    county.build()
    workspace = Workspace(tmp_path)
    assert "这个地址是新的" in workspace.run("explain", "jinping/info/2026-00001.html").output
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", "内容概述: 摘要", body="改了。\n"))
    county.build()
    for written in ("jinping/info/2026-00001.html", "output/public/jinping/info/2026-00001.html"):
        told = workspace.run("explain", written).output
        assert "正文变了" in told and "content/jinping/gg/a.md" in told
        assert not re.search(r"[0-9a-f]{12}", told)
    assert "正文变了" in workspace.run("explain", "content/jinping/gg/a.md").output
    assert re.search(r"sha-256: [0-9a-f]{64}", workspace.run("explain", "--verbose", written).output)
    assert workspace.run("explain", "jinping/info/2026-09999.html").status == 2


def test_whatever_a_page_is_made_from_has_a_chinese_name() -> None:
    """Of the samples that every view ships, and so of every page."""
    samples = [value for module in collect("generator.views") for value in vars(module).values()]
    pages = [each for value in samples for each in (value if isinstance(value, tuple) else (value,))]
    names = {name for page in pages if isinstance(page, Page) for name in input_names(page.payload)}
    assert len(names) > 60 and not {name for name in names if "其他内容" in change(name)}


def test_explain_a_code_and_columns(tmp_path: Path) -> None:
    """A code tells law and advice; `columns` tells where documents go."""
    County(tmp_path, ("jinping",))
    workspace = Workspace(tmp_path)
    assert "〔〕" in workspace.run("explain", "d102").output
    assert "全角冒号" in workspace.run("explain", "F006").output or "冒号" in workspace.run("explain", "F006").output
    assert workspace.run("explain", "Z999").status == 2
    assert "fdzdgknr/czyjs" in workspace.run("explain", "columns", "锦屏镇").output


def test_check_builds_nothing(tmp_path: Path) -> None:
    """`check` says what is wrong and leaves no page."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", "---\n标题：坏\n---\n")
    outcome = Workspace(tmp_path).run("check")
    assert outcome.status == 1
    assert "content/jinping/gg/a.md:2:3: 错误 F006" in outcome.output
    assert "改法: " in outcome.output and "依据: " in outcome.output
    assert not county.public.exists()


def test_number_then_build(tmp_path: Path) -> None:
    """Documents without a number get one, once; only their line is added; the ledger knows."""
    county = County(tmp_path, ("jinping",))
    text = document("通知", "2026-00001").replace("索引号: 11530823000000002K/2026-00001\n", "")
    path = county.write("content/jinping/gg/a.md", text)
    workspace = Workspace(tmp_path)
    assert "将分配 1 个" in workspace.run("number", "--dry-run").output and path.read_text() == text
    assert workspace.run("number").status == 0
    number = "索引号: 11530823000000002K/2026-00001\n"
    assert path.read_text().replace(number, "") == text and number in path.read_text()
    assert "已分配 0 个" in workspace.run("number").output
    assert workspace.build().status == 0
    assert (county.public / "jinping/info/2026-00001.html").is_file()
    assert "11530823000000002K/2026-00001" in (tmp_path / "content/jinping/ledger/2026.csv").read_text()


def test_json_is_one_object(tmp_path: Path) -> None:
    """Standard output holds the object and nothing else; what is wrong is in it as `check` tells it."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", "题目: 通知"))
    made = json.loads(Workspace(tmp_path).build().output)
    checked = json.loads(Workspace(tmp_path).run("check", "--format", "json").output)
    assert made["findings"] and made["findings"] == checked["findings"]
    assert made["errors"] == sum(each["severity"] == "error" for each in made["findings"])


def test_a_file_name_writes_no_line_of_its_own(tmp_path: Path) -> None:
    """Line ends, and marks that turn a line round, are written as such in every report."""
    county = County(tmp_path, ("jinping",))
    name = "a\nx.md:1:1: 错误 D102 forged\u2028\u202e.md"
    county.write(f"content/jinping/gg/{name}", document("甲", "2026-00001"))
    for form in ("text", "junit"):
        told = Workspace(tmp_path).run("check", "--format", form).output
        assert "a\\nx.md:1:1: 错误 D102 forged\\u2028\\u202e.md" in told
        assert not {"\u2028", "\u202e"} & set(told) and "\nx.md" not in told
    found = json.loads(Workspace(tmp_path).run("check", "--format", "json").output)["findings"]
    assert all(each["path"].isprintable() for each in found)


def test_a_build_lists_a_few_of_many_and_a_check_lists_all(tmp_path: Path) -> None:
    County(tmp_path, ("jinping",))
    built, checked = gongkai("--root", str(tmp_path), "build"), gongkai("--root", str(tmp_path), "check")
    assert built.stdout.count(" L105 ") == 3 and "没有列出" in built.stdout
    assert checked.stdout.count(" L105 ") > 15


def test_a_word_that_is_an_option_of_one_command() -> None:
    """Who looks for `status` finds it where it is."""
    told = gongkai("status")
    assert told.returncode == 2 and "没有 status 这个命令，是不是想写 nightly --status？" in told.stderr
    assert "是不是想写 build？" in gongkai("biuld").stderr
