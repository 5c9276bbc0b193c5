"""Names of the state: slips are found, real texts hold none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.state_name_wrong import _signs, _slips


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("中华人民大和国", "中华人民共和国"),
        ("中华人氏共和国", "中华人民共和国"),
        ("全国人民代裱大会", "全国人民代表大会"),
        ("人民攻府", "人民政府"),
    ],
)
def test_slips_are_found(written: str, right: str) -> None:
    text = f"依照{written}有关规定"
    assert any(sign in text for sign in _signs())
    assert [(start, there, meant) for start, there, meant in _slips(text)] == [(2, written, right)]


def test_real_regulations_hold_none(shared: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((shared / "corpus").rglob("*.md"))]
    assert len(texts) > 500
    assert [found for text in texts for found in _slips(text)] == []
