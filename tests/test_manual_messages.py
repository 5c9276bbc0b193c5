"""The table of frequent messages in the editors' manual says what the program says, and nobody else's codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import REPOSITORY
from county import County, document

ROW = re.compile(r"^\| ([A-Z]\d{3}) \| `?(.+?)`? \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
HEAD = "成文日期: 2026-01-04"


def dated(number: str, head: str = HEAD, body: str = "正文。\n") -> str:
    """A document with this in the place of its day."""
    return document("通知", number, body=body).replace(HEAD, head)


BARE = "---\n标题: 通知\n发布日期: 2026-01-06\n---\n正文。\n"
MISTAKES = {
    "F003": "标题: 通知\n",
    "F005": "---\n标题: 通知\n保密审查:\n\t审查人: 张某\n---\n",
    "F006": BARE.replace("标题: ", "标题："),
    "F007": BARE.replace("通知", "通知: 防汛"),
    "F101": dated("2026-00001", f"发文号: 锦政发〔2026〕8号\n{HEAD}"),
    "F103": dated("2026-00002", "成文日期: 2026年1月4日"),
    "F203": dated("2026-00003", body="![图](a.png)\n"),
    "F204": dated("2026-00004", body="见[办法](banfa.md)。\n"),
    "F207": BARE,
    "F208": dated("2026-00005", body="<script>a</script>\n"),
    "F210": dated("2026-00006").replace("发布日期: 2026-01-06", "发布日期: 2027-01-06"),
    "F211": dated("2026-00007", f"草稿: 是\n{HEAD}"),
    "L101": BARE.replace("---\n正文", "保密审查: {审查结果: 同意公开, 审查日期: 2026-01-05}\n---\n正文"),
    "D102": dated("2026-00008", f"发文字号: 锦政发[26]8号\n{HEAD}"),
    "D101": dated("2026-12"),
    "D204": dated("2026-00014"),
    "C201": dated("2026-00009", body="![](a.png)\n"),
    "C501": dated("2026-00010", body="[更多](http://www.somewhere.example.com/)\n"),
    "W105": dated("2026-00011", body="[更多](http://www.somewhere.example.com/)\n"),
    "X101": dated("2026-00012", body="身份证号 532724197103050008。\n"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Code and message of everything that is said of these documents."""
    county = County(tmp_path_factory.mktemp("mistakes"), ("jinping",))
    for code, text in MISTAKES.items():
        county.write(f"content/jinping/gg/{code}.md", text)
    county.write("content/jinping/gg/draft.md", dated("2026-00013"))
    return {(found.code, found.message) for found in county.check(whole=True)}


def rows() -> list[tuple[str, str]]:
    """Code and example of each row of the table."""
    manual = Path(REPOSITORY / "docs/编辑手册.md").read_text("utf-8")
    return ROW.findall(manual.partition("### 最常见的提示")[2].partition("\n### ")[0])


def test_the_table_has_every_mistake_once() -> None:
    assert [code for code, _ in rows()] == list(MISTAKES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_each_example_is_what_the_program_says(row: tuple[str, str], told: set[tuple[str, str]]) -> None:
    assert row in told
