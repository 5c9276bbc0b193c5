"""What is personal by where it stands: numbers under the heads of tables and after words, addresses, illness, children.

`personal_data` finds numbers whose own arithmetic tells what they are. Here the context tells: an account without a
check digit under 「一卡通」, an ID number with a slip under 「身份证号」, a mobile in a list of persons. What leaks is
graded: `BLOCK` keeps a document back, `WARN` asks somebody to look. Words are data (`rules/personal_data.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from generator.personal_data import (
    BETWEEN,
    BLOCK,
    DIGIT,
    DIGITS_ONLY,
    PLAIN,
    RESIDENT,
    WARN,
    Sighting,
    masked,
    sightings,
)
from generator.personal_tables import PersonTable, in_tables
from generator.personal_words import (
    ACCOUNT,
    ADDRESS,
    HOME_FORM,
    HOUSEHOLD,
    HOUSEHOLD_FORM,
    LONG_FORM,
    MASKED_FORM,
    MOBILE,
    MOBILE_FORM,
    PASSPORT,
    PASSPORT_FORM,
    PERMIT,
    PERMIT_FORM,
    WEAK,
    context,
    ends,
    home_masked,
    is_like_identity,
    mobile_masked,
    name_form,
    weak,
    words,
)

_LINE = re.compile(r"^.*$", re.MULTILINE)
_RUN = re.compile(rf"{DIGIT}(?:{BETWEEN}{DIGIT}){{10}}")
_PIECES = re.compile(
    rf"{DIGIT}[ \t]*\|[ \t]*[12１２][9890９８０]{DIGIT}{{6}}[ \t]*\|[ \t]*{DIGIT}"
)  # a birth day between cells
_TOLD_BY_WORDS = ("address", "passport", "household", "permit")
_TOLD_BY_HEADS = ("address", "birth", "health", "minor")
_NAMED = (
    ("passport", PASSPORT, PASSPORT_FORM),
    ("permit", PERMIT, PERMIT_FORM),
    ("household", HOUSEHOLD, HOUSEHOLD_FORM),
)


@cache
def _listed(group: str, *names: str) -> tuple[str, ...]:
    return tuple(sorted({word for name in names for word in words(group, name)}))


@cache
def _hint(group: str, *names: str) -> re.Pattern[str]:
    """A first and a second character of any of those words: a quick look before they are sought one by one."""
    listed = _listed(group, *names)
    return re.compile(
        f"[{''.join(sorted({word[0] for word in listed}))}][{''.join(sorted({word[1] for word in listed}))}]"
    )


def _tells(text: str, group: str, *names: str) -> bool:
    return bool(_hint(group, *names).search(text)) and any(word in text for word in _listed(group, *names))


@lru_cache(maxsize=512)  # the checks of both grades ask for the same texts
def is_worth(text: str) -> bool:
    """A text that holds a long number, stars after digits, or a word that tells of persons: most hold nothing such."""
    if _RUN.search(text) or _tells(text, "contexts", *_TOLD_BY_WORDS):
        return True
    if any(star in text for star in "*＊×●") and MASKED_FORM.search(text):
        return True
    return "|" in text and bool(_PIECES.search(text) or _tells(text, "headers", *_TOLD_BY_HEADS))


def examine(text: str) -> tuple[Sighting, ...]:
    """Everything personal in a text with pipe tables in it, in order; where two lie over each other, the graver."""
    if not is_worth(text):
        return ()
    found = list(sightings(text))
    for line in _LINE.finditer(text):
        if line[0] and is_worth.__wrapped__(line[0]):
            found += (each.moved(line.start()) for each in _in_line(line[0]))
    if "|" in text:
        found += in_tables(text)
    return _settled(found)


def mask(text: str, bar: str = "|") -> tuple[str, int]:
    """The text with everything personal in the form that the circulars prescribe, and how many places that were.

    `bar` is what parts the cells of its tables: `,` in a CSV file.
    """
    found = examine(text) if bar == "|" else _settled((*examine(text), *in_tables(text, bar)))
    for each in reversed(found):
        text = f"{text[: each.start]}{each.masked}{text[each.end :]}"
    return text, len(found)


def examine_row(table: PersonTable, cells: Sequence[str]) -> tuple[tuple[int, Sighting], ...]:
    """Everything personal in the next row of a table, by 0-based cell."""
    found = table.row(cells)
    return tuple(
        (index, each)
        for index, cell in enumerate(cells)
        for each in _settled((*examine(cell), *(one for place, one in found if place == index)))
    )


def _settled(found: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """In order; of two that lie over each other the graver stays, then the one that says more."""
    kept: list[Sighting] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and each.start < kept[-1].end:
            if _weight(each) > _weight(kept[-1]):
                kept[-1] = each
        else:
            kept.append(each)
    return tuple(kept)


def _weight(found: Sighting) -> tuple[bool, bool]:
    return found.grade == BLOCK, found.kind != WEAK


def _in_line(line: str) -> Iterator[Sighting]:
    """What words in the same line tell."""
    for run in LONG_FORM.finditer(line):
        before, number = line[: run.start()][-20:], DIGITS_ONLY.sub("", run[0].translate(PLAIN))
        if context("identity").search(before) and is_like_identity(number):
            yield Sighting(RESIDENT, run.start(), run.end(), masked(number))
        elif 12 <= len(number) <= 25 and context("account").search(before) and not context("organisation").search(line):
            yield Sighting(ACCOUNT, run.start(), run.end(), ends(number))  # those of offices are there to be paid into
    for run in MOBILE_FORM.finditer(line):
        before = line[: run.start()][-12:]
        beside = any(len(before) - each.end() <= 4 for each in name_form().finditer(before))
        grave = beside and not context("duty").search(line)
        yield Sighting(MOBILE, run.start(), run.end(), mobile_masked(run[0]), BLOCK if grave else WARN)
    yield from weak(line)
    for name, kind, pattern in _NAMED:
        for word in context(name).finditer(line):
            if named := pattern.search(line, word.end(), word.end() + 24):
                yield Sighting(kind, named.start(), named.end(), ends(named[0]))
    for word in context("address").finditer(line):
        if home := HOME_FORM.search(line, word.end(), word.end() + 48):
            yield Sighting(ADDRESS, home.start(), home.end(), home_masked(home[0]), WARN)
