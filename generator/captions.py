"""Captions (WebVTT): read with every fault at its line, and written anew, so that of a file from elsewhere nothing but
times, voices and words reaches a browser: no styles, no markup, no notes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.model import Cue

_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_TIME = r"(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[^>]*>")
_OTHER = ("NOTE", "STYLE", "REGION")
HEADER_FIX = "第一行写 WEBVTT，空一行，再写字幕；SRT 字幕先转成 WebVTT"


class CaptionFault(NamedTuple):
    """What is wrong with a line of captions."""

    line: int
    message: str
    fix: str


def read(text: str) -> tuple[tuple[Cue, ...], tuple[CaptionFault, ...]]:
    """The captions of a text in their order; with a fault, none of them are to be shown."""
    lines = text.split("\n")
    if not _HEADER.fullmatch(lines[0]):
        return (), (CaptionFault(1, f"第一行是「{lines[0][:20]}」，不是 WEBVTT：这不是 WebVTT 字幕", HEADER_FIX),)
    found: list[Cue] = []
    faults: list[CaptionFault] = []
    for number, block in _blocks(lines):
        cue = _cue(number, block)
        if isinstance(cue, CaptionFault):
            faults.append(cue)
        elif found and cue.start < found[-1].start:
            faults.append(CaptionFault(number, "这一条比上一条开始得早", "按开始的时间从早到晚排"))
        elif cue.text:
            found.append(cue)
    if not found and not faults:
        faults.append(CaptionFault(1, "里面一条字幕也没有", "补写字幕；没有字幕的录像不能公开"))
    return tuple(found), tuple(faults)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines after the header, with the number of its first line; styles and notes not."""
    block: list[str] = []
    start = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    for number, line in enumerate([*lines[start:], ""], start + 1):
        if line.strip():
            block.append(line)
            continue
        if block and ("-->" in block[0] or not block[0].startswith(_OTHER)):
            yield number - len(block), block
        block = []


def _cue(number: int, block: list[str]) -> Cue | CaptionFault:
    place = 0 if "-->" in block[0] else 1
    timing = _TIMING.fullmatch(block[place].strip()) if place < len(block) else None
    if timing is None:
        written = block[min(place, len(block) - 1)][:40]
        fix = "写成 00:00:05.000 --> 00:00:09.500 这样，毫秒三位，用点隔开"
        return CaptionFault(number + min(place, len(block) - 1), f"「{written}」不是字幕的时间", fix)
    start, end = (_milliseconds(timing.groups()[part : part + 4]) for part in (0, 4))
    if end <= start:
        return CaptionFault(number + place, "这一条字幕的结束不晚于开始", "核对两个时间")
    words = "\n".join(block[place + 1 :])
    voice = _VOICE.search(words)
    plain = html.unescape(_TAG.sub("", words))
    return Cue(start, end, _line(html.unescape(voice[1])) if voice else "", "\n".join(map(_line, plain.split("\n"))))


def _line(words: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(each or 0) for each in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def clock(milliseconds: int, fine: bool = False) -> str:
    """`00:01:05`, and with its milliseconds `00:01:05.250`."""
    seconds, rest = divmod(milliseconds, 1000)
    told = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{told}.{rest:03}" if fine else told


def written(cues: Iterable[Cue]) -> str:
    """Captions as a file."""
    blocks = (
        f"{number}\n{clock(cue.start, True)} --> {clock(cue.end, True)}\n{_voiced(cue)}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "WEBVTT\n\n" + "\n".join(blocks)


def _voiced(cue: Cue) -> str:
    voice = f"<v {html.escape(cue.voice, quote=False)}>" if cue.voice else ""
    return voice + html.escape("\n".join(line for line in cue.text.split("\n") if line), quote=False)
