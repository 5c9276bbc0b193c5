"""Codes of units and sites: right ones pass, every single slip of the pen is told."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.codes import ALPHABET, region_code_fault, site_code_fault, uscc_check_character, uscc_fault
from generator.model import UnitKind

BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.text("159", min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", ["91110000600037341L", "11530823000000002K", "115308230151234567"[:17] + "?"])
def test_known_codes(code: str) -> None:
    """The first is the example of python-stdnum; the last stands for a code whose check character is computed."""
    code = code[:17] + uscc_check_character(code[:17]) if code.endswith("?") else code
    assert uscc_fault(code) == ""


@given(BODIES)
def test_agrees_with_stdnum(body: str) -> None:
    uscc = pytest.importorskip("stdnum.cn.uscc", reason="需要 python-stdnum 作对照")
    assert uscc_check_character(body) == uscc.calc_check_digit(body)
    assert uscc_fault(body + uscc_check_character(body)) == ""
    assert uscc.is_valid(body + uscc_check_character(body))


def test_agrees_with_stdnum_on_ten_thousand_codes() -> None:
    """Random codes, some right, some of a wrong length or with wrong letters: the same ones are right for both.

    They begin with digits, as those of enterprises and authorities do: stdnum knows no others, while village
    collectives have an N there and units of the armed forces an A.
    """
    uscc = pytest.importorskip("stdnum.cn.uscc", reason="需要 python-stdnum 作对照")
    dice = random.Random(32100)
    right = 0
    for _ in range(10_000):
        length = dice.choice((17, 17, 17, 17, 17, 16, 18))
        body = "".join(dice.choices("0123456789", k=8)) + "".join(dice.choices(ALPHABET + "IOSVZ", k=length - 8))
        proper = len(body) == 17 and set(body) <= set(ALPHABET)
        last = uscc_check_character(body) if proper and dice.random() < 0.7 else dice.choice(ALPHABET)
        assert (uscc_fault(body + last) == "") == uscc.is_valid(body + last), body + last
        right += uscc_fault(body + last) == ""
    assert 1_000 < right < 9_000


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
@settings(max_examples=300)
def test_one_wrong_character_is_always_told(body: str, place: int, wrong: str) -> None:
    code = body + uscc_check_character(body)
    changed = code[:place] + wrong + code[place + 1 :]
    assert bool(uscc_fault(changed)) == (changed != code)


@given(BODIES, st.integers(2, 15))
def test_two_neighbours_swapped_are_told(body: str, place: int) -> None:
    code = body + uscc_check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert bool(uscc_fault(swapped)) == (swapped != code)


@given(st.text(max_size=20))
def test_any_text_is_judged(text: str) -> None:
    uscc_fault(text)
    for kind in UnitKind:
        region_code_fault(text, kind, "530823")
    site_code_fault(text, "530823")


LETTERS = "不在允许的字符之内（没有 I、O、S、V、Z）"
FAULTS = {
    "11530823": "统一社会信用代码「11530823」应当是 18 位，现在是 8 位",
    "11530823000000002k": "统一社会信用代码「11530823000000002k」里的字母应当大写",
    "1153082300000000O2": "统一社会信用代码「1153082300000000O2」第 17 位「O」" + LETTERS,
    "11A30823000000002K": "统一社会信用代码「11A30823000000002K」第 3 至 8 位应当是登记机关的行政区划代码",
    "11530823000000002L": "统一社会信用代码「11530823000000002L」末位校验码不对："
    "按前 17 位算出的是「K」，请核对是否抄错",
    "１１530823000000002K": "统一社会信用代码「１１530823000000002K」第 1 位「１」" + LETTERS,
}


@pytest.mark.parametrize("code", FAULTS)
def test_what_is_told(code: str) -> None:
    assert uscc_fault(code) == FAULTS[code]


REGIONS = [
    ("530823", UnitKind.COUNTY, ""),
    ("530823", UnitKind.DEPARTMENT, ""),
    ("530823100", UnitKind.TOWNSHIP, ""),
    ("530823100201", UnitKind.VILLAGE, ""),
    ("530824", UnitKind.DEPARTMENT, "行政区划代码「530824」前 6 位应当是本县的 530823"),
    ("530823", UnitKind.TOWNSHIP, "行政区划代码「530823」应当是 9 位（乡镇），现在是 6 位"),
    ("530823100", UnitKind.VILLAGE, "行政区划代码「530823100」应当是 12 位（村），现在是 9 位"),
    ("530823000", UnitKind.TOWNSHIP, "行政区划代码「530823000」后 3 位是乡镇的代码，不能是 000"),
    ("530823000201", UnitKind.VILLAGE, "行政区划代码「530823000201」第 7 至 9 位是乡镇、后 3 位是村，都不能是 000"),
    ("53082３", UnitKind.COUNTY, "行政区划代码「53082３」应当全是数字"),
    ("", UnitKind.COUNTY, "行政区划代码「」应当全是数字"),
]


@pytest.mark.parametrize(("code", "kind", "fault"), REGIONS)
def test_region_codes(code: str, kind: UnitKind, fault: str) -> None:
    assert region_code_fault(code, kind, "530823") == fault


TOWNSHIP, VILLAGE = UnitKind.TOWNSHIP, UnitKind.VILLAGE
CLASSES = [
    ("530823001", TOWNSHIP, "示例县银生街道办事处", ""),
    ("530823099", TOWNSHIP, "示例县银生街道", ""),
    ("530823199", TOWNSHIP, "示例县锦屏镇人民政府", ""),
    ("530823399", TOWNSHIP, "示例县龙街乡人民政府", ""),
    ("530823400", TOWNSHIP, "示例县温卜农场", ""),
    ("530823400", TOWNSHIP, "示例县温卜镇", ""),  # a farm that calls itself a town
    ("530823100", TOWNSHIP, "示例县锦屏镇党政办公室", ""),  # the name does not end in what it is
    ("530823200", TOWNSHIP, "锦屏镇人民政府", "后 3 位是乡的（200—399），单位名称里是镇（100—199）"),
    ("530823100", TOWNSHIP, "龙街乡人民政府", "后 3 位是镇的（100—199），单位名称里是乡（200—399）"),
    ("530823100", TOWNSHIP, "银生街道办事处", "后 3 位是镇的（100—199），单位名称里是街道（001—099）"),
    (
        "530823600",
        TOWNSHIP,
        "锦屏镇",
        "后 3 位不在编码范围之内（街道 001—099，镇 100—199，乡 200—399，类似乡级的单位 400—599）",
    ),
    ("530823100201", VILLAGE, "锦屏镇河边村村民委员会", ""),
    ("530823100001", VILLAGE, "锦屏镇玉屏社区居民委员会", ""),
    ("530823100001", VILLAGE, "河边村委会", "后 3 位是社区的（001—199），单位名称里是村（200—399）"),
    ("530823100201", VILLAGE, "玉屏社区", "后 3 位是村的（200—399），单位名称里是社区（001—199）"),
]


@pytest.mark.parametrize(("code", "kind", "name", "fault"), CLASSES)
def test_the_class_of_a_region_fits_the_name(code: str, kind: UnitKind, name: str, fault: str) -> None:
    assert region_code_fault(code, kind, "530823", name) == (fault and f"行政区划代码「{code}」{fault}")


def test_site_codes() -> None:
    assert site_code_fault("5308230001", "530823") == ""
    assert site_code_fault("bm01000001", "530823") == ""
    assert site_code_fault("5308240001", "530823") == "网站标识码「5308240001」前 6 位应当是 530823"
    assert site_code_fault("530823", "530823") == "网站标识码「530823」应当是 10 位数字，前 6 位为 530823"
