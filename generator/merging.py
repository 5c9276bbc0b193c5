"""A body that was changed in another program, put back line by line: what was not changed keeps its bytes.

An editor of formatted text writes all of a text anew, in its own manner (marks of lists, padding of tables, escapes,
blank lines). So it says what it showed before anything was changed; what differs from that was meant, the rest was not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BULLET = re.compile(r"^(\s*)[*+-]\s+")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_RULE = re.compile(r"(:?)-+(:?)")
_WIDE = re.compile(r"[ \t]+")


class Edited(NamedTuple):
    """A body as it was shown before anybody changed it, and as it is now; lines end in `\\n`."""

    shown: str
    text: str


class _Hunk(NamedTuple):
    """Lines of what was shown, and the lines that stand in their place now."""

    start: int
    end: int
    first: int
    last: int


class _Cut(NamedTuple):
    """A hunk, and the lines of the file from `start` before `stop` that give way to it."""

    hunk: _Hunk
    start: int
    stop: int


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its own end."""
    return _LINE.findall(text)


def merged(lines: Sequence[str], edited: Edited, end: str) -> list[str]:
    """The lines of a file's body (with their ends) after a change; new lines end in `end`."""
    if edited.shown == edited.text:
        return list(lines)
    shown, now = edited.shown.split("\n"), edited.text.split("\n")
    if not edited.shown.strip() and not "".join(lines).strip():
        return [*_closed(lines, end, True), *(f"{line}{end}" for line in now)]
    made: list[str] = []
    kept = 0
    for cut in _cuts(lines, shown, now):
        made += lines[kept : cut.start]
        made += [f"{line}{end}" for line in now[cut.hunk.first : cut.hunk.last]]
        kept = max(kept, cut.start, cut.stop)
    made += lines[kept:]
    return _closed(made, end, not lines or lines[-1].endswith(("\r", "\n")))


def clashes(lines: Sequence[str], edited: Edited) -> bool:
    """Whether the change would take away lines of the file that say what was never shown: somebody else wrote them."""
    shown, now = edited.shown.split("\n"), edited.text.split("\n")
    return any(
        {_meaning(line) for line in lines[cut.start : cut.stop]}
        - {_meaning(line) for line in (*shown[cut.hunk.start : cut.hunk.end], "")}
        for cut in _cuts(lines, shown, now)
    )


def _cuts(lines: Sequence[str], shown: Sequence[str], now: Sequence[str]) -> Iterator[_Cut]:
    """What gives way in the file to each hunk."""
    places = _places([line.rstrip("\r\n") for line in lines], shown)
    for hunk in _settled(_hunks(shown, now), places):
        yield _Cut(hunk, _start(hunk, places), _stop(hunk, places, len(lines)))


def _closed(lines: Sequence[str], end: str, ends: bool) -> list[str]:
    """Every line with an end; the last one as the last one was."""
    made = [line if line.endswith(("\r", "\n")) else f"{line}{end}" for line in lines]
    if made and not ends:
        made[-1] = made[-1].rstrip("\r\n")
    return made


def _hunks(shown: Sequence[str], now: Sequence[str]) -> list[_Hunk]:
    """What was changed: padding of tables and blanks at ends apart."""
    return [_Hunk(*each[1:]) for each in _differences(shown, now, _bare) if each[0] != "equal"]


def _places(lines: Sequence[str], shown: Sequence[str]) -> list[int | None]:
    """For each line that was shown, the line of the file that it stands for.

    Blank lines follow those before them: matched by themselves, any of them would be any other.
    """
    places: list[int | None] = [None] * len(shown)
    there, here = ([number for number, line in enumerate(each) if line.strip()] for each in (lines, shown))
    wanted = [shown[number] for number in here]
    for kind, start, end, first, last in _differences([lines[number] for number in there], wanted, _meaning):
        if kind == "equal" or end - start == last - first:
            for old, new in zip(there[start:end], here[first:last], strict=True):
                places[new] = old
    for number, line in enumerate(shown):
        before = -1 if number == 0 else places[number - 1]
        if not line.strip() and before is not None and before + 1 < len(lines) and not lines[before + 1].strip():
            places[number] = before + 1
    return places


def _differences(
    before: Sequence[str], after: Sequence[str], key: Callable[[str], str]
) -> Iterator[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, [key(line) for line in before], [key(line) for line in after], autojunk=False)
    yield from matcher.get_opcodes()


def _settled(hunks: Sequence[_Hunk], places: Sequence[int | None]) -> list[_Hunk]:
    """The hunks widened until the file can be cut at both their ends; those that meet become one."""
    made: list[_Hunk] = []
    for number, hunk in enumerate(hunks):
        after = hunks[number + 1].start if number + 1 < len(hunks) else len(places)
        start, end, first, last = hunk
        before = made[-1].end if made else 0
        while start > before and not _opens(start, end, places):
            start, first = start - 1, first - 1
        while end < after and not _closes(start, end, places):
            end, last = end + 1, last + 1
        if made and made[-1].end >= start and not _opens(start, end, places):
            previous = made.pop()
            start, first = previous.start, previous.first
        made.append(_Hunk(start, end, first, last))
    return made


def _opens(start: int, end: int, places: Sequence[int | None]) -> bool:
    return start == 0 or places[start - 1] is not None or (start < end and places[start] is not None)


def _closes(start: int, end: int, places: Sequence[int | None]) -> bool:
    if start == end:
        return True  # nothing is taken away
    return places[end - 1] is not None or end == len(places) or places[end] is not None


def _start(hunk: _Hunk, places: Sequence[int | None]) -> int:
    """The first line of the file that gives way."""
    here = places[hunk.start] if hunk.start < len(places) else None
    if here is not None and (hunk.start < hunk.end or hunk.start == 0):
        return here
    before = places[hunk.start - 1] if hunk.start else None
    return 0 if before is None else before + 1


def _stop(hunk: _Hunk, places: Sequence[int | None], total: int) -> int:
    """The line of the file that stays again."""
    if hunk.start == hunk.end:
        return 0
    last = places[hunk.end - 1]
    if last is not None:
        return last + 1
    following = places[hunk.end] if hunk.end < len(places) else total
    return total if following is None else following


# ── what a line says ────────────────────────────────────────────────────────────────────────────────────────────


def _bare(line: str) -> str:
    """A line without the padding of a table and without blanks that mean nothing."""
    breaks = "\\" if line.endswith("  ") and line.strip() else ""
    bare = line.rstrip()
    if bare.lstrip().startswith("|"):
        return "|".join(_cell(each) for each in bare.strip().strip("|").split("|"))
    return bare + breaks


def _cell(text: str) -> str:
    return _RULE.sub(r"\1-\2", _WIDE.sub(" ", text.strip()))


def _meaning(line: str) -> str:
    """A line without the manner in which a program writes: marks of lists, escapes, blanks in a row."""
    bullet = _BULLET.sub(r"\1- ", line)
    return _ESCAPE.sub("", _bare(bullet))
