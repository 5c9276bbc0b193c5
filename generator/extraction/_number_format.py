"""A number of a workbook as its cell shows it: decimals, thousands, percent, leading zeros, days and times.

Where what is shown would mislead beside other numbers, the value wins: a sign is never dropped (formats that paint
negative numbers red instead), a zero that is painted as a dash is a zero, a long number keeps its digits.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

from generator.extraction._workbook import DIGITS, EPOCH, FORMATS, LAST_DAY, bounded_number, is_date, number_text

PRECISION = Context(prec=15)  # what Excel keeps of a number
_GENERAL = ("", "General", "@")
_SHORT = re.compile(r"-?(?:0|[1-9]\d{0,14}|\d{1,9}\.\d{0,5}[1-9])")  # what is shown as it is written
_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_WORDS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]', re.DOTALL)
_PLACES = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?:\.([0#?]*))?(,*)")
_FOREIGN = re.compile(r"[A-Za-z/]")  # fractions, powers, and what else is no plain pattern


def displayed(written: str, code: str, from_1904: bool) -> str:
    """The number `written` in the format `code`; as digits where the format is none of those known here."""
    if code in _GENERAL and _SHORT.fullmatch(written):
        return written
    if is_date(code):
        return _moment(written, code, from_1904)
    if _is_time(code):
        return _duration(written, code)
    value = bounded_number(written)
    return written if value is None else _patterned(value, code) or _plain(written, value)


def _plain(written: str, value: Decimal) -> str:
    """All digits of a whole number; fifteen of another, which is what is shown of 0.30000000000000004."""
    rounded = PRECISION.plus(value).normalize()
    return number_text(written if value == value.to_integral_value() else f"{rounded:f}")


class _Pattern(NamedTuple):
    """The first section of a format: its places, and what is written before and behind them."""

    places: re.Match[str]
    front: str
    back: str
    shift: int  # decimal places by which the number is moved


@lru_cache(FORMATS)
def _pattern(code: str) -> _Pattern | None:
    """How a format writes numbers, or None."""
    section = _SECTION.match(code)
    words: list[str] = []

    def kept(found: re.Match[str]) -> str:
        words.append(found[1] or found[2] or found[3] or "")
        return "\0" if words[-1] else ""

    pattern = _WORDS.sub(kept, section[1] if section else "")
    places = _PLACES.search(pattern)
    if places is None or _FOREIGN.search(pattern):
        return None
    before, after = pattern[: places.start()], pattern[places.end() :]
    said = iter(words)
    front, back = (
        "".join(next(said) if letter == "\0" else letter for letter in part).strip() for part in (before, after)
    )
    shift = 2 * pattern.count("%") - 3 * len(places[2])
    return _Pattern(places, front.strip("-+() "), back.strip("() "), shift)


def _patterned(value: Decimal, code: str) -> str:
    """The number by the pattern of its first section, or empty."""
    pattern = _pattern(code)
    if pattern is None:
        return ""
    scaled = value.scaleb(pattern.shift)
    text = _digits(abs(scaled), pattern.places)
    sign = "-" if scaled < 0 and text.strip("0.,") else ""
    return f"{sign}{pattern.front}{text}{pattern.back}"


def _digits(value: Decimal, places: re.Match[str]) -> str:
    whole, fraction = places[0].partition(".")[0].rstrip(","), places[1] or ""
    with localcontext(Context(prec=2 * DIGITS + len(fraction))):
        rounded = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    wanted = whole.count("0")
    number, mark, decimals = text.partition(".")
    least = fraction.count("0")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    return number.rjust(wanted, "0") + (mark + decimals if decimals else "")


# ── days and times ──────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(FORMATS)
def _bare(code: str) -> str:
    """The letters of a format: what is quoted left out, but for the Chinese words of days."""
    return re.sub(r'"([^"]*)"|\\(.)|_.|\*.|\[\$[^\]]*\]', r"\1\2", code.partition(";")[0].lower())


@lru_cache(FORMATS)
def _is_time(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', "", code.lower())
    return "general" not in bare and bool(re.search(r"[hs]", bare))


def _moment(written: str, code: str, from_1904: bool) -> str:
    """A day as 2026-01-31, a month as 2026年1月, a year as 2026, whatever the order that the format has them in."""
    try:
        days = float(written) + 1462 * from_1904
    except ValueError:
        return written
    if not 1 <= days < LAST_DAY:
        return number_text(written)
    moment = EPOCH + timedelta(days=int(days) + (days < 60), seconds=round(days % 1 * 86_400))
    bare = _bare(code)
    if "d" in bare or "日" in bare:
        day = moment.strftime("%Y-%m-%d")
    else:
        day = f"{moment:%Y}年{moment.month}月" if "m" in bare else f"{moment:%Y}"
    return f"{day} {moment:%H:%M}" if "h" in bare else day


def _duration(written: str, code: str) -> str:
    """A time of day, or of a span of days, as 09:30 or 30:15:00."""
    try:
        seconds = round(float(written) * 86_400)
    except (ValueError, OverflowError):
        return written
    if not 0 <= seconds < LAST_DAY * 86_400:
        return number_text(written)
    hours = seconds // 3600 % (24 if "[h" not in code.lower() else LAST_DAY * 24)
    text = f"{hours:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if "s" in _bare(code) else text
