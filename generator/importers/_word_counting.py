"""Numbers in the forms in which Word counts: 一 壹 ① Ⅰ a 01 …"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
HIGHEST = 100_000


def _chinese(number: int) -> str:
    """A number in Chinese as read aloud: 十一, 二十, 一百零五."""
    words = _spelled(number, _DIGITS, "十百千")
    return words[1:] if words.startswith("一十") else words


def _spelled(number: int, digits: str, units: str) -> str:
    if number >= 10_000:
        above, below = divmod(number, 10_000)
        rest = (digits[0] if below < 1_000 else "") + _spelled(below, digits, units) if below else ""
        return f"{_spelled(above, digits, units)}万{rest}"
    words = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    return words


def _by_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] if digit != "0" else "〇" for digit in str(number))


def _letters(number: int) -> str:
    """a … z, aa, bb … as Word counts."""
    return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _roman(number: int) -> str:
    written = ""
    for amount, letters in _ROMAN:
        count, number = divmod(number, amount)
        written += letters * count
    return written


def _circled(number: int) -> str:
    for first, start in ((1, 0x2460), (21, 0x3251), (36, 0x32B1)):
        if first <= number < first + (20 if first == 1 else 15):
            return chr(start + number - first)
    return str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _from(words: str) -> Callable[[int], str]:
    return lambda number: words[(number - 1) % len(words)]


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_CHINESE = (
    "chineseCounting chineseCountingThousand japaneseCounting ideographDigital taiwaneseCountingThousand"
    " japaneseDigitalTenThousand taiwaneseCounting"
)
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE.split(), _chinese),
    "ideographDigital": _by_digits,
    "japaneseDigitalTenThousand": _by_digits,
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: _spelled(number, _FORMAL, "拾佰仟"),
    ),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _wide),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"), _circled),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: chr(0x2474 + number - 1) if number <= 20 else f"({number})",
    "decimalEnclosedFullstop": lambda number: chr(0x2488 + number - 1) if number <= 20 else f"{number}.",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "ordinal": _ordinal,
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "none": lambda _: "",
}


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; what is not known, and what is beyond counting, is decimal."""
    if not 0 < number < HIGHEST:
        return "" if form == "none" else str(number)
    return _FORMS.get(form, str)(number)
