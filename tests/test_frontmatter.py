"""Front matter: text stays text, positions are right, bounds hold, and every mistake has its plain word."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.frontmatter import DEPTH_LIMIT, HEAD_LIMIT, NODE_LIMIT, parse_yaml, read

GOOD = "---\n标题: 010\n审查:\n  结果: no\n附件:\n  - 文件: 12:30:45\n---\n正文\n"


def test_scalars_stay_as_written() -> None:
    """YAML never turns `010` into 8, `no` into False or `12:30:45` into a number."""
    head = read(GOOD.encode()).head
    assert head.values == {"标题": "010", "审查": {"结果": "no"}, "附件": [{"文件": "12:30:45"}]}


def test_positions_and_body() -> None:
    """Marks are 1-based lines and columns in the file; the body knows its line."""
    found = read(GOOD.encode())
    assert found.head.marks["审查.结果"] == (4, 7)
    assert found.head.keys["附件.0.文件"] == (6, 5)
    assert (found.body, found.body_line) == ("正文\n", 8)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends(end: str) -> None:
    """The three kinds of line ends read alike."""
    assert read(GOOD.replace("\n", end).encode()) == read(GOOD.encode())


FAULTS = {
    "没有文件头": ("正文\n", "F003", 1, 1),
    "全角减号": ("－－－\n标题: a\n---\n", "F003", 1, 1),
    "没有结束": ("---\n标题: a\n", "F004", 1, 1),
    "空文件": ("", "F018", 1, 1),
    "空文件头": ("---\n---\n", "F014", 2, 1),
    "全角冒号": ("---\n标题：a\n---\n", "F006", 2, 3),
    "第二行全角冒号": ("---\n标题: a\n日期：b\n---\n", "F006", 3, 3),
    "冒号后没有空格": ("---\n标题:a\n---\n", "F017", 2, 4),
    "Tab 缩进": ("---\n审查:\n\t结果: b\n---\n", "F005", 3, 1),
    "重复的键": ("---\n标题: a\n标题: b\n---\n", "F008", 3, 1),
    "锚点": ("---\n标题: &x a\n---\n", "F009", 2, 5),
    "引用": ("---\na: *x\n---\n", "F009", 2, 4),
    "合并键": ("---\n<<: {a: b}\n---\n", "F009", 2, 1),
    "标签": ("---\n标题: !!python/object a\n---\n", "F010", 2, 5),
    "引号不成对": ('---\n标题: "a\n日期: b\n---\n', "F024", 2, 5),
    "值里有冒号": ("---\n标题: 关于: 通知\n---\n", "F007", 2, 7),
    "控制字符": ("---\n标题: a\x07\n---\n", "F015", 2, 6),
    "转义的控制字符": ('---\n标题: "a\\0b"\n---\n', "F015", 2, 5),
    "嵌套过深": (f"---\na: {'[' * 50}\n---\n", "F013", 2, 3 + DEPTH_LIMIT),
    "太多": (f"---\na: [{'b,' * NODE_LIMIT}]\n---\n", "F012", 2, 2 * NODE_LIMIT - 1),
    "太大": (f"---\na: {'b' * HEAD_LIMIT}\n---\n", "F011", 2, 1),
    "两段": ("---\na: b\n--- x\n---\n", "F007", 3, 1),
    "键是列表": ("---\n? [a]\n: b\n---\n", "F007", 2, 3),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(name: str) -> None:
    """Each slip is one fault at its place."""
    text, code, line, column = FAULTS[name]
    faults = read(text.encode()).head.faults
    assert [(fault.code, fault.line, fault.column) for fault in faults] == [(code, line, column)]


def test_bom_is_told_and_dropped() -> None:
    """A byte-order mark is a warning; the document reads on."""
    found = read(b"\xef\xbb\xbf" + GOOD.encode())
    assert [fault.code for fault in found.head.faults] == ["F002"]
    assert found.head.values["标题"] == "010"


def test_gbk_is_named() -> None:
    """A file of another encoding is told by its line."""
    faults = read("---\na: b\n标题: 通知\n---\n".encode("gb18030")).head.faults
    assert [(fault.code, fault.line) for fault in faults] == [("F001", 3)]


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
        "x: &x {a: 1}\n" + "".join(f"y{i}: {{<<: *x}}\n" for i in range(500)),
        "[" * 2000,
        "{a: " * 2000,
        "- " * 30000,
        "? " * 20000,
        "!!binary " * 5000,
        "%TAG ! tag:x,2000:\n---\na: !b c\n",
        '"' + "\\x41" * 10000,
    ],
)
def test_bombs_are_refused(bomb: str) -> None:
    """What is expensive elsewhere is a fault here, by count and not by clock."""
    assert parse_yaml(bomb).faults


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Nothing that an editor can save raises; every fault is inside the file."""
    found = read(text.encode("utf-8", "surrogatepass"))
    for fault in found.head.faults:
        assert fault.line >= 1 and fault.column >= 1 and fault.message


@given(st.dictionaries(st.text("abc标题", min_size=1, max_size=5), st.text("中文abc 123:#-", max_size=20), max_size=8))
@settings(max_examples=200, deadline=None)
def test_agrees_with_the_library(values: dict[str, str]) -> None:
    """What the YAML library writes comes back as it was."""
    found = parse_yaml(yaml.safe_dump(values, allow_unicode=True))
    assert not found.faults
    assert {key: value or "" for key, value in (found.values or {}).items()} == values


def test_rules_are_readable(repository: Path) -> None:
    """Every rules file of the package reads without a fault."""
    for path in sorted((repository / "generator" / "rules").rglob("*.yaml")):
        assert not parse_yaml(path.read_text("utf-8"), node_limit=50_000, limit=1 << 20).faults, path
