"""Numbers that belong to persons, found in any text: resident IDs of both lengths, disability cards, bank cards.

《个人信息保护法》第二十八条 and 《政府信息公开条例》第十五条 keep them out of what is public. A number counts
only where its own arithmetic says that it is one (an area that once existed, a day that was, the check digit), so that
codes of units, projects and files never do. It is found through full-width digits, invisible characters, blanks and
hyphens; it is never repeated: whoever is told of it sees first and last digits, which many persons share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

AREAS = Path(__file__).parent / "rules" / "area_codes.txt"

BLOCK, WARN = "block", "warn"  # keeps a document back; asks somebody to look
RESIDENT, OLD_RESIDENT, DISABILITY, BANK_CARD = "身份证号码", "15 位身份证号码", "残疾人证号码", "银行卡号"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999: ISO 7064 MOD 11-2
_CHECKS = "10X98765432"
_FIRST_YEAR = 1850  # of birth, of anybody who ever had a number
DIGIT = "[0-9０-９]"
BETWEEN = "[ \t\u00a0\u00ad\u3000\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212·.\\-]{0,2}+"
_LAST = f"{BETWEEN}[XxＸｘ](?:{BETWEEN}{DIGIT}{BETWEEN}{DIGIT})?+(?![A-Za-z0-9０-９])"  # a check character, a grade
_RUN = re.compile(f"{DIGIT}(?:{BETWEEN}{DIGIT}){{14,}}+(?:[XxＸｘ]{DIGIT}{{11,}}+)*+(?:{_LAST})?+")
PLAIN = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")
DIGITS_ONLY = re.compile("[^0-9X]")


class Sighting(NamedTuple):
    """Something personal: its kind, where it stands in the text, as much of it as may be told, and how grave it is."""

    kind: str
    start: int
    end: int
    masked: str
    grade: str = BLOCK

    def moved(self, offset: int) -> Sighting:
        """The same, in a text in which this one begins at an offset."""
        return self._replace(start=self.start + offset, end=self.end + offset)


@cache
def _areas() -> frozenset[str]:
    lines = AREAS.read_text("utf-8").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in line.split())


def sightings(text: str) -> Iterator[Sighting]:
    """Every number of a person in a text, in order."""
    for run in _RUN.finditer(text):
        number = DIGITS_ONLY.sub("", run[0].translate(PLAIN))
        kind = _kind(number)
        if kind:
            yield Sighting(kind, run.start(), run.end(), masked(number))
        else:  # several numbers between which are only blanks, or nothing: each for itself
            yield from _apart(text, run.start(), run.end())


_ALONE = re.compile(f"{DIGIT}{{15,}}+(?:[XxＸｘ]{DIGIT}*+)*+")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def _apart(text: str, start: int, end: int) -> Iterator[Sighting]:
    for found in _ALONE.finditer(text, start, end):
        number = found[0].translate(PLAIN)
        if kind := _kind(number):
            yield Sighting(kind, found.start(), found.end(), masked(number))
        else:
            yield from (each.moved(found.start()) for each in _glued(number))


def _glued(number: str) -> tuple[Sighting, ...]:
    """The resident IDs of a number that is nothing but resident IDs and mobile numbers, one behind the other.

    An ID anywhere in a long number would be no finding: licences hold an area and a day as well.
    """
    found: list[Sighting] = []
    place = 0
    while place < len(number):
        if is_resident_id(own := number[place : place + 18]):
            found.append(Sighting(RESIDENT, place, place + 18, masked(own)))
            place += 18
        elif _MOBILE.match(number, place):
            place += 11
        else:
            return ()
    return tuple(found)


def concealed(text: str) -> str:
    """A text with every number of a person masked: for what is told, lest a file's own name gives one away."""
    for found in reversed(list(sightings(text))):
        text = f"{text[: found.start]}{found.masked}{text[found.end :]}"
    return text


def _kind(number: str) -> str:
    """What number of a person this is; '' where it is none."""
    size = len(number)
    if size == 18 and is_resident_id(number):
        return RESIDENT
    if size == 20 and number[18] in "1234567" and number[19] in "1234" and is_resident_id(number[:18]):
        return DISABILITY
    if not number.isdigit():
        return ""
    if size == 15 and number[:6] in _areas() and is_day(f"19{number[6:12]}"):
        return OLD_RESIDENT
    if 16 <= size <= 19 and number.startswith("62") and is_luhn(number):  # 62: cards of Chinese banks
        return BANK_CARD
    return ""


def is_resident_id(number: str) -> bool:
    """18 characters that are a 公民身份号码 (GB 11643-1999): an area, a day of birth, the check character."""
    return is_like_resident_id(number) and number[:6] in _areas()


def is_like_resident_id(number: str) -> bool:
    """A day of birth and the check character of a 公民身份号码, whatever its area: where texts come from anybody, an
    area that no list knows must not let a number through."""
    if len(number) != 18 or not number[:17].isdigit() or not is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17]


def is_day(digits: str) -> bool:
    """YYYYMMDD is a day on which somebody who ever had a number may have been born."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= _FIRST_YEAR
    except ValueError:
        return False


def is_luhn(number: str) -> bool:
    """The last digit is the check digit of a bank card (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked(number: str) -> str:
    """A number as it may be told: the area of a resident ID, the bank of a card, and the last digits."""
    kept = 4 if len(number) >= 16 else 3
    return f"{number[:6]}{'*' * (len(number) - 6 - kept)}{number[-kept:]}"
