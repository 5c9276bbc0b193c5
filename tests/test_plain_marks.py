"""What our dialect takes for text reaches another editor as text, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from generator.dialect import convert
from generator.plain_marks import escaped, plainly


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("电话 138****1234，联系人张*伟。", "电话 138\\*\\*\\*\\*1234，联系人张\\*伟。"),
        ("请于**5月1日**前 *强调* 报", "请于**5月1日**前 *强调* 报"),
        ("张*伟，李*强", "张\\*伟，李\\*强"),
        ("* 甲", "* 甲"),
        ("签名：____", "签名：\\_\\_\\_\\_"),
        ("<单位名称> <b>粗</b>", "\\<单位名称> <b>粗</b>"),
        ("![说明](a_b.jpg)", "![说明](a_b.jpg)"),
        ("`a*b*`", "`a*b*`"),
        ("```\n*a\n```\n*b", "```\n*a\n```\n\\*b"),
    ],
)
def test_what_is_text_is_escaped_and_comes_back(ours: str, theirs: str) -> None:
    assert escaped(ours) == theirs
    assert plainly(theirs) == ours


def test_escapes_that_are_needed_stay() -> None:
    for text in ("\\*不是强调\\*", "\\*\\*重点\\*\\*"):
        assert plainly(text) == text
    assert plainly("\\<b>不是标签") == "&lt;b>不是标签"


texts = some.lists(some.sampled_from(["甲", "乙", "1", "*", "**", "_", "，", " ", "\\*", "`"]), max_size=14)


@settings(max_examples=500, deadline=None)
@given(texts.map("".join))
def test_what_is_written_plainly_is_read_the_same(text: str) -> None:
    """By our own converter: whether escapes are put in or taken out."""
    line = f"甲{text}"
    assert convert(escaped(line)) == convert(line)
    assert convert(plainly(line)) == convert(line)
