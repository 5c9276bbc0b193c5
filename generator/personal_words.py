"""The words and forms by which personal data is told from its context; the words are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.personal_data import BETWEEN, DIGIT, DIGITS_ONLY, PLAIN, Sighting, is_day
from generator.rulebook import rules

ACCOUNT, MOBILE, PASSPORT, PERMIT = "银行账号", "手机号码", "护照号码", "证件号码"
ADDRESS, HOUSEHOLD, BIRTH, HEALTH, MINOR = "家庭住址", "户口簿号码", "出生日期", "健康状况", "未成年人名单"
WEAK = "遮得不够的号码"

LONG_FORM = re.compile(rf"(?<![A-Za-z0-9０-９]){DIGIT}(?:{BETWEEN}{DIGIT}){{10,24}}+[XxＸｘ]?+")
MOBILE_FORM = re.compile(
    rf"(?<![0-9０-９A-Za-z.\-])(?:[+＋]?(?:86|８６)[\s\-]?)?[1１][3-9３-９]{DIGIT}"
    rf"(?:[ \u3000\u200b-\u200d\-－]?{DIGIT}){{8}}+(?![0-9０-９A-Za-z])"
)
MASKED_FORM = re.compile(r"(?<![0-9A-Za-z])[0-9]{3,16}[*＊×●]{1,12}[0-9XxＸ]{0,12}(?![0-9A-Za-z*])")
PASSPORT_FORM = re.compile(r"(?<![A-Za-z0-9])(?:[EeGg][A-Za-z]?\d{7,8}|[PDSpds]\d{7,8})(?![A-Za-z0-9])")
PERMIT_FORM = re.compile(r"(?<![A-Za-z0-9])(?:[CHMWchmw][A-Za-z]?\d{8,10}|\d{8,12})(?![A-Za-z0-9])")
HOUSEHOLD_FORM = re.compile(r"(?<![A-Za-z0-9*])[A-Za-z]?\d{6,12}(?![A-Za-z0-9*])")
HOME_FORM = re.compile(
    r"[一-龥]{0,12}(?:村|寨|社区|小区|路|街|巷|组|苑|花园)[一-龥A-Za-z0-9０-９-]{0,14}?"
    r"[0-9０-９一二三四五六七八九十]+(?:-[0-9]+)?(?:号|栋|幢|单元|室|户|组)"
)
BIRTH_FORM = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2}|[01]\d[0-3]\d)")


@cache
def words(group: str, name: str) -> tuple[str, ...]:
    """A list of `rules/personal_data.yaml`: `headers` of columns or `contexts` in a line."""
    return tuple(rules("personal_data")[group][name])


@cache
def context(name: str) -> re.Pattern[str]:
    """Any word of a context."""
    return re.compile("|".join(sorted(map(re.escape, words("contexts", name)), key=len, reverse=True)))


@cache
def name_form() -> re.Pattern[str]:
    """A personal name: a surname and one or two characters, or what is left of one that was masked."""
    found = rules("personal_data")
    return re.compile(
        f"(?<![一-龥])[{found['surnames']}][一-龥某*＊×]{{0,1}}[一-龥某*＊×](?![一-龥])(?<![{found['not_names']}])"
    )


def is_name(cell: str) -> bool:
    """A cell that holds a personal name and nothing else."""
    bare = cell.strip()
    return bool(name_form().fullmatch(bare)) and bare not in rules("personal_data")["not_persons"]


def weak(text: str) -> Iterator[Sighting]:
    """Numbers of persons that are masked so little that they can be guessed."""
    for run in MASKED_FORM.finditer(text):
        seen = sum(each.isalnum() and each not in "×" for each in run[0])
        hidden = len(run[0]) - seen
        whole = len(run[0])
        digits = run[0].translate(PLAIN)
        weak = (
            (whole in (15, 18) and seen >= 12 and digits[:2].isdigit() and _birth_shows(digits))
            or (whole == 11 and digits[0] == "1" and digits[1:2] in "3456789" and hidden <= 3)
            or (16 <= whole <= 19 and digits.startswith("62") and hidden <= 5)
        )
        if weak:
            yield Sighting(WEAK, run.start(), run.end(), f"{run[0][:3]}{'*' * (whole - 3)}")


def _birth_shows(digits: str) -> bool:
    """The day of birth of a resident ID can be read, or all but a digit or two of the number."""
    birth = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return (birth.isdigit() and is_day(birth)) or sum(each.isdigit() for each in digits) >= len(digits) - 4


def is_like_identity(number: str) -> bool:
    """An ID number but for its area or check digit: what stands after the word 身份证 is meant to be one."""
    if len(number) == 18:
        return number[:17].isdigit() and is_day(number[6:14])
    return len(number) == 15 and number.isdigit() and is_day(f"19{number[6:12]}")


def ends(number: str) -> str:
    """As much of a number as may be told: two characters before and four behind, fewer of a short one."""
    return (
        f"{number[:2]}{'*' * max(len(number) - 6, 2)}{number[-4:]}"
        if len(number) > 8
        else f"{number[:1]}***{number[-2:]}"
    )


def home_masked(address: str) -> str:
    """An address down to its village or street."""
    found = re.search("(?:村|寨|社区|小区|路|街|巷|组|苑|花园)", address)
    return f"{address[: found.end()] if found else address[:3]}***"


def mobile_masked(number: str) -> str:
    """138****1234."""
    digits = DIGITS_ONLY.sub("", number.translate(PLAIN))[-11:]
    return f"{digits[:3]}****{digits[7:]}"
