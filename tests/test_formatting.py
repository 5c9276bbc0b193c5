"""`gongkai format` changes what it says and nothing else: every other byte, every comment, the order of the rest."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from conftest import REPOSITORY, Workspace
from county import County, document
from generator.document_fields import DocumentFields
from generator.formatting import formatted
from generator.frontmatter import read

LABELS = [str(field.title) for field in DocumentFields.model_fields.values()]
DATES = ["2026年1月5日", "2026/1/5", "2026.01.05", "２０２６-１-５", "2026-1-5 10:30"]


def repaired(line: str) -> str:
    """The line as it comes out of a document that is otherwise in order."""
    made = formatted(f"---\n标题: 通知\n{line}\n---\n正文。\n".encode())
    assert made is not None
    return made.data.decode().splitlines()[2]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        *((f"成文日期: {day}", "成文日期: 2026-01-05") for day in DATES),
        ("成文日期: '2026年1月5日'  # 落款", "成文日期: '2026-01-05'  # 落款"),
        ("成文日期: 2026年2月30日", "成文日期: 2026年2月30日"),
        ("发文字号: 景政发[2026]第012号", "发文字号: 景政发〔2026〕12号"),
        ("文号: 景政发（２０２６）12号", "文号: 景政发〔2026〕12号"),
        ("发文字号: 随便写的", "发文字号: 随便写的"),
        ("索引号: １１５３０８２３000000002K/2026-00001", "索引号: 11530823000000002K/2026-00001"),
        ("体裁：通知", "体裁: 通知"),
        ("体裁 ： 通知", "体裁: 通知"),
        ("体裁: \u3000通知\u3000", "体裁: 通知"),
        ("附注: '此件公开发布 '", "附注: '此件公开发布'"),
        ("保密审查: {审查日期: 2026年1月5日}", "保密审查: {审查日期: 2026-01-05}"),
        ("不认识：原样", "不认识：原样"),
    ],
)
def test_what_has_one_right_form_gets_it(written: str, right: str) -> None:
    """And only that: quotes and comments stay."""
    if written.startswith("不认识"):
        assert formatted(f"---\n标题: 通知\n{written}\n---\n".encode()) is None
    else:
        assert repaired(written) == right


def test_fields_stand_in_the_order_of_the_table_with_their_comments() -> None:
    """What is not in the table stays behind, as it stood; nested values go with their field."""
    review = "# 谁审的\n保密审查:\n  审查人: 张某\n"
    title, number, day, other = "标题: 通知\n", "索引号: a/2026-00001\n", "发布日期: 2026-01-06\n", "其他: 甲\n"
    above = "---\n# 整个文件的说明\n\n"
    text = "".join((above, day, other, review, number, title, "---\n正文\n"))
    made = formatted(text.encode())
    assert made is not None
    assert made.data.decode() == "".join((above, title, number, day, review, other, "---\n正文\n"))


@pytest.mark.parametrize(
    "text", ["没有文件头", "---\n标题: [\n---\n", "---\n标题: 甲\n标题: 乙\n---\n", "---\n标题: 甲\n"]
)
def test_what_cannot_be_read_is_not_touched(text: str) -> None:
    """Its editor is told by `check`."""
    assert formatted(text.encode()) is None


lines = some.sampled_from(LABELS).flatmap(
    lambda label: some.sampled_from(
        [*DATES, "通知", "'引号里的: 值'", '"双引号"', "[甲, 乙]", "", "|\n  第一行\n  第二行", "\u3000空格 "]
    ).map(lambda value: f"{label}: {value}")
)
comments = some.sampled_from(["", "  # 注释"])
heads = some.lists(
    some.one_of(lines, some.sampled_from(["# 说明", "", "未知字段: 一", "另一个:\n  - 甲\n  - 乙"])), max_size=12
)


@settings(max_examples=400, deadline=None)
@given(heads, some.text(max_size=40), some.sampled_from(["\n", "\r\n"]))
def test_everything_else_is_kept(head: list[str], body: str, end: str) -> None:
    """Body, comments and lines; a second time changes nothing; what is read differs in repaired values only."""
    text = "---\n" + "".join(f"{line}\n" for line in head) + "---\n" + body
    data = text.replace("\n", end).encode("utf-8", "replace")
    made = formatted(data)
    if made is None:
        return
    before, after = read(data), read(made.data)
    assert after.body == before.body and not after.head.faults
    assert made.data.count(b"#") == data.count(b"#")
    again = formatted(made.data)
    assert again is not None and again.data == made.data and not again.repairs
    if not made.repairs:
        assert sorted(made.data.splitlines()) == sorted(data.splitlines())
        assert after.head.values == before.head.values


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "generator", "--root", str(root), "format", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_verb_shows_before_it_writes(tmp_path: Path) -> None:
    """Without `--write` no byte changes; with it, what was shown; numbers of persons are masked in what is shown."""
    county = County(tmp_path)
    path = county.write(
        "content/jinping/gg/a.md", document("53082319900101001X", "2026-00001", "文号: 锦政发[2026]1号")
    )
    before = path.read_bytes()
    shown = run(tmp_path, "jinping")
    assert shown.returncode == 1 and "+文号: 锦政发〔2026〕1号" in shown.stdout and path.read_bytes() == before
    assert "53082319900101001X" not in shown.stdout
    assert run(tmp_path, "content/jinping/gg/a.md", "--write").returncode == 0
    assert path.read_text() != before.decode() and "锦政发〔2026〕1号" in path.read_text()
    assert run(tmp_path).returncode == 0


def test_the_sample_of_a_hook_checks_what_is_to_be_committed(tmp_path: Path) -> None:
    """Only files of this commit; names in Chinese; a faulty one stops the commit."""
    if shutil.which("git") is None:
        pytest.skip("需要 git：apt-get install git")
    county = County(tmp_path / "县")
    git = ["git", "-C", str(county.root), "-c", "user.name=x", "-c", "user.email=x@county.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    hook = county.root / ".git/hooks/pre-commit"
    shutil.copy(REPOSITORY / "docs/samples/pre-commit", hook)
    hook.chmod(0o755)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    county.write("content/jinping/gg/好的.md", document("通知", "2026-00001"))
    subprocess.run([*git, "add", "content/jinping/gg/好的.md"], check=True)
    refused = subprocess.run([*git, "commit", "-qm", "没有程序"], env=environment, capture_output=True, text=True)
    assert refused.returncode != 0 and "找不到 gongkai" in refused.stderr and "xargs" not in refused.stderr
    program = county.root / ".venv/bin/gongkai"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={REPOSITORY} exec {sys.executable} -m generator "$@"\n')
    program.chmod(0o755)
    county.write("content/jinping/gg/坏的.md", "---\n标题：坏了\n---\n")
    county.register()
    subprocess.run([*git, "add", "content/jinping/gg/好的.md"], check=True)
    assert subprocess.run([*git, "commit", "-qm", "好"], env=environment, capture_output=True).returncode == 0
    subprocess.run([*git, "add", "content/jinping/gg/坏的.md"], check=True)
    refused = subprocess.run([*git, "commit", "-qm", "坏"], env=environment, capture_output=True, text=True)
    assert refused.returncode != 0 and "F006" in refused.stdout + refused.stderr


def test_every_document_of_the_example_reads_the_same(county: Workspace) -> None:
    """In order, with no value lost."""
    for path in sorted((county.root / "content").rglob("*.md")):
        data = path.read_bytes()
        made = formatted(data)
        if made is not None:
            assert read(made.data).head.values == read(data).head.values or made.repairs, path
