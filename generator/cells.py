"""Cells of tables for machines: what form a column has, whether a cell has it, and how the cell is then written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from generator.model import Form
from generator.rulebook import rules

_SIGN = r"[-+−－]?"
_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)"
_INTEGER = re.compile(rf"{_SIGN}{_DIGITS}", re.ASCII)
NUMBER = re.compile(rf"{_SIGN}{_DIGITS}(?:\.\d+)?([%％‰])?|{_SIGN}\.\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_LEADING_ZERO = re.compile(rf"{_SIGN}0\d", re.ASCII)
_PLAIN = str.maketrans({"−": "-", "－": "-", "+": None, ",": None, "，": None, "％": "%"})
_UNIT = re.compile(r"[（(]([^（()）]{1,12})[)）]$")
SUFFIXES = "%％‰"
MISSING = frozenset(("", "-", "—", "——", "–", "－", "/", "…", "无"))  # how a cell says that there is no number


def is_of(form: Form, cell: str) -> bool:
    """Whether a cell that is not empty has the form of its column."""
    if form is Form.INTEGER:
        return _INTEGER.fullmatch(cell) is not None
    if form is Form.NUMBER:
        return NUMBER.fullmatch(cell) is not None
    if form is Form.YEAR:
        return _YEAR.fullmatch(cell) is not None
    return form is Form.STRING or (_DATE.fullmatch(cell) is not None and _is_day(cell))


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def form_of(head: str, cells: Iterable[str]) -> Form:
    """The form that all cells of a column have, told from them and its head alone.

    What a spreadsheet would spoil is text: codes, numbers with leading zeros, very long ones; so are numbers of which
    only some are followed by %.
    """
    filled = [cell for cell in cells if cell]
    if not filled or _has(head, "code_heads"):
        return Form.STRING
    if _has(head, "year_heads") and all(is_of(Form.YEAR, cell) for cell in filled):
        return Form.YEAR
    if all(is_of(Form.INTEGER, cell) and _is_quantity(cell) for cell in filled):
        return Form.INTEGER
    if all(is_of(Form.NUMBER, cell) and _is_quantity(cell) for cell in filled):
        return Form.NUMBER if len({_suffix(cell) for cell in filled}) == 1 else Form.STRING
    return Form.DATE if all(is_of(Form.DATE, cell) for cell in filled) else Form.STRING


def _suffix(cell: str) -> str:
    return plain(cell[-1]) if cell[-1] in SUFFIXES else ""


def _has(head: str, name: str) -> bool:
    return any(word in head for word in rules("data_tables")[name])


def _is_quantity(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    return digits <= int(rules("data_tables")["integer_digits"]) and not _LEADING_ZERO.match(cell)


def is_suffixed(form: Form, cells: Iterable[str]) -> bool:
    """Numbers of the column are followed by % or ‰."""
    return form is Form.NUMBER and any(cell[-1:] in SUFFIXES for cell in cells if cell)


def unit_of(head: str, form: Form) -> str:
    """The unit of measure that a head of numbers names at its end: 万元 of 决算数（万元）."""
    found = _UNIT.search(head) if form in (Form.INTEGER, Form.NUMBER) else None
    return found[1] if found else ""


def plain(cell: str) -> str:
    """A number as machines write it: no grouping, no plus, the signs of ASCII."""
    return cell.translate(_PLAIN)


def rank(form: Form, cell: str) -> Decimal:
    """Where a cell, which has the form of a number, year or day, stands among others of that form."""
    if form is Form.DATE:
        return Decimal(date.fromisoformat(cell).toordinal())
    return Decimal(plain(cell).rstrip(SUFFIXES))


@cache
def _formula_starts() -> str:
    return str(rules("data_tables")["formula_starts"]) + "\t\r\n"


def written(form: Form, cell: str) -> str:
    """A cell in a published file: a number is plain; a text that a spreadsheet would run is led by an apostrophe."""
    if form in (Form.INTEGER, Form.NUMBER) and is_of(form, cell):
        return plain(cell)
    return guarded(cell)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; what is a number stays one."""
    harmless = not text or text[0] not in _formula_starts() or NUMBER.fullmatch(text)
    return text if harmless else f"'{text}"
