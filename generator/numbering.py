"""发文字号 and 索引号: parse, format, mend. Forms only; which numbers were given out is the ledger's business."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.model import Unit

# ── 发文字号 ─────────────────────────────────────────────────────────────────────────────────────────────────────


class DocumentNumber(NamedTuple):
    """发文字号 (GB/T 9704-2012 7.2.5): the agency's letters, the full year, the serial."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"


_HAN = r"[\u3400-\u9fff]"
_RIGHT = re.compile(rf"({_HAN}{{1,12}})〔((?:19|20)[0-9]{{2}})〕([1-9][0-9]{{0,4}})号")
_YEAR_OF_ORDER = r"(?:19|20)[0-9]{2}年"
_ORDER = re.compile(rf"(?:{_HAN}{{0,30}}(?:令|公告|通告)(?:{_YEAR_OF_ORDER})?|{_YEAR_OF_ORDER})第[1-9][0-9]{{0,4}}号")
_OPEN, _CLOSE = "〔[({【〈《<「『", "〕\\])}】〉》>」』"
_LOOSE = re.compile(
    rf"({_HAN}{{1,12}}?)[{re.escape(_OPEN)}]?((?:19|20)?[0-9]{{2}})"
    rf"(?:年?[{_CLOSE}][-—–_]*第?|年第?|[-—–_]+第?|第)0*([1-9][0-9]{{0,4}})号?"
)


def parse_document_number(text: str) -> DocumentNumber | None:
    """`景政发〔2026〕12号` taken apart; None where it is not written in this one right form."""
    match = _RIGHT.fullmatch(text)
    return DocumentNumber(match[1], int(match[2]), int(match[3])) if match else None


def is_order_number(text: str) -> bool:
    """A 令号 or 公告号 (`国务院令第711号`, `2026年第3号`): these keep 第 (GB/T 9704-2012 10.2)."""
    return _ORDER.fullmatch(text) is not None


def repair_document_number(text: str) -> str:
    """The right form of a badly written number, '' when there is no telling.

    Mends [ ] ( ) 【】 and their kin, full-width digits, spaces, 第, leading zeros, a missing 号 and a year of two
    digits (50-99 counts as 19xx).
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    match = _LOOSE.fullmatch(plain)
    if match is None:
        return ""
    agency, year, serial = match.groups()
    if len(year) == 2:
        if not any(mark in plain for mark in _OPEN):
            return ""
        year = ("19" if year >= "50" else "20") + year
    return str(DocumentNumber(agency, int(year), int(serial)))


# ── 索引号 ───────────────────────────────────────────────────────────────────────────────────────────────────────


class IndexNumber(NamedTuple):
    """索引号 (条例 第十二条): as it is written, and the year and serial in it."""

    text: str
    year: int
    serial: int


_FIELD = re.compile(r"\{([^{}]*)\}")
_SERIAL = re.compile(r"serial(?::0([1-9])d)?")
_LITERAL = re.compile(r"[\w./()（）〔〕·-]*")
_ADDRESS = re.compile(r"[A-Za-z0-9._-]*")


def pattern_fault(text: str) -> str:
    """What is wrong with `索引号格式` of site.yaml, '' when nothing is."""
    name = f"索引号格式「{text}」"
    fields = _FIELD.findall(text)
    for field in fields:
        if field not in ("org", "unit", "region", "year") and not _SERIAL.fullmatch(field):
            return f"{name}里的「{{{field}}}」不认识，可用 {{org}} {{unit}} {{region}} {{year}} {{serial:05d}}"
    literal = _FIELD.sub("", text)
    if not _LITERAL.fullmatch(literal):
        return f"{name}里只能用文字、数字和 / - _ . 等符号，不能有空格、冒号、井号、引号或不成对的花括号"
    last = text.rpartition("/")[2]
    for wanted, meaning in (("year", "年份 {year}"), ("serial", "流水号 {serial:05d}")):
        if sum(field.partition(":")[0] == wanted for field in _FIELD.findall(last)) != 1 or (
            sum(field.partition(":")[0] == wanted for field in fields) != 1
        ):
            return f"{name}最后一个 / 之后必须有且只有一个{meaning}，因为它就是信息的网址"
    if not _ADDRESS.fullmatch(_FIELD.sub("", last)) or last.startswith((".", "-")):
        return f"{name}最后一个 / 之后是信息的网址，只能用半角字母、数字和 - _ . ，并以字母或数字开头"
    if not text[0].isalnum() and text[0] != "{":
        return f"{name}应当以文字、数字或 {{…}} 开头"
    if "//" in text or ".." in text:
        return f"{name}里不能有 // 或 .."
    return ""


@dataclass(frozen=True, slots=True)
class IndexPattern:
    """A county's form of index numbers, for example `{org}/{year}-{serial:05d}`; the text has no `pattern_fault`.

    `{org}` is the unit's 统一社会信用代码, `{unit}` its folder, `{region}` its 行政区划代码.
    """

    text: str

    def format(self, unit: Unit, year: int, serial: int) -> str:
        """The number of a unit's document: `11530823…/2026-00012`."""
        return self.text.format(org=unit.uscc, unit=unit.slug, region=unit.region_code, year=year, serial=serial)

    def parse(self, unit: Unit, text: str) -> IndexNumber | None:
        """A number of this unit taken apart; None where it is not of this pattern or another unit's."""
        match = _matcher(self.text, unit.uscc, unit.slug, unit.region_code).fullmatch(text)
        return IndexNumber(text, int(match["year"]), int(match["serial"])) if match else None


@lru_cache(maxsize=512)
def _matcher(text: str, org: str, slug: str, region: str) -> re.Pattern[str]:
    fixed = {"org": re.escape(org), "unit": re.escape(slug), "region": re.escape(region)}
    made, end = "", 0
    for field in _FIELD.finditer(text):
        made += re.escape(text[end : field.start()]) + _group(field[1], fixed)
        end = field.end()
    return re.compile(made + re.escape(text[end:]))


def _group(field: str, fixed: dict[str, str]) -> str:
    if field == "year":
        return "(?P<year>(?:19|20)[0-9]{2})"
    if field in fixed:
        return fixed[field]
    width = int(field[-2]) if ":" in field else 1
    return f"(?P<serial>(?=[0-9]*[1-9])(?:[0-9]{{{width}}}|[1-9][0-9]{{{width},9}}))"
