"""发文字号 and 索引号: one right form, bad forms mended, patterns that would break addresses refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county import County
from generator.load.units import load_unit
from generator.model import Unit
from generator.numbering import (
    DocumentNumber,
    IndexNumber,
    IndexPattern,
    is_order_number,
    parse_document_number,
    pattern_fault,
    repair_document_number,
)

AGENCY = st.text("景东政办发函字锦屏镇财", min_size=1, max_size=12)
NUMBERS = st.builds(DocumentNumber, AGENCY, st.integers(1900, 2099), st.integers(1, 99999))


@given(NUMBERS)
def test_the_right_form_goes_round(number: DocumentNumber) -> None:
    assert parse_document_number(str(number)) == number
    assert repair_document_number(str(number)) == str(number)


BRACKETS = [
    ("[", "]"),
    ("(", ")"),
    ("（", "）"),
    ("【", "】"),
    ("［", "］"),
    ("〈", "〉"),
    ("〔", "〕"),
    ("{", "}"),
    ("「", "」"),
]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(NUMBERS, st.sampled_from(BRACKETS), st.sampled_from(["", "第"]), st.integers(0, 3), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_every_mix_of_slips_is_mended(
    number: DocumentNumber, bracket: tuple[str, str], ordinal: str, zeros: int, wide: bool, spaced: bool
) -> None:
    gap = " " if spaced else ""
    written = f"{number.agency}{gap}{bracket[0]}{number.year}{bracket[1]}{gap}{ordinal}{'0' * zeros}{number.serial}号"
    assert repair_document_number(written.translate(WIDE) if wide else written) == str(number)


@given(st.text("景政发〔〕[]（）0123456789年第号令 -", max_size=24))
@settings(max_examples=500)
def test_what_is_mended_is_right(text: str) -> None:
    mended = repair_document_number(text)
    assert mended == "" or parse_document_number(mended) is not None


MENDED = {
    "景政发[26]12号": "景政发〔2026〕12号",
    "景政发[98]12号": "景政发〔1998〕12号",
    "景政发2026-12": "景政发〔2026〕12号",
    "景政发2026年第12号": "景政发〔2026〕12号",
    "景政发202612号": "",
    "景政发26年12号": "",
    "景政发〔2026〕0号": "",
    "景政发〔2026〕号": "",
    "〔2026〕12号": "",
    "无": "",
    "": "",
}


@pytest.mark.parametrize("text", MENDED)
def test_mended(text: str) -> None:
    assert repair_document_number(text) == MENDED[text]


@pytest.mark.parametrize(
    "text",
    ["景政发〔2026〕012号", "景政发〔26〕12号", "景政发〔2026〕第12号", "景政发〔2026〕12", " 景政发〔2026〕12号"],
)
def test_one_form_only(text: str) -> None:
    assert parse_document_number(text) is None


def test_order_numbers() -> None:
    assert all(map(is_order_number, ("国务院令第711号", "2026年第3号", "示例县人民政府公告2026年第1号", "公告第2号")))
    assert not any(map(is_order_number, ("景政发第12号", "第12号", "令第012号", "景政发〔2026〕第12号")))


GOOD = [
    "{org}/{year}-{serial:05d}",
    "{region}/{year}{serial}",
    "{unit}-{year}-{serial:03d}",
    "索引/{org}/{year}.{serial:9d}".replace(":9", ":09"),
]


@pytest.mark.parametrize("text", GOOD)
def test_good_patterns(text: str) -> None:
    assert pattern_fault(text) == ""


BAD = {
    "": "年份 {year}",
    "{org}/{year}": "流水号 {serial:05d}",
    "{year}/{serial}": "年份 {year}",
    "{org}/{year}{year}{serial}": "有且只有一个",
    "{year}/{year}{serial}": "有且只有一个",
    "{org}/号{year}{serial}": "半角字母",
    "{org}/-{year}{serial}": "半角字母",
    "{orgs}/{year}-{serial}": "「{orgs}」不认识",
    "{serial:5}{year}": "「{serial:5}」不认识",
    "{serial:05x}{year}": "不认识",
    "{org.slug}/{year}-{serial}": "不认识",
    "{org!r}/{year}-{serial}": "不认识",
    "{{org}}/{year}-{serial}": "不成对的花括号",
    "{org}: {year}-{serial}": "不能有空格",
    "{org}#{year}-{serial}": "井号",
    "/{year}-{serial}": "开头",
    "../{year}-{serial}": "开头",
    "{org}/../{year}-{serial}": "..",
    "a//{year}-{serial}": "//",
}


@pytest.mark.parametrize("text", BAD)
def test_bad_patterns(text: str) -> None:
    assert BAD[text] in pattern_fault(text)


@given(st.text("{}orgyeasil:05d/-. 号#", max_size=40))
@settings(max_examples=300)
def test_any_pattern_is_judged(text: str) -> None:
    pattern_fault(text)


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    county = County(tmp_path_factory.mktemp("county"), ("jinping",))
    found, findings = load_unit(Path(county.root), county.task().site, "jinping")
    assert found is not None, findings
    return found


@pytest.mark.parametrize("text", GOOD)
def test_numbers_go_round(text: str, unit: Unit) -> None:
    pattern = IndexPattern(text)
    for year, serial in ((1999, 1), (2026, 12), (2026, 99999), (2026, 1234567)):
        number = pattern.format(unit, year, serial)
        assert pattern.parse(unit, number) == IndexNumber(number, year, serial)
        assert number.rpartition("/")[2].isascii()
    assert (
        pattern.parse(dataclasses.replace(unit, uscc="x", slug="y", region_code="z"), number) is None or "{" not in text
    )


def test_foreign_numbers_are_not_ours(unit: Unit) -> None:
    pattern = IndexPattern("{org}/{year}-{serial:05d}")
    good = pattern.format(unit, 2026, 12)
    assert good == "11530823000000002K/2026-00012"
    wrong = [
        "",
        good + "0",
        good[:-1],
        good.replace("K", "L"),
        good.replace("00012", "00000"),
        good.replace("2026", "0026"),
        f" {good}",
        f"{good}\n",
    ]
    assert [pattern.parse(unit, text) for text in wrong if text != good + "0"] == [None] * (len(wrong) - 1)
    assert pattern.parse(unit, good + "0") is None, "six digits may not begin with a nought"
