"""Codes of units and sites: form, place and check character; a fault is a sentence in Chinese, '' if none."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.model import UnitKind

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I O S V Z
_REGION_LENGTH = {UnitKind.COUNTY: 6, UnitKind.DEPARTMENT: 6, UnitKind.TOWNSHIP: 9, UnitKind.VILLAGE: 12}
_KIND_NAMES = {
    UnitKind.COUNTY: "县级门户",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.VILLAGE: "村",
}
_TOWNSHIPS = ((1, "街道"), (100, "镇"), (200, "乡"), (400, "类似乡级的单位"), (600, ""))  # GB/T 10114: from … on
_VILLAGES = ((1, "社区"), (200, "村"), (400, "类似社区的单位"), (500, "类似村的单位"), (600, ""))
_BODIES = "人民政府|办事处|居民委员会|村民委员会|居委会|村委会|委会"
_NAMED = re.compile(rf"(街道|镇|乡|社区|村)(?:{_BODIES})?$")


def uscc_check_character(body: str) -> str:
    """The 18th character for the first 17 of a 统一社会信用代码 (GB 32100-2015 annex A: weights 3^i, modulus 31)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[-total % 31]


def uscc_fault(code: str) -> str:
    """What is wrong with a 统一社会信用代码 (GB 32100-2015), '' when nothing is."""
    name = f"统一社会信用代码「{code}」"
    if len(code) != 18:
        return f"{name}应当是 18 位，现在是 {len(code)} 位"
    if code != code.upper():
        return f"{name}里的字母应当大写"
    for place, character in enumerate(code, 1):
        if character not in ALPHABET:
            return f"{name}第 {place} 位「{character}」不在允许的字符之内（没有 I、O、S、V、Z）"
    if not code[2:8].isdigit():
        return f"{name}第 3 至 8 位应当是登记机关的行政区划代码"
    wanted = uscc_check_character(code[:17])
    return "" if code[17] == wanted else f"{name}末位校验码不对：按前 17 位算出的是「{wanted}」，请核对是否抄错"


def site_code_fault(code: str, county_code: str) -> str:
    """What is wrong with a 网站标识码: ten digits that begin with the county's code, or `bm` and eight digits."""
    if re.fullmatch(r"bm[0-9]{8}", code):
        return ""
    if not re.fullmatch(r"[0-9]{10}", code):
        return f"网站标识码「{code}」应当是 10 位数字，前 6 位为 {county_code}"
    return "" if code.startswith(county_code) else f"网站标识码「{code}」前 6 位应当是 {county_code}"


def region_code_fault(code: str, kind: UnitKind, county_code: str, unit_name: str = "") -> str:
    """What is wrong with a unit's 行政区划代码: its length by kind (GB/T 2260, GB/T 10114), inside the county, and the
    class that its last three digits stand for, held against the unit's name."""
    name, length = f"行政区划代码「{code}」", _REGION_LENGTH[kind]
    if not re.fullmatch(r"[0-9]+", code):
        return f"{name}应当全是数字"
    if len(code) != length:
        return f"{name}应当是 {length} 位（{_KIND_NAMES[kind]}），现在是 {len(code)} 位"
    if not code.startswith(county_code):
        return f"{name}前 6 位应当是本县的 {county_code}"
    if kind is UnitKind.TOWNSHIP and code.endswith("000"):
        return f"{name}后 3 位是乡镇的代码，不能是 000"
    if kind is UnitKind.VILLAGE and (code[6:9] == "000" or code.endswith("000")):
        return f"{name}第 7 至 9 位是乡镇、后 3 位是村，都不能是 000"
    if kind is UnitKind.TOWNSHIP:
        return _class_fault(code, _TOWNSHIPS, unit_name)
    return _class_fault(code, _VILLAGES, unit_name) if kind is UnitKind.VILLAGE else ""


def _class_fault(code: str, classes: tuple[tuple[int, str], ...], unit_name: str) -> str:
    """What is wrong with the class of a township or village: there is none, or the unit's name says another."""
    serial = int(code[-3:])
    found = next(label for first, label in reversed(classes) if serial >= first)
    ranges = {label: f"{first:03d}—{end - 1:03d}" for (first, label), (end, _) in pairwise(classes)}
    if not found:
        known = "，".join(f"{label} {digits}" for label, digits in ranges.items())
        return f"行政区划代码「{code}」后 3 位不在编码范围之内（{known}）"
    named = match[1] if (match := _NAMED.search(unit_name)) else ""
    if named in ranges and named != found and not found.startswith("类似"):
        return f"行政区划代码「{code}」后 3 位是{found}的（{ranges[found]}），单位名称里是{named}（{ranges[named]}）"
    return ""
