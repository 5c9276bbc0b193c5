"""One field of front matter, or the body, is put into a file, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document_fields import DocumentFields
from generator.field_lines import cleaned, scalar, with_mark
from generator.forms import names_of
from generator.frontmatter import read
from generator.guesses import GUESSED
from generator.rewriting import rewritten

TEXT = (
    "---\n# 先看这里\n标题: 通知\n索引号: a/1\n# 保密审查由办公室填\n保密审查:\n  审查结果: 同意公开\n  审查人: 张某\n"
    "发布日期: 2026-01-06   # 上网的日子\n附件:\n  - 文件: a.pdf\n---\n\n正文 # 一\n\n- 标题: 不是字段\n"
)


def with_field(text: str, label: str, value: str | None) -> str | None:
    """The text with one field, known by its label, as `rewritten` changes it."""
    made = rewritten(text.encode(), {names_of(DocumentFields)[label]: value}, None)
    return None if made is None else made.decode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_field_is_put_where_the_table_has_it(end: str) -> None:
    text = TEXT.replace("\n", end)
    made = with_field(text, "发文字号", "锦政发〔2026〕1号")
    assert made == text.replace(f"索引号: a/1{end}", f"索引号: a/1{end}发文字号: 锦政发〔2026〕1号{end}")
    assert with_field(text, "备注", "甲") == text.replace(f"a.pdf{end}---", f"a.pdf{end}备注: 甲{end}---")
    assert with_field(text, "标题", "公告") == text.replace("标题: 通知", "标题: 公告")


def test_a_field_of_several_lines_is_replaced_whole() -> None:
    """The comment above the next field stays with that."""
    made = with_field(TEXT, "保密审查", None)
    assert made == TEXT.replace("保密审查:\n  审查结果: 同意公开\n  审查人: 张某\n", "")
    assert with_field(TEXT, "索引号", None) == TEXT.replace("索引号: a/1\n", "")


@pytest.mark.parametrize(
    "text",
    ["没有文件头", "---\n标题: [坏\n---\n正文", "---\n标题: &a 甲\n---\n"],
)
def test_what_cannot_be_proved_is_not_changed(text: str) -> None:
    assert with_field(text, "索引号", "a/2") is None


def test_a_byte_order_mark_stays() -> None:
    made = with_field("\ufeff" + TEXT, "标题", "公告")
    assert made == "\ufeff" + TEXT.replace("标题: 通知", "标题: 公告")


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(VALUES)
def test_any_value_is_read_as_it_was_written(value: str) -> None:
    """Whatever a title holds: no YAML comes out of it."""
    for quoted in (False, True):
        made = TEXT.replace("标题: 通知", f"标题: {scalar(value, quoted)}{GUESSED}")
        assert len(made.splitlines()) == len(TEXT.splitlines())
        values = read(made.encode()).head.values
        assert values["标题"] == cleaned(value) and values["索引号"] == "a/1"


@given(VALUES, VALUES)
def test_a_mark_comes_and_goes_without_another_byte(before: str, after: str) -> None:
    """Whatever a value holds, and whatever took its place meanwhile."""
    text = TEXT.replace("标题: 通知", f"标题: {scalar(before, quoted=True)}{GUESSED}")
    made = with_field(text, "标题", cleaned(after)) if cleaned(after) else text
    assert made is not None and GUESSED in made
    bare = with_mark(made, "标题", guessed=False)
    assert bare == made.replace(GUESSED, "") and with_mark(bare, "标题", guessed=True) == made
    assert with_mark(made, "标题", guessed=True) == made and with_mark(text, "备注", guessed=True) == text


@given(st.lists(st.sampled_from(TEXT.split("\n")), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_file_only_that_field_changes(lines: list[str], end: str) -> None:
    """A field put in and taken out again leaves the bytes of the file; anything else is refused."""
    text = end.join(["---", *lines, "---", "", "正文。", ""])
    before = read(text.encode())
    made = with_field(text, "备注", "甲")
    if made is None or before.head.faults or "备注" in before.head.values:
        return
    assert read(made.encode()).body == before.body
    assert with_field(made, "备注", None) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_another_body(end: str) -> None:
    """The front matter stays byte for byte; the line ends are those of the file."""
    text = TEXT.replace("\n", end)
    made = rewritten(text.encode(), {}, "新的正文。\n\n第二段。\n")
    head = text[: text.index(f"---{end}{end}正文")]
    assert made is not None and made.decode() == head + end.join(["---", "", "新的正文。", "", "第二段。", ""])
