"""The lines of an official document and the forms of its elements (GB/T 9704-2012): numbers, days, agencies, marks.

A paragraph, and each paragraph in a cell of a table that only serves layout, is one `Line`. Forms only: which line is
which element is decided by `recognition`. Words are data (`rules/official_layout.yaml`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from generator.blocks import Block, Grid, Paragraph, Side
from generator.numbering import is_order_number, parse_document_number, repair_document_number
from generator.rulebook import rules

LARGE = 21.0  # points: 22 is the size of titles, agencies stand in larger type still
_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_WIDE = re.compile(r"(?:\t|[\s\u3000\u00a0]{2,}|\u3000)+")
_SPACED = re.compile(r"\S(?:[\s\u3000\u00a0]+\S){2,}")
_BRACKETS = re.compile(r"[（(](.*)[）)][。．.]?", re.DOTALL)


class Line(NamedTuple):
    """A line: its words, the block that it stands in, and what tells of its place."""

    text: str
    block: int
    side: Side = Side.LEFT
    size: float = 0
    red: bool = False
    level: int = 0
    indent: float = 0
    in_grid: bool = False

    @property
    def stands_out(self) -> bool:
        """Centred, in large type or a heading by its style."""
        return self.side is Side.CENTER or self.size >= LARGE or self.level > 0


@dataclass(slots=True)
class Taken:
    """What one end of a document gave: elements by name, as `read` or `guessed`, the places of the lines that they were
    taken from, words that have no field, the place of the first line beyond, the lines that name attachments."""

    read: dict[str, tuple[str, ...]] = field(default_factory=dict)
    guessed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    dropped: list[str] = field(default_factory=list)
    end: int = 0
    noted: set[int] = field(default_factory=set)

    def add(self, name: str, place: int, *values: str) -> None:
        """Values of an element that may have several, from a line."""
        known = self.read.get(name, ())
        self.read[name] = (*known, *(each for each in values if each not in known))
        self.used.add(place)

    def drop(self, what: str, place: int, text: str) -> None:
        """A line that is neither a field nor body."""
        self.dropped.append(f"{what}「{text}」" if what else text)
        self.used.add(place)


def lines_of(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Every line that has words, in order."""
    return tuple(line for place, block in enumerate(blocks) for line in _lines(block, place, False))


def _lines(block: Block, place: int, in_grid: bool) -> Iterator[Line]:
    if isinstance(block, Grid):
        for row in block.rows:
            for cell in row:
                for each in cell.blocks:
                    yield from _lines(each, place, True)
    else:
        yield from _paragraph(block, place, in_grid)


def _paragraph(block: Paragraph, place: int, in_grid: bool) -> Iterator[Line]:
    """The lines of a paragraph that is broken by hand are lines of their own."""
    for text in block.text.split("\n"):
        if text.strip():
            yield Line(text.strip(), place, block.side, block.size, block.red, block.level, block.indent, in_grid)


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of the layout's words, longer ones first."""
    return tuple(sorted(rules("official_layout")[name], key=lambda word: (-len(word), word)))


def bare(text: str) -> str:
    """A text without blanks."""
    return _BLANKS.sub("", text)


def spaced_out(text: str) -> str:
    """A text whose letters were set apart by blanks, without them; any other with single blanks."""
    return bare(text) if _SPACED.fullmatch(text) and "  " not in text else _BLANKS.sub(" ", text).strip()


def parts(text: str) -> tuple[str, ...]:
    """What stands in one line, set apart by tabs or wide blanks."""
    return tuple(part for part in _WIDE.split(text.strip()) if part)


def unbracketed(text: str) -> str:
    """What stands between the brackets that hold a whole line, or ""."""
    found = _BRACKETS.fullmatch(text.strip())
    return found[1].strip() if found and ")" not in found[1] and "）" not in found[1] else ""


# ── 发文字号 ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SIGNATORY = re.compile(r"签\s*发\s*人\s*[:：]\s*(.*)")
_NUMBER_AT_END = re.compile(r"(?:号|[0-9]|期)$")
_SERIAL = re.compile(r"(?:(?:19|20)[0-9]{2}年)?第[0-9]{1,5}[号期]")
_OF_MEETING = re.compile(r"[〔\[(（【]((?:19|20)[0-9]{2})[〕\])）】]第?0*([1-9][0-9]{0,4})[号期]")


def number_in(text: str) -> str:
    """The document number that a line is, in its right form; "" where it is none."""
    plain = bare(_SIGNATORY.sub("", text)).rstrip("。")
    plain = (unbracketed(plain) or plain) if plain[:1] in "（(" else plain
    if not _NUMBER_AT_END.search(unicodedata.normalize("NFKC", plain)):
        return ""
    if parse_document_number(plain) or is_order_number(plain):
        return plain
    if found := _OF_MEETING.fullmatch(unicodedata.normalize("NFKC", plain)):
        return f"〔{found[1]}〕{found[2]}号"
    return repair_document_number(plain) if any(mark in plain for mark in "〔[({【［（〖﹝﹙") else ""


def serial_in(text: str) -> str:
    """`第12号`, `2026年第3号`: a number that stands below the name of an order, or ""."""
    plain = unicodedata.normalize("NFKC", bare(text))
    plain = unbracketed(plain) or plain
    return re.sub("第0+(?=[0-9])", "第", plain) if _SERIAL.fullmatch(plain) else ""


def signatories_in(text: str) -> tuple[str, ...]:
    """The names behind 签发人, or nothing."""
    found = _SIGNATORY.search(text)
    return names_in(found[1]) if found else ()


def names_in(text: str) -> tuple[str, ...]:
    """Names of persons beside each other; those of two letters may be set apart by a blank."""
    return tuple(bare(name) for name in re.split(r"[、，,；;\t]|[ \u3000]{2,}", text.strip()) if bare(name))


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────

_DIGITS = {each: place % 10 for place, each in enumerate("〇一二三四五六七八九零")} | dict.fromkeys("○OＯ0", 0)
_HAN = "〇零○O0一二三四五六七八九十"
_DAY = re.compile(rf"([0-9]{{4}}|[{_HAN}]{{4}})年([0-9]{{1,2}}|[{_HAN}]{{1,3}})月([0-9]{{1,2}}|[{_HAN}]{{1,3}})日")
_SEALS = re.compile(r"[（(](?:公章|盖章|印章|印|章|签章|代章)[）)]$")


def day_in(text: str) -> str:
    """The day that a line is, as 2026-05-11, from digits or Chinese numerals; "" where it is none."""
    return _iso(_DAY.fullmatch(_folded(text)))


def day_at_end(text: str) -> tuple[str, str]:
    """What stands before the day that a line ends in, and that day; both "" where it ends in none."""
    plain = _folded(text)
    found = [each for each in _DAY.finditer(plain) if each.end() == len(plain)]
    return (plain[: found[-1].start()], _iso(found[-1])) if found and _iso(found[-1]) else ("", "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", _SEALS.sub("", bare(text)))


def _iso(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    try:
        return date(*map(_integer, found.groups())).isoformat()
    except (ValueError, KeyError):
        return ""


def _integer(written: str) -> int:
    """`二〇二六`, `十一`, `三十`, `05` as a number."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in written))
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


# ── agencies ────────────────────────────────────────────────────────────────────────────────────────────────────

_NAME = re.compile(r"[\u3400-\u9fff（）()·、]{2,40}")


def agency_in(text: str) -> str:
    """The agency whose name a line is (a seal's mark dropped), or ""."""
    plain = _SEALS.sub("", bare(text))
    core = re.sub(r"[（(][^（）()]*[）)]$", "", plain)
    return plain if _NAME.fullmatch(plain) and core.endswith(words("agencies")) and "关于" not in plain else ""


def is_signed_by_person(text: str) -> bool:
    """`县长 张某`: an order is signed by who gives it."""
    plain = bare(text)
    found = next((post for post in words("posts") if post in plain), "")
    name = plain.rpartition(found)[2] if found else ""
    return bool(re.fullmatch(r"[\u3400-\u9fff·]{2,6}", name)) and len(plain) <= 24 and "：" not in plain


def is_addressees(text: str) -> bool:
    """A line that ends in a colon and names who is written to."""
    plain = bare(text)
    if not plain.endswith(("：", ":")) or len(plain) > 400 or any(sign in plain for sign in "。；;！？"):
        return False
    return not any(word in plain for word in words("not_addressees")) and not re.match(
        r"[一二三四五六七八九十0-9（(]", plain
    )
