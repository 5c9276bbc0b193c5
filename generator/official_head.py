"""The upper end of an official document down to its addressees: the title in the middle of it (GB/T 9704-2012 7.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.official_lines import (
    Line,
    Taken,
    agency_in,
    bare,
    day_in,
    is_addressees,
    number_in,
    spaced_out,
    unbracketed,
)
from generator.official_marks import marks
from generator.vocabulary import names

LONGEST_TITLE = 160
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[章节条]"
)
_VERSION = re.compile(r".{0,12}(?:稿|试行|暂行|草案|摘要|节选|修订|修正案|代拟稿|公开版|删减版)")


def head(lines: Sequence[Line]) -> Taken:
    """What the upper end tells."""
    found = Taken()
    marks(lines, found)
    _title(lines, found)
    _below_title(lines, found)
    return found


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
    title = "".join(spaced_out(lines[at].text) for at in chosen)
    told = title + found.read.get("发文字号", ("",))[0]
    found.dropped += [f"红头「{mark}」" for mark in found.read.pop("标志", ()) if mark not in told]
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
