"""What the sheets of a workbook need before they can be read: names, shared strings, which formats are dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from generator.extraction._values import Budget
from generator.extraction._xml import END, START, TEXT, Event, attribute

# Formats that every Excel of China knows by a number alone.
_BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0",
    43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    **dict.fromkeys((28, 29, 30, 51, 53, 54, 58), "m月d日"), **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    31: "yyyy年m月d日", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 55: "h:mm", 56: "h:mm:ss",
}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
EPOCH = datetime(1899, 12, 30)
LAST_DAY = 2_958_466  # the day after 9999-12-31
DIGITS = 40
FORMATS = 256  # number formats that are remembered: a sheet has the same few in all its cells
EXACT = 15  # digits of a number that spreadsheets keep
STRING = 40  # what a short string takes besides its characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook lists it: its name, the id of its part, whether users do not see it."""

    name: str
    relation: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, the words of the defined names, and whether days count from 1904."""

    sheets: tuple[Sheet, ...]
    names: tuple[str, ...]
    from_1904: bool


def workbook(events: Iterable[Event]) -> Workbook:
    """Read `xl/workbook.xml`."""
    sheets: list[Sheet] = []
    names: list[str] = []
    from_1904 = inside = False
    for kind, name, attributes in events:
        if kind == TEXT:
            names += [name] if inside else []
            continue
        if kind == START and name == "sheet":
            hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
            sheets.append(Sheet(attribute(attributes, "name"), attribute(attributes, "id"), hidden))
        elif kind == START and name == "definedName":
            names.append(attribute(attributes, "name"))
        elif kind == START and name == "workbookPr":
            from_1904 = attribute(attributes, "date1904") in ("1", "true")
        inside = kind == START and name == "definedName"
    return Workbook(tuple(sheets), tuple(names), from_1904)


def shared_strings(events: Iterable[Event], budget: Budget, aids: bool = True) -> list[str]:
    """Read `xl/sharedStrings.xml`: the runs of a string joined, its reading aids (`rPh`) after it if wanted."""
    strings: list[str] = []
    texts: list[str] = []
    live = skipped = False
    for kind, name, _ in events:
        if kind == TEXT:
            texts += [name] if live else []
        elif name == "t":
            live = kind == START and not skipped
        elif name == "rPh":
            skipped = kind == START and not aids
        elif name == "si" and kind == END:
            strings.append("".join(texts))
            budget.hold(len(strings[-1]) + STRING)
            texts = []
    return strings


def number_formats(events: Iterable[Event]) -> tuple[str, ...]:
    """Read `xl/styles.xml`: the number format of each cell style; empty where it is the general one."""
    custom: dict[str, str] = {}
    found: list[str] = []
    inside = False
    for kind, name, attributes in events:
        if name == "cellXfs":
            inside = kind == START
        elif kind == START and name == "numFmt":
            custom[attribute(attributes, "numFmtId")] = attribute(attributes, "formatCode")
        elif kind == START and name == "xf" and inside:
            found.append(attribute(attributes, "numFmtId"))
    return tuple(custom[number] if number in custom else builtin(number) for number in found)


def date_styles(events: Iterable[Event]) -> frozenset[str]:
    """Read `xl/styles.xml`: the numbers of those cell styles that show a number as a date."""
    return frozenset(str(index) for index, code in enumerate(number_formats(events)) if is_date(code))


def builtin(number: str) -> str:
    """The format that every Excel knows by this number; empty for the general one and those it does not know."""
    return _BUILTIN.get(int(number), "") if number.isdecimal() and len(number) < 4 else ""


@lru_cache(FORMATS)
def is_date(code: str) -> bool:
    """Whether a number format shows years or days."""
    plain = _QUOTED.sub("", code.lower())
    return plain != "general" and bool(re.search(r"[yd年]|e(?![+-])", plain))


def bounded_number(written: str) -> Decimal | None:
    """A number of at most `DIGITS` digits; None for one that is longer, and for what is none."""
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    fits = value.is_finite() and abs(value.adjusted()) <= DIGITS and len(value.as_tuple().digits) <= DIGITS
    return value if fits else None


def number_text(written: str) -> str:
    """A number as digits, all that the file holds of it: Excel shows `1.2E+17` where a long number was typed."""
    if written.isdecimal() or (value := bounded_number(written)) is None:
        return written
    whole = value.to_integral_value()
    return f"{whole:f}" if whole == value else f"{value:f}"


def date_text(written: str, from_1904: bool) -> str:
    """A day number as `1990-01-31`; as a number where it is no day."""
    try:
        days = float(written) + 1462 * from_1904
    except ValueError:
        return written
    if not 1 <= days < LAST_DAY:
        return number_text(written)
    return (EPOCH + timedelta(days=int(days) + (days < 60))).strftime("%Y-%m-%d")


def column_index(reference: str) -> int:
    """The 0-based column of `B12`; -1 where the reference is none."""
    index = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - 64
        if index > 16_384:
            return -1
    return index - 1


def widened(cells: list[tuple[int, str]]) -> Iterator[str]:
    """The texts of a row in the order of their columns, with empty ones between; two in one place are joined."""
    texts: dict[int, str] = {}
    for index, text in cells:
        texts[index] = f"{texts[index]}\n{text}" if index in texts else text
    yield from (texts.get(index, "") for index in range(max(texts, default=-1) + 1))
