"""The upper end of an official document: marks, agencies, number, title, addressees (GB/T 9704-2012 7.2, 7.3.1-2)."""

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
    day_in,
    is_addressees,
    names_in,
    number_in,
    parts,
    serial_in,
    signatories_in,
    spaced_out,
    unbracketed,
    words,
)
from generator.vocabulary import names

REACH = 30  # lines: nothing of the head stands further down
LONGEST_TITLE = 160
LONGEST_MARK = 40
_COPY = re.compile(r"(?:份号[:：]?)?[0-9]{6}")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[章节条]"
)
_VERSION = re.compile(r".{0,12}(?:稿|试行|暂行|草案|摘要|节选|修订|修正案|代拟稿|公开版|删减版)")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")


def head(lines: Sequence[Line]) -> Taken:
    """What the upper end tells."""
    found = Taken()
    _marks(lines, found)
    _title(lines, found)
    _below_title(lines, found)
    return found


# ── above the title ─────────────────────────────────────────────────────────────────────────────────────────────


def _marks(lines: Sequence[Line], found: Taken) -> None:
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


# ── the title ───────────────────────────────────────────────────────────────────────────────────────────────────


def _title(lines: Sequence[Line], found: Taken) -> None:
    """The lines of the title: set off as such, else those above the addressees, else the first."""
    start = found.end
    if start >= len(lines):
        _name_as_title(found)
        return
    chosen = _set_off(lines, start) or _above_addressees(lines, start) or _first_line(lines, start)
    if not chosen:
        _name_as_title(found)
        return
    marks = found.read.pop("标志", ())
    found.dropped += [f"红头「{mark}」" for mark in marks if mark not in found.read.get("发文字号", ("",))[0]]
    title = "".join(spaced_out(lines[at].text) for at in chosen)
    found.used |= set(chosen)
    found.end = chosen[-1] + 1
    official = "发文字号" in found.read or "发文机关" in found.read
    sure = lines[start].stands_out and (official or _ends_in_genre(title))
    (found.read if sure else found.guessed)["标题"] = (title,)


def _name_as_title(found: Taken) -> None:
    """An order or minutes may have no title but their name."""
    if mark := found.read.pop("标志", ()):
        number = found.read.get("发文字号", ("",))[0]
        found.guessed["标题"] = (f"{mark[0]}（{number.removeprefix(mark[0])}）" if number else mark[0],)


def _set_off(lines: Sequence[Line], start: int) -> list[int]:
    first = lines[start]
    if not first.stands_out or _NUMBERED.match(first.text):
        return []
    chosen: list[int] = []
    for at in range(start, min(start + 6, len(lines))):
        if at > start and not _continues(lines[at], lines[at - 1], "".join(lines[each].text for each in chosen)):
            break
        chosen.append(at)
    return chosen if len("".join(lines[at].text for at in chosen)) <= LONGEST_TITLE else []


def _continues(line: Line, before: Line, above: str) -> bool:
    """The line belongs to the title that the lines above it began."""
    if inside := unbracketed(line.text):
        return bool(_VERSION.fullmatch(bare(inside)))
    if not line.stands_out or _NUMBERED.match(line.text) or is_addressees(line.text) or number_in(line.text):
        return False
    if day_in(line.text) or (before.level and line.level != before.level) or (before.level and not before.size):
        return False
    same = abs(line.size - before.size) < 1 and line.red == before.red
    return same and not (_ends_in_genre(above) and (agency_in(line.text) or line.level))


def _above_addressees(lines: Sequence[Line], start: int) -> list[int]:
    """Where nothing is set off: what stands above the addressees, or ends in the name of a genre."""
    joined = ""
    for at in range(start, min(start + 5, len(lines))):
        text = lines[at].text
        if is_addressees(text):
            return list(range(start, at)) if joined and len(joined) <= LONGEST_TITLE else []
        if text.endswith(("。", "；", "：")):
            return []
        joined += spaced_out(text)
        if _ends_in_genre(joined) and len(joined) <= LONGEST_TITLE:
            return list(range(start, at + 1))
    return []


def _first_line(lines: Sequence[Line], start: int) -> list[int]:
    text = lines[start].text
    is_one = len(text) <= 60 and not text.endswith(("。", "；", "：", "，")) and not _NUMBERED.match(text)
    return [start] if is_one and not lines[start].in_grid else []


def _ends_in_genre(title: str) -> bool:
    """The title ends as titles of official documents do, a version in brackets left aside."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", bare(title))
    return plain.endswith(tuple(name for name in names("genres", "genres") if name not in ("统计", "其他", "其它")))


# ── below the title ─────────────────────────────────────────────────────────────────────────────────────────────


def _below_title(lines: Sequence[Line], found: Taken) -> None:
    """What may follow the title: its number where that stands below, a day, the addressees."""
    place = found.end
    while place < min(found.end + 4, len(lines)):
        line = lines[place]
        if "发文字号" not in found.read and (number := number_in(line.text)):
            found.add("发文字号", place, number)
        elif line.stands_out and (guess := _guess_below(line, found)):
            found.guessed |= guess
            found.used.add(place)
        else:
            break
        place += 1
    found.end = place
    _addressees(lines, found)


def _guess_below(line: Line, found: Taken) -> dict[str, tuple[str, ...]]:
    """A day or an agency below the title, where none is known yet."""
    known = {*found.read, *found.guessed}
    if "成文日期" not in known and (day := day_in(unbracketed(line.text) or line.text)):
        return {"成文日期": (day,)}
    if "发文机关" not in known and not line.level and (agency := agency_in(line.text)):
        return {"发文机关": (agency,)}
    return {}


def _addressees(lines: Sequence[Line], found: Taken) -> None:
    """Who is written to: up to the colon, over as many lines as that takes."""
    if "标题" not in found.read and "标题" not in found.guessed:
        return
    joined = ""
    for place in range(found.end, min(found.end + 6, len(lines))):
        line = lines[place]
        joined += line.text
        if is_addressees(joined):
            found.read["主送机关"] = (bare(joined).rstrip("：:"),)
            found.used |= set(range(found.end, place + 1))
            found.end = place + 1
            return
        if line.stands_out or line.in_grid or any(sign in joined for sign in "。；：:"):
            return
