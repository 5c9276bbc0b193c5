"""A form changes what was changed in it and nothing else: every other byte of the file stays."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from conftest import REPOSITORY
from generator.document_fields import DocumentFields
from generator.frontmatter import Value, read
from generator.merging import Edited, lines_of, merged
from generator.rewriting import fields_of, rewritten

HEAD = """\
---
# 说明
标题: '关于: 通知'  # 题
索引号: a/2026-00001
发布日期: 2026-01-06

主题词: [甲, 乙]
# 谁审的
保密审查: {审查结果: 同意公开, 审查人: 张某}   # 审
附件:
  # 第一个
  - 文件: a.pdf
    名称: 甲
  - 文件: b.pdf   # 乙
草稿: 是   # 写完删去
备注: |
  第一行

  第二行
---

正文。
"""


def changed(changes: dict[str, Value], text: str = HEAD) -> list[str]:
    """The lines that went (`-`) and came (`+`)."""
    from difflib import ndiff

    made = rewritten(text.encode(), changes, None)
    assert made is not None
    found = ndiff(text.splitlines(), made.decode().splitlines())
    return [each.rstrip() for each in found if each[0] in "+-"]


FIELDS: dict[str, tuple[dict[str, Value], list[str]]] = {
    "in its quotes": ({"title": "新"}, ["- 标题: '关于: 通知'  # 题", "+ 标题: '新'  # 题"]),
    "nothing is nothing": (
        {"title": "关于: 通知", "attachments": [{"file": "a.pdf", "title": "甲"}, {"file": "b.pdf"}]},
        [],
    ),
    "a new field in its place": ({"kind": "通知"}, ["+ 类型: 通知"]),
    "two new fields": ({"summary": "甲", "genre": "乙: 丙"}, ['+ 体裁: "乙: 丙"', "+ 内容概述: 甲"]),
    "taken away with its remark": ({"draft": None}, ["- 草稿: 是   # 写完删去"]),
    "inside brackets": (
        {"review": {"result": "同意公开", "reviewer": "李, 某"}},
        [
            "- 保密审查: {审查结果: 同意公开, 审查人: 张某}   # 审",
            '+ 保密审查: {审查结果: 同意公开, 审查人: "李, 某"}   # 审',
        ],
    ),
    "another item behind": (
        {"attachments": [{"file": "a.pdf", "title": "甲"}, {"file": "b.pdf"}, {"file": "c.pdf", "title": "丙"}]},
        ["+   - 文件: c.pdf", "+     名称: 丙"],
    ),
    "an item gone": ({"attachments": [{"file": "a.pdf", "title": "甲"}]}, ["-   - 文件: b.pdf   # 乙"]),
    "a name for an item": (
        {"attachments": [{"file": "a.pdf", "title": "甲"}, {"file": "b.pdf", "title": "乙"}]},
        ["+     名称: 乙"],
    ),
    "a list in one line": ({"subject_terms": ["甲", "丁"]}, ["- 主题词: [甲, 乙]", "+ 主题词: [甲, 丁]"]),
    "a literal text": ({"remarks": "一行\n两行\n"}, ["-   第一行", "+   一行", "+   两行", "-", "-   第二行"]),
    "a new table": (
        {"service": {"item": "低保", "phone": "12345"}},
        ["+ 办事指南:", "+   事项名称: 低保", "+   联系电话: 12345"],
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_only_what_was_meant(name: str) -> None:
    changes, lines = FIELDS[name]
    assert [each.rstrip() for each in changed(changes)] == lines


def test_an_english_file_stays_english() -> None:
    text = "---\ntitle: a\ndate_published: 2026-01-06\n---\n"
    assert changed({"kind": "notice"}, text) == ["+ kind: notice"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(end: str, mark: str) -> None:
    data = (mark + HEAD.replace("\n", end)).encode()
    made = rewritten(data, {"kind": "通知", "draft": None}, Edited("正文。", "正文。\n\n又一段。"))
    wanted = HEAD.replace("a/2026-00001\n", "a/2026-00001\n类型: 通知\n").replace("草稿: 是   # 写完删去\n", "")
    assert made is not None
    assert made.decode() == mark + wanted.replace("正文。\n", "正文。\n\n又一段。\n").replace("\n", end)


@pytest.mark.parametrize(
    "text", ["没有文件头", "---\n标题：甲\n---\n", "---\n标题: 甲\n名称: 乙\n---\n", "---\n标题: [\n---\n"]
)
def test_what_cannot_be_read_is_not_touched(text: str) -> None:
    assert rewritten(text.encode(), {"title": "乙"}, None) is None


# ── the body ────────────────────────────────────────────────────────────────────────────────────────────────────

BODY = "\n开头。\n* 甲\n* 乙\n\n|村|户数|\n|---|---:|\n|利月|12|\n|松树|7|\n\n\n号码 138****1234。\n## 二、末尾\n结尾"
SHOWN = (
    "开头。\n\n- 甲\n- 乙\n\n| 村   | 户数 |\n| ---- | ---: |\n| 利月 |   12 |\n| 松树 |    7 |\n\n"
    "号码 138\\*\\*\\*\\*1234。\n\n## 二、末尾\n\n结尾"
)


def after(old: str, new: str, body: str = BODY, shown: str = SHOWN) -> str:
    """The body after a piece of what was shown was changed."""
    assert old in shown
    return "".join(merged(lines_of(body), Edited(shown, shown.replace(old, new)), "\n"))


def test_lines_that_say_the_same_keep_their_bytes() -> None:
    """Whatever the editor makes of lists, tables, blank lines and stars."""
    assert after("开头", "开端") == BODY.replace("开头", "开端")
    assert after("| 利月 |   12 |", "| 利月 |   13 |") == BODY.replace("|利月|12|", "| 利月 |   13 |")
    assert after("- 乙\n", "- 乙\n- 丙\n") == BODY.replace("* 乙\n", "* 乙\n- 丙\n")
    assert after("结尾", "结尾。\n\n又及") == BODY + "。\n\n又及"
    assert after("## 二、末尾\n\n", "") == BODY.replace("## 二、末尾\n", "")
    assert after("开头。\n\n", "") == BODY.replace("开头。\n", "")


def test_a_wider_column_is_no_change_of_other_rows() -> None:
    wide = (
        SHOWN.replace("| 村   |", "| 村       |")
        .replace("| ---- |", "| -------- |")
        .replace("| 松树 |", "| 松树     |")
    )
    now = wide.replace("| 利月 |", "| 利月村委会 |")
    made = "".join(merged(lines_of(BODY), Edited(SHOWN, now), "\n"))
    assert made == BODY.replace("|利月|12|", "| 利月村委会 |   12 |")


paragraphs = some.lists(some.sampled_from(["甲", "乙", "* 丙", "- 丁", "|a|b|", "", "", "己  ", "\\*庚"]), max_size=12)


@settings(max_examples=400, deadline=None)
@given(paragraphs, paragraphs, some.sampled_from(["\n", "\r\n", "\r"]), some.booleans())
def test_what_is_shown_as_it_is_written_becomes_what_was_made_of_it(
    before: list[str], now: list[str], end: str, closed: bool
) -> None:
    """An editor of plain text loses nothing, and what is not changed is not touched."""
    lines = lines_of(end.join(before) + (end if closed and before else ""))
    shown = "\n".join(line.rstrip("\r\n") for line in lines)
    assert merged(lines, Edited(shown, shown), end) == lines
    made = merged(lines, Edited(shown, "\n".join(now)), end)
    blank = 0 if any(map(str.strip, before)) else len(made) - len(now)  # blank lines above a body stay
    assert [told(line) for line in made[max(blank, 0) :]] == [told(line) for line in now] or not lines or not now


class _Manner(NamedTuple):
    """A block of a text as a person wrote it, and as an editor of formatted text shows it."""

    written: list[str]
    shown: list[str]


def manner(number: int, kind: str, mark: str, blanks: int) -> _Manner:
    word = f"字{number}"
    if kind == "list":
        return _Manner([f"{mark} {word}", f"{mark}  又{word}"], [f"- {word}", f"- 又{word}"])
    if kind == "table":
        shown = [f"| {word} | 数 |", "| --- | ---: |", f"| 甲{number} |  1 |"]
        return _Manner([f"|{word}|数|", "|---|-:|", f"|甲{number}|1|"], shown)
    if kind == "mask":
        return _Manner([f"{word} 138****1234"], [f"{word} 138\\*\\*\\*\\*1234"])
    return _Manner([f"{word}。" + " " * (blanks == 1)], [f"{word}。"])


blocks = some.lists(
    some.tuples(some.sampled_from(["text", "list", "table", "mask"]), some.sampled_from("*+-"), some.integers(1, 3)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=500, deadline=None)
@given(blocks, some.data(), some.sampled_from(["\n", "\r\n"]), some.sampled_from(["", "\n"]))
def test_one_line_changed_in_another_manner_changes_one_line(
    found: list[tuple[str, str, int]], data: some.DataObject, end: str, last: str
) -> None:
    """However a person wrote the rest: marks, padding, blank lines, escapes and line ends stay."""
    made = [manner(number, *each) for number, each in enumerate(found)]
    written = [
        line for (_, _, blanks), each in zip(found, made, strict=True) for line in [*each.written, *[""] * blanks]
    ]
    while not written[-1]:
        written.pop()
    shown = "\n\n".join("\n".join(each.shown) for each in made)
    place = data.draw(some.integers(0, len(made) - 1))
    old, was = made[place].shown[-1], made[place].written[-1]
    now = shown.replace(old, f"新{old}" if old[0] not in "-|" else f"{old[:2]}新{old[2:]}", 1)
    text = end.join(written) + (end if last else "")
    result = "".join(merged(lines_of(text), Edited(shown, now), end))
    before, after = text.split(end), result.split(end)
    assert len(before) == len(after)
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert [one for one, _ in changed] == [was] and "新" in changed[0][1]


def told(line: str) -> str:
    """A line without what says nothing: padding of tables, blanks at the end but for two."""
    bare = line.rstrip("\r\n")
    return bare.replace(" ", "") + (" " if bare.endswith("  ") else "")


# ── random files ────────────────────────────────────────────────────────────────────────────────────────────────

LABELS = [str(field.title) for field in DocumentFields.model_fields.values()]
PLAIN = ["通知", "'引号里的: 值'", '"双引号"', "[甲, 乙]", "", "|\n  第一行\n  第二行", ">-\n  折\n  叠", "~", "12:30"]
TABLES = [
    "\n  审查人: 张某  # 注\n  审查日期: 2026-01-05",
    "{审查人: 张某}",
    "\n  - 文件: a\n    名称: b\n  # 注\n  - 文件: c",
]
entries = some.tuples(some.sampled_from(LABELS), some.sampled_from(PLAIN), some.sampled_from(["", "  # 注"])).map(
    lambda each: f"{each[0]}: {each[1]}{each[2] if each[1][:1] not in '|>' else ''}"
) | some.sampled_from(
    [f"保密审查: {TABLES[0]}", f"保密审查: {TABLES[1]}", f"附件: {TABLES[2]}", "# 说明", "", "其他: 一"]
)
texts = some.one_of(
    some.none(),
    some.sampled_from(["新的", "新: 的", "甲 #乙", "- 丙", "是", "2026-01-05", "一\n二\n"]),
    some.text(max_size=12),
)
tables = some.fixed_dictionaries({}, optional={"reviewer": texts, "date": texts, "result": texts})
changes = some.dictionaries(
    some.sampled_from(["title", "kind", "genre", "note", "draft", "summary", "remarks", "subject_terms"]),
    texts,
    max_size=3,
)


@settings(max_examples=600, deadline=None)
@given(
    some.lists(entries, max_size=10),
    changes,
    some.one_of(some.none(), tables),
    some.text(max_size=30),
    some.sampled_from(["\n", "\r\n"]),
    some.sampled_from(["", "\ufeff"]),
)
def test_every_other_line_of_a_random_file_is_kept(
    head: list[str], wanted: dict[str, Value], review: dict[str, Value] | None, body: str, end: str, mark: str
) -> None:
    """Lines of other fields, comments between them, body and line ends; a second time changes nothing."""
    text = mark + ("---\n" + "".join(f"{line}\n" for line in head) + "---\n").replace("\n", end) + body
    data = text.encode("utf-8", "replace")
    if review is not None:
        wanted = {**wanted, "review": dict(review)}
    made = rewritten(data, wanted, None)
    before = fields_of(read(data))
    if made is None or before is None:
        return
    after = fields_of(read(made))
    assert after is not None and read(made).body == read(data).body
    assert made.endswith(data[data.rindex(b"---") :] if "---" not in body else body.encode("utf-8", "replace"))
    assert rewritten(made, wanted, None) == made
    assert {name: value for name, value in after.items() if name not in wanted} == {
        name: value for name, value in before.items() if name not in wanted
    }
    names = {str(field.title) for name, field in DocumentFields.model_fields.items() if name in wanted}
    for entry in head:
        if entry.split(":")[0] not in names and entry:
            assert entry.replace("\n", end).encode() in made, entry
    assert made.startswith(mark.encode())


def test_every_field_of_the_example_can_be_changed() -> None:
    """One after the other, in every document: no other line is another."""
    for path in sorted((REPOSITORY / "content").rglob("*.md")):
        data = path.read_bytes()
        said = fields_of(read(data))
        for name, value in (said or {}).items():
            if name in DocumentFields.model_fields and isinstance(value, str) and "\n" not in value:
                made = rewritten(data, {name: "另外的"}, None)
                assert made is not None, (path, name)
                old, new = data.splitlines(), made.splitlines()
                assert len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) == 1, (path, name)


def test_a_file_may_lack_its_body(tmp_path: Path) -> None:
    """And its last line's end."""
    made = rewritten("---\n标题: 甲\n---".encode(), {"kind": "通知"}, Edited("", "正文。"))
    assert made == "---\n标题: 甲\n类型: 通知\n---\n正文。\n".encode()
