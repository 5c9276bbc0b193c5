"""What stands above the title of an official document: its marks, agencies, number, who signs (GB/T 9704-2012 7.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.official_lines import (
    Line,
    Taken,
    agency_in,
    bare,
    day_at_end,
    names_in,
    number_in,
    parts,
    serial_in,
    signatories_in,
    spaced_out,
    words,
)

REACH = 30  # lines: nothing of the head stands further down
LONGEST_MARK = 40
_COPY = re.compile(r"(?:份号[:：]?)?[0-9]{6}")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")


def marks(lines: Sequence[Line], found: Taken) -> None:
    """Everything that stands above the title of a document that has a number or letters in red."""
    end, numbered = 0, False
    for line in lines[:REACH]:
        if not _is_mark(line) or (numbered and _is_agency_mark(line) and not (line.red or line.in_grid)):
            break  # below the number an agency begins the title
        numbered = numbered or bool(number_in(line.text) or serial_in(line.text))
        end += 1
    if not numbered and not any(line.red or _suffixed(line) for line in lines[:end]):
        end = next((at for at, line in enumerate(lines[:end]) if not _is_small_mark(line)), end)
    for place, line in enumerate(lines[:end]):
        _take_mark(line, place, found)
    _finish_orders(found)
    _join_agencies(found)
    found.end = end


def _is_mark(line: Line) -> bool:
    return (
        _is_small_mark(line)
        or bool(number_in(line.text) or serial_in(line.text) or signatories_in(line.text))
        or _is_agency_mark(line)
        or bool(agency_in(day_at_end(line.text)[0]))
        or (line.in_grid and bool(_NAME.fullmatch(bare(line.text))))
    )


def _is_small_mark(line: Line) -> bool:
    plain = unicodedata.normalize("NFKC", bare(line.text))
    return bool(_COPY.fullmatch(plain)) or plain in words("urgency")


def _suffixed(line: Line) -> bool:
    return bare(line.text).endswith("文件") and len(bare(line.text)) <= LONGEST_MARK


def _is_agency_mark(line: Line) -> bool:
    plain = bare(line.text)
    if len(plain) > LONGEST_MARK or "关于" in plain:
        return False
    if line.red or _suffixed(line):
        return True
    listed = all(agency_in(spaced_out(part)) for part in _agencies_of(line.text))
    named = plain.endswith((*words("orders"), *words("minutes"))) and bool(_agency_of_name(plain))
    return listed or (named and line.stands_out)


def _take_mark(line: Line, place: int, found: Taken) -> None:
    plain = unicodedata.normalize("NFKC", bare(line.text))
    if _COPY.fullmatch(plain):
        found.drop("份号", place, plain)
    elif plain in words("urgency"):
        found.drop("紧急程度", place, plain)
    elif serial := serial_in(line.text):
        found.add("编号", place, serial)
    elif number_in(line.text) or signatories_in(line.text):
        _take_number(line, place, found)
    elif found.read.get("签发人") and _NAME.fullmatch(bare(line.text)) and not agency_in(line.text):
        found.add("签发人", place, *names_in(line.text))
    elif (issued := day_at_end(line.text))[1]:
        found.add("成文日期", place, issued[1])
        found.dropped += [f"印发机关「{issued[0]}」"] if issued[0] not in found.read.get("发文机关", ()) else []
    else:
        _take_agencies(line, place, found)


def _take_number(line: Line, place: int, found: Taken) -> None:
    if number := number_in(line.text):
        found.add("发文字号", place, number)
    if people := signatories_in(line.text):
        found.add("签发人", place, *people)


def _take_agencies(line: Line, place: int, found: Taken) -> None:
    """The mark of one agency or several; of an order or minutes the agency in its name."""
    plain = bare(line.text)
    if plain.endswith((*words("orders"), *words("minutes"))):
        found.add("标志", place, plain)
        if agency := _agency_of_name(plain):
            found.add("发文机关", place, agency)
        return
    found.add("发文机关", place, *(spaced_out(part) for part in _agencies_of(line.text)))


def _agencies_of(text: str) -> tuple[str, ...]:
    """The agencies that a mark names, without 文件."""
    joined = spaced_out(text)
    found = (re.sub(r"\s*文\s*件$", "", part).strip() for part in (parts(text) if " " in joined else (joined,)))
    return tuple(part for part in found if part)


def _agency_of_name(plain: str) -> str:
    """The agency at the beginning of `示例县人民政府令` or `示例县人民政府常务会议纪要`."""
    stem = next((plain.removesuffix(word) for word in words("orders") if plain.endswith(word)), "")
    if agency_in(stem):
        return stem
    long = [plain.find(word) + len(word) for word in words("agencies") if len(word) > 1 and word in plain[:-1]]
    short = [plain.find(word) + 1 for word in words("agencies") if len(word) == 1 and word in plain[2:-1]]
    return plain[: max(long, default=min(short, default=0))]


def _join_agencies(found: Taken) -> None:
    """Names that a narrow place broke over lines, joined as far as that gives names of agencies."""
    whole: list[str] = []
    piece = ""
    for each in found.read.get("发文机关", ()):
        piece += each
        if agency_in(piece):
            whole.append(piece)
            piece = ""
    if whole and not piece:
        found.read["发文机关"] = tuple(whole)


def _finish_orders(found: Taken) -> None:
    """`第12号` below the name of an order is its number together with that name."""
    serial, mark = found.read.pop("编号", ()), found.read.get("标志", ())
    of_order = mark and mark[0].endswith(words("orders")) and _agency_of_name(mark[0])
    named = tuple(mark[0] + each.replace("期", "号") if of_order else each for each in serial)
    for name, values in (
        ("发文字号", (*named, *found.read.get("发文字号", ()))),
        ("成文日期", found.read.get("成文日期", ())),
    ):
        found.dropped += (f"{name}「{each}」" for each in values[1:])  # there can be but one
        found.read |= {name: values[:1]} if values else {}
