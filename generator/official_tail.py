"""The lower end of an official document: attachments, signatures, day, 附注, copies (GB/T 9704-2012 7.3.4-7.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.blocks import Side
from generator.official_lines import (
    Line,
    Taken,
    agency_in,
    bare,
    day_at_end,
    day_in,
    is_signed_by_person,
    parts,
    spaced_out,
    unbracketed,
    words,
)

SIGNED_LINES = 14  # above the day
ATTACHED = re.compile(r"附\s*件\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:[-－—]\s*[0-9]{1,2})?\s*[:：]?")
_NOTE = re.compile(r"附\s*件\s*[:：]\s*(.*)")
_ITEM = re.compile(r"\s*[0-9０-９]{1,2}\s*[.．、]\s*(.*)")
_COLON = re.compile(r"\s*[:：]\s*")


def tail(lines: Sequence[Line], start: int) -> Taken:
    """What the lower end tells, of the lines from `start` on."""
    found = Taken()
    end = _main_end(lines, start)
    day = _day(lines, start, end, found)
    signed = _signatures(lines, start, day, found)
    _note_of_attachments(lines, start, signed, found)
    after = _annotation(lines, day + 1, end, found) if day < end else end
    for begin in range(after if day < end else start, len(lines)):
        if begin not in found.used and _begins_colophon(lines, begin):
            _colophon(lines, begin, found)
    return found


def _main_end(lines: Sequence[Line], start: int) -> int:
    """The place of the first line that is an attachment's own heading; behind the last line where there is none."""
    found = [at for at in range(start + 1, len(lines)) if ATTACHED.fullmatch(lines[at].text.strip())]
    heads = [at for at in found if not _is_note(lines, at)]
    return heads[0] if heads else len(lines)


def _is_note(lines: Sequence[Line], at: int) -> bool:
    """`附件：` alone above a list of names is a note of attachments."""
    listed = at + 1 < len(lines) and _ITEM.fullmatch(lines[at + 1].text)
    return lines[at].text.rstrip().endswith(("：", ":")) and bool(listed)


# ── day and signatures ──────────────────────────────────────────────────────────────────────────────────────────


def _day(lines: Sequence[Line], start: int, end: int, found: Taken) -> int:
    """The place of the last line that is the day; `end` where there is none."""
    for place in reversed(range(start, end)):
        line = lines[place]
        before, day = ("", day_in(line.text)) if day_in(line.text) else day_at_end(line.text)
        if not day or (before and not _all_agencies(_without_day(line.text))):
            continue
        signed = place > start and bool(_signers(lines[place - 1]))
        right = line.side is Side.RIGHT or line.indent >= 6
        (found.read if before or signed or right else found.guessed)["成文日期"] = (day,)
        found.used.add(place)
        return place
    return end


def _without_day(text: str) -> tuple[str, ...]:
    """The parts of a line but the last, which is the day; a day without a blank before it is cut off."""
    before = re.split(r"[\s\u3000]*[0-9０-９二一][0-9０-９〇零○OＯ一二三四五六七八九]{3}[\s\u3000]*年", text)[0]
    return parts(before)


def _all_agencies(names: Sequence[str]) -> bool:
    return bool(names) and all(agency_in(spaced_out(each)) for each in names)


def _signers(line: Line) -> tuple[str, ...]:
    """Who signs in a line, side by side."""
    if is_signed_by_person(line.text):
        return (spaced_out(line.text),)
    names = parts(line.text)
    if not _all_agencies(names):
        whole = agency_in(line.text)
        return (whole,) if whole else ()
    return tuple(agency_in(spaced_out(each)) for each in names)


def _signatures(lines: Sequence[Line], start: int, day: int, found: Taken) -> int:
    """The lines of those who sign, above the day; returns the place of the first of them."""
    signers: list[str] = []
    first = day
    if day < len(lines) and not day_in(lines[day].text) and day in found.used:
        signers += [agency_in(spaced_out(each)) for each in _without_day(lines[day].text)]
    while first > max(start, day - SIGNED_LINES) and day in found.used and (found_here := _signers(lines[first - 1])):
        first -= 1
        signers[:0] = found_here
        if not is_signed_by_person(lines[first].text):
            found.used.add(first)
    if signers:
        found.read["署名"] = tuple(dict.fromkeys(signers))
    return first


# ── attachments ─────────────────────────────────────────────────────────────────────────────────────────────────


def _note_of_attachments(lines: Sequence[Line], start: int, end: int, found: Taken) -> None:
    """The names behind `附件：` above the signatures; the lines stay where they are, in the body."""
    for place in reversed(range(max(start, end - 40), end)):
        note = _NOTE.fullmatch(lines[place].text)
        if note is None:
            continue
        titles = _titles([note[1], *(line.text for line in lines[place + 1 : end])])
        if titles:
            found.read["附件"] = titles
            found.noted = set(range(place, end))
        return


def _titles(texts: Sequence[str]) -> tuple[str, ...]:
    """The names in a note: each begins with its number, what has none continues the one above."""
    titles: list[str] = []
    for text in texts:
        for piece in re.split(r"(?<=\S)[\s\u3000]+(?=[0-9０-９]{1,2}[.．、])", text):
            item = _ITEM.fullmatch(piece)
            if item or not titles:
                titles += [item[1] if item else piece]
            else:
                titles[-1] += piece
    return tuple(bare(each).rstrip("。；;") for each in titles if bare(each))


# ── below the day ───────────────────────────────────────────────────────────────────────────────────────────────


def _annotation(lines: Sequence[Line], place: int, end: int, found: Taken) -> int:
    """附注: in brackets, below the day; returns the place of what follows."""
    if place < end and (note := unbracketed(lines[place].text)):
        found.read["附注"] = (note,)
        found.used.add(place)
        return place + 1
    return place


def _begins_colophon(lines: Sequence[Line], at: int) -> bool:
    plain = bare(lines[at].text)
    if plain.startswith((*words("copies"), *words("colophon"))) or _issued(plain):
        return True
    return bool(agency_in(plain)) and at + 1 < len(lines) and _issued(bare(lines[at + 1].text))


def _issued(plain: str) -> bool:
    return plain.endswith(("印发", "印制")) and (bool(day_at_end(plain[:-2])[1]) or len(plain) <= 4)


def _colophon(lines: Sequence[Line], start: int, found: Taken) -> None:
    """Copies, who issued it and when: to the line that says so, or as far as lines are of that kind."""
    within = range(start, min(start + 12, len(lines)))
    last = next((at for at in within if _issued(bare(lines[at].text)) or "印发" in bare(lines[at].text)), None)
    copies = False
    for place in within if last is None else range(start, last + 1):
        plain = bare(lines[place].text)
        if ATTACHED.fullmatch(plain) or (last is None and not copies and not _begins_colophon(lines, place)):
            break
        if plain.startswith("抄送"):
            copies = True
            more = _COLON.sub("", plain.removeprefix("抄送"), count=1).rstrip("。")
            found.read["抄送机关"] = ("；".join((*found.read.get("抄送机关", ()), more)),)
            found.used.add(place)
        elif copies and not _begins_colophon(lines, place) and not day_at_end(plain.removesuffix("印发"))[1]:
            copies = _continue_copies(plain, place, last, found)
            if not copies:
                break
        else:
            copies = False
            found.drop("", place, spaced_out(lines[place].text))


def _continue_copies(plain: str, place: int, last: int | None, found: Taken) -> bool:
    """A line that goes on with the copies; False for one that does not, and for what stands beside the day of issue."""
    above = found.read["抄送机关"][0]
    if plain.endswith(words("agencies")) and last is not None and place >= last - 1 and "，" not in plain:
        found.drop("", place, plain)
        return True
    if last is None and not above.endswith(("，", "、", "；")):
        return False
    found.read["抄送机关"] = (above + plain.rstrip("。"),)
    found.used.add(place)
    return True
