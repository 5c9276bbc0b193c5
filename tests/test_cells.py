"""Cells of tables for machines: the form of a column, and how its cells are written."""

from __future__ import annotations

import pytest

from generator import cells
from generator.model import Form


@pytest.mark.parametrize(
    ("head", "column", "form"),
    [
        ("户数", ("1", "1,200", "-3", ""), Form.INTEGER),
        ("金额", ("1", "2.50", "−3"), Form.NUMBER),
        ("增长", ("4.5%", "-1％", "0%"), Form.NUMBER),
        ("增长", ("4.5%", "3", "0%"), Form.STRING),
        ("增长", ("4.5%", "3‰"), Form.STRING),
        ("日期", ("2026-01-31", ""), Form.DATE),
        ("日期", ("2026-02-30",), Form.STRING),
        ("年度", ("2025", "2026"), Form.YEAR),
        ("数量", ("2025", "2026"), Form.INTEGER),
        ("门牌", ("010", "12"), Form.STRING),
        ("行政区划代码", ("530823100",), Form.STRING),
        ("卡片", ("6222021234567890123",), Form.STRING),
        ("说明", ("1", "约 2"), Form.STRING),
        ("说明", ("", ""), Form.STRING),
        ("说明", (), Form.STRING),
    ],
)
def test_forms_are_told_from_all_cells(head: str, column: tuple[str, ...], form: Form) -> None:
    assert cells.form_of(head, column) is form


@pytest.mark.parametrize(
    ("form", "cell", "written"),
    [
        (Form.NUMBER, "-12.50", "-12.50"),
        (Form.NUMBER, "－12.50", "-12.50"),
        (Form.NUMBER, "1,234,567.8", "1234567.8"),
        (Form.NUMBER, "+3.5％", "3.5%"),
        (Form.STRING, "-12.50", "-12.50"),
        (Form.STRING, "=1+1", "'=1+1"),
        (Form.STRING, "-", "'-"),
        (Form.STRING, "-2+3", "'-2+3"),
        (Form.STRING, "+A1", "'+A1"),
        (Form.STRING, "@SUM(A1)", "'@SUM(A1)"),
        (Form.STRING, "＝1+1", "'＝1+1"),
        (Form.STRING, "＋1+1", "'＋1+1"),
        (Form.STRING, "－1－1", "'－1－1"),
        (Form.STRING, "＠x", "'＠x"),
        (Form.STRING, "\t=1", "'\t=1"),
        (Form.STRING, "2=2", "2=2"),
        (Form.STRING, "", ""),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(form: Form, cell: str, written: str) -> None:
    assert cells.written(form, cell) == written
