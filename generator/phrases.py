"""Texts inside the blocks of the fast path → HTML: links, pictures, emphasis, line breaks; all else is escaped.

As `fastpath`, it knows a small grammar and raises `Unknown` for the rest.
"""

from __future__ import annotations

import re

from generator.finishing import Finish
from generator.grammar import STARS, emphasis


class Unknown(Exception):
    """The body holds something that is not in the grammar of the fast path."""


_MARKED = re.compile(r"[*\[<>&\xa0]|  \n")
_NAME = r"[^\s()<>\"'\\:?#%&*\[\]{}|^`\x02\x03]"
_PART = rf"(?:{_NAME}|%[0-9A-Fa-f]{{2}})"
_FILE = rf"{_PART}(?:{_PART}| (?=[^ )])|\({_PART}*\))*"
_HOST = r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}(?::[1-9][0-9]{1,3})?"
_WEB = rf"https?://{_HOST}(?:/(?:[\w.~/=+,;@!$-]|%[0-9A-Fa-f]{{2}})*)?(?:\?[\w.~/=+,;@!$&-]*)?(?:#[\w.~/=-]*)?"
_TARGET = rf"{_FILE}|{_WEB}|mailto:[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|tel:[0-9+-]+"
_LINK = re.compile(rf"(!?)\[([^\[\]\n*\xa0]*)\]\(({_TARGET})\)")
_BREAK = re.compile(r"<br ?/?>")
_TEXT_LIMIT = 1500  # characters of a text with asterisks: the expression for emphasis looks 2000 ahead
_STARS_LIMIT = 40  # asterisks in one text
_BRACKETS_LIMIT = 50  # in one text


def is_marked(text: str) -> bool:
    """Whether a text holds anything that HTML writes otherwise."""
    return _MARKED.search(text) is not None


def phrase(text: str, finish: Finish) -> str:
    """The HTML of a text: links out of the way first, then emphasis, then what is left is escaped."""
    if not _MARKED.search(text):
        return text
    made: list[str] = []
    if "[" in text:
        text = _without_links(text, finish, made)
    if "*" in text:
        text = _without_stars(text, made)
    if "<" in text:
        text = _without_breaks(text, made)
    html = _escaped(text).replace("  \n", "<br>\n")
    return _restored(html, made) if made else html


def lone_image(text: str, finish: Finish) -> str:
    """What a paragraph becomes that holds nothing but an image; empty where it holds anything else."""
    found = _LINK.fullmatch(text)
    return finish.lone_image(*_image(found)) if found and found[1] else ""


def _without_links(text: str, finish: Finish, made: list[str]) -> str:
    def replaced(found: re.Match[str]) -> str:
        if not found[2] and not found[1]:
            raise Unknown
        if found[1]:
            made.append(finish.image(*_image(found)))
        else:
            start, words = finish.link(found[3]), _escaped(found[2])
            made.append(f"{start}{words}</a>" if start else words)
        return _placeholder(made)

    if text.count("[") > _BRACKETS_LIMIT:
        raise Unknown
    text = _LINK.sub(replaced, text)
    if "](" in text or "![" in text:
        raise Unknown
    return text


def _image(found: re.Match[str]) -> tuple[str, str]:
    """The address and the alternative text, as HTML, of an image."""
    if any(mark in found[2] for mark in '"&<'):
        raise Unknown
    return found[3], _escaped(found[2])


def _without_stars(text: str, made: list[str]) -> str:
    """Take emphasis out as the converter does: strong from left to right, then the rest; never one in itself."""
    if len(text) > _TEXT_LIMIT or text.count("*") > _STARS_LIMIT or "  \n" in text or "<" in text:
        raise Unknown
    for lengths, tag in (((2, 3), "strong"), ((1,), "em")):
        place = 0
        while found := STARS.search(text, place):
            if len(found[1]) not in lengths or not emphasis(found):
                place = found.end(1)
                continue
            if len(found[1]) == 3 or "*" in found[2]:
                raise Unknown
            made.append(f"<{tag}>{_restored(_escaped(found[2]), made)}</{tag}>")
            text = f"{text[: found.start()]}{_placeholder(made)}{text[found.end() :]}"
            place = found.start() + len(_placeholder(made))
    return text


def _without_breaks(text: str, made: list[str]) -> str:
    def replaced(_: re.Match[str]) -> str:
        made.append("<br>")
        return _placeholder(made)

    return _BREAK.sub(replaced, text)


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def _placeholder(made: list[str]) -> str:
    """What stands for the last thing made: as the converter's own, no word and no blank at either end."""
    return f"\x02{len(made) - 1:012}\x03"


_MADE = re.compile("\x02(\\d{12})\x03")


def _restored(html: str, made: list[str]) -> str:
    return _MADE.sub(lambda found: made[int(found[1])], html)
