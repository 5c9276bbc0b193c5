"""The fast path: bodies written in the small grammar of official documents → HTML, twenty times as fast.

It knows paragraphs, ATX headings, flat lists, pipe tables, block quotes, emphasis, plain links and images, and renders
them to the bytes that `dialect`, `sanitizer` and `finishing` would make. Whatever else a body holds (entities, code,
escapes, raw HTML, footnotes, definitions, indentation, nesting, odd blanks) makes it answer None, and the long way is
gone: it never guesses. `tests/test_fastpath.py` compares the two ways, by the million when asked.

It needs no sanitizer: every tag it puts out is written here or in `finishing`, every text goes through `_escaped`, and
the addresses of links and images are those of a closed grammar (`_TARGET`), resolved by the same `Finish`.

It needs no budget: each line is looked at a fixed number of times by expressions that cannot go back over what they
have read; only emphasis searches ahead, and how often and how far is bounded (`_STARS_LIMIT`, `_TEXT_LIMIT`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from generator.finishing import COLUMN_HEAD, TABLE, Finish, aligned
from generator.grammar import STARS, emphasis, starts_block

VERIFIED = {"markdown": "3.11.3", "nh3": "0.3.8"}  # what the two ways were compared with


def is_verified() -> bool:
    """Whether the libraries that are installed are those that the fast path was compared with; none is loaded."""
    for name, number in VERIFIED.items():
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            return False
        place = Path(spec.origin).parent.parent
        if not any((place / f"{spelling}-{number}.dist-info").is_dir() for spelling in (name, name.capitalize())):
            return False
    return True


def rendered(source: str, finish: Finish, top: int) -> str | None:
    """The HTML of a body, its shallowest heading at level `top`; None where the long way must be gone.

    Lines broken inside a sentence are not yet joined. `finish` stays as it was where the answer is None.
    """
    try:
        reader = _Reader(finish)
        reader.read(_prepared(source))
        return reader.html(top)
    except _Unknown:
        return None


class _Unknown(Exception):
    """The body holds something that is not in the grammar."""


# ── the text as a whole ─────────────────────────────────────────────────────────────────────────────────────────

_TAG_LIKE = re.compile(r"<[A-Za-z/!?]|&#|&[-.A-Za-z0-9]+;")
_BLANK_LINE = re.compile(r"\n +(?=\n|\Z)")
_INDENT = re.compile("\n *　[　 ]*")
_INDENTED_MARK = re.compile(r"\n *　[　 ]*(?:[#>=]|[-+*](?:[-\s]|\Z)|\d+\.\s)")


def _prepared(source: str) -> str:
    """The text with blank lines where blocks begin, without blanks at the start of lines.

    What is printable holds no control, no half of a surrogate, and of all blanks only the space; line feeds and
    ideographic spaces are taken out before, since Python does not count them as printable.
    """
    text = source.strip("\n")
    if not text.replace("\n", "").replace("　", "").isprintable():
        raise _Unknown
    if "\\" in text or "`" in text or "]:" in text:
        raise _Unknown
    if ("<" in text or "&" in text) and ("@" in text or _TAG_LIKE.search(text)):
        raise _Unknown
    if text[:1] == " ":
        raise _Unknown
    if "\n " in text or "\n　" in text or text[:1] == "　":
        return _unindented(text)
    return text


def _unindented(text: str) -> str:
    text = _BLANK_LINE.sub("\n", f"\n{text}")
    if _INDENTED_MARK.search(text):
        raise _Unknown
    text = _INDENT.sub("\n\n", text)
    if "\n " in text:
        raise _Unknown
    return text.strip("\n")


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

_MARKS = frozenset("#>-+*=_~|! 　0123456789")  # what begins with none of these is a line of text
_ODD = re.compile(r"[#>=~| 　]|[-+*](?: |\Z)|\d+\.(?:\s|\Z)|[-*_+ ]+\Z")  # … and with these it may be none
_HEADING = re.compile(r"(#{1,6})[ 　]+([^#]+)")
_ITEM = re.compile(r"(?:[-+*]|([1-9]\d{0,2})\.) +([^ ].*)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


@dataclass(slots=True)
class _Heading:
    """A heading that waits for its rank."""

    level: str
    text: str


@dataclass(slots=True)
class _List:
    """A list that may go on after a blank line."""

    tag: str
    start: str
    number: int  # of the last item
    items: list[tuple[str, str]] = field(default_factory=list)  # start tags and texts
    loose: set[int] = field(default_factory=set)  # items that are paragraphs

    def html(self) -> str:
        lines = [self.start]
        for place, (start, text) in enumerate(self.items):
            lines.append(f"{start}\n<p>{text}</p>\n</li>" if place in self.loose else f"{start}{text}</li>")
        return "\n".join([*lines, f"</{self.tag}>"])


@dataclass(slots=True)
class _Quote:
    """A block quote that may go on after a blank line."""

    paragraphs: list[str]

    def html(self) -> str:
        return "\n".join(["<blockquote>", *self.paragraphs, "</blockquote>"])


class _Reader:
    """What has been read of one body."""

    def __init__(self, finish: Finish) -> None:
        self.finish = finish
        self.parts: list[str | _Heading | _List | _Quote] = []

    def read(self, text: str) -> None:
        """Read a prepared text, block by block."""
        parts, marks = self.parts, _MARKS
        for block in text.split("\n\n"):
            block = block[1:] if block[:1] == "\n" else block
            if "\n" in block:
                self._lines(block)
            elif block and block[0] in marks:
                self._group([block])
            elif block:
                parts.append(f"<p>{self._inline(block)}</p>")

    def html(self, top: int) -> str:
        """The HTML of all that was read."""
        self.finish.rank({part.level for part in self.parts if isinstance(part, _Heading)}, top)
        return "\n".join([part if isinstance(part, str) else self._html(part) for part in self.parts])

    def _html(self, part: _Heading | _List | _Quote) -> str:
        if isinstance(part, _Heading):
            start, end = self.finish.heading(part.level)
            return f"{start}{part.text}{end}"
        return part.html()

    def _lines(self, block: str) -> None:
        lines = block.split("\n")
        if block[0] == "|" and block.count("\n|") == len(lines) - 1:
            self._table(lines)
            return
        start = 0
        for number in range(1, len(lines)):
            if starts_block(lines, number, lines[number - 1]):
                self._group(lines[start:number])
                start = number
        self._group(lines[start:])

    def _group(self, lines: list[str]) -> None:
        """Read lines between which no paragraph ends; headings stand for themselves."""
        if lines[0][0] == "|":
            self._table(lines)
            return
        if len(lines) > 1 and any("|" in line for line in lines):
            raise _Unknown
        start = 0
        for number, line in enumerate(lines):
            if line[0] == "#":
                self._chunk(lines[start:number])
                self._heading(line)
                start = number + 1
        self._chunk(lines[start:])

    def _chunk(self, lines: list[str]) -> None:
        if not lines:
            return
        if _ITEM.match(lines[0]):
            self._list(lines)
            return
        quoted = next((number for number, line in enumerate(lines) if line[0] == ">"), len(lines))
        if quoted:
            self.parts.append(self._paragraph(lines[:quoted]))
        if quoted < len(lines):
            self._quote(lines[quoted:])

    def _paragraph(self, lines: list[str]) -> str:
        for line in lines:
            _refuse_odd(line)
        text = "\n".join(lines)
        if text[0] == "!" and (image := _LINK.fullmatch(text)):
            return self.finish.lone_image(*_image(image)).replace("<p></p>", "")
        return f"<p>{self._inline(text)}</p>"

    def _heading(self, line: str) -> None:
        found = _HEADING.fullmatch(line)
        text = found[2].strip() if found else ""
        if not found or not text:
            raise _Unknown
        self.parts.append(_Heading(str(len(found[1])), self._inline(text)))

    def _quote(self, lines: list[str]) -> None:
        inner: list[list[str]] = [[]]
        for line in lines:
            if line[0] != ">" or "|" in line:
                raise _Unknown
            text = line[2:] if line[1:2] == " " else line[1:]
            if text.strip(" "):
                inner[-1].append(text)
            elif inner[-1]:
                inner.append([])
        if not inner[-1]:  # a mark without text at the end is seen as a line break
            raise _Unknown
        paragraphs = [self._paragraph(each) for each in inner]
        if self.parts and isinstance(last := self.parts[-1], _Quote):
            last.paragraphs += paragraphs
        else:
            self.parts.append(_Quote(paragraphs))

    # ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _list(self, lines: list[str]) -> None:
        """Read a list of items; after a blank line, it goes on with the list before, both ends now paragraphs."""
        items: list[list[str]] = []
        numbers: list[str | None] = []
        for line in lines:
            if found := _ITEM.fullmatch(line):
                numbers.append(found[1])
                items.append([found[2]])
            else:
                items[-1].append(line)
            _refuse_odd(items[-1][-1])
        if len({number is None for number in numbers}) > 1:
            raise _Unknown
        made = self._opened("ul" if numbers[0] is None else "ol", numbers[0])
        for number, item in zip(numbers, items, strict=True):
            made.number += 1
            start = "<li>"
            if number is not None and int(number) != made.number:
                made.number = int(number)
                start = f'<li value="{number}">'
            made.items.append((start, self._inline("\n".join(item))))

    def _opened(self, tag: str, number: str | None) -> _List:
        if self.parts and isinstance(last := self.parts[-1], _List) and last.tag == tag:
            last.loose |= {len(last.items) - 1, len(last.items)}
            return last
        start = f"<{tag}>" if number in (None, "1") else f'<{tag} start="{number}">'
        made = _List(tag, start, int(number or 1) - 1)
        self.parts.append(made)
        return made

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, lines: list[str]) -> None:
        if len(lines) < 2 or not _RULE.fullmatch(lines[1].rstrip(" ")):
            raise _Unknown
        head, sides = _cells(lines[0]), [_side(cell) for cell in _cells(lines[1])]
        if len(head) != len(sides):
            raise _Unknown
        heads = "\n".join([f"<th{COLUMN_HEAD}{side}>%s</th>" for side in sides])
        cells = "\n".join([f"<td{side}>%s</td>" for side in sides])
        row = f"<tr>\n{cells}\n</tr>\n"
        rows = [row % self._row(_cells(line), len(sides)) for line in lines[2:]]
        body = "".join(rows) or "<tr>\n" + "<td></td>\n" * len(sides) + "</tr>\n"
        self.parts.append(
            f"{TABLE[0]}\n<thead>\n<tr>\n{heads % self._row(head, len(sides))}\n</tr>\n</thead>\n"
            f"<tbody>\n{body}</tbody>\n{TABLE[1]}"
        )

    def _row(self, cells: list[str], width: int) -> tuple[str, ...]:
        if len(cells) > width:
            raise _Unknown
        if _INLINE.search("".join(cells)):
            cells = [self._inline(cell) for cell in cells]
        return (*cells, *[""] * (width - len(cells)))

    # ── in lines ────────────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, text: str) -> str:
        """The HTML of a text: links out of the way first, then emphasis, then what is left is escaped."""
        if not _INLINE.search(text):
            return text
        made: list[str] = []
        if "[" in text:
            text = self._without_links(text, made)
        if "*" in text:
            text = _without_stars(text, made)
        html = _escaped(text).replace("  \n", "<br>\n")
        return _restored(html, made) if made else html

    def _without_links(self, text: str, made: list[str]) -> str:
        def replaced(found: re.Match[str]) -> str:
            if found[1]:
                made.append(self.finish.image(*_image(found)))
            else:
                start = self.finish.link(found[3])
                words = _escaped(found[2])
                made.append(f"{start}{words}</a>" if start else words)
            return _placeholder(made)

        if text.count("[") > _BRACKETS_LIMIT:
            raise _Unknown
        text = _LINK.sub(replaced, text)
        if "](" in text or "![" in text:
            raise _Unknown
        return text


def _refuse_odd(line: str) -> None:
    if line[0] in _MARKS and _ODD.match(line):
        raise _Unknown


def _cells(line: str) -> list[str]:
    row = line.rstrip(" ")
    if len(row) < 2 or row[-1] != "|" or row[0] != "|":
        raise _Unknown
    return [cell.strip(" ") for cell in row[1:-1].split("|")]


def _side(rule: str) -> str:
    left, right = rule[0] == ":", rule[-1] == ":"
    return aligned("center" if left and right else "left" if left else "right") if left or right else ""


# ── in lines ────────────────────────────────────────────────────────────────────────────────────────────────────

_INLINE = re.compile(r"[*\[<>&]|  \n")
_FILE = r"[^\s()<>\"'\\:?#%&*\[\]{}|^`\x02\x03]+"
_HOST = r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}(?::[1-9]\d{1,3})?"
_WEB = rf"https?://{_HOST}(?:/(?:[\w.~/=+,;@!$-]|%[0-9A-Fa-f]{{2}})*)?(?:\?[\w.~/=+,;@!$&-]*)?(?:#[\w.~/=-]*)?"
_TARGET = rf"{_FILE}|{_WEB}|mailto:[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|tel:[0-9+-]+"
_LINK = re.compile(rf"(!?)\[([^\[\]\n*]+)\]\(({_TARGET})\)")
_TEXT_LIMIT = 1500  # characters of a text with asterisks: the expression for emphasis looks 2000 ahead
_STARS_LIMIT = 40  # asterisks in one text
_BRACKETS_LIMIT = 50


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _image(found: re.Match[str]) -> tuple[str, str]:
    """The address and the alternative text, as HTML, of an image."""
    if '"' in found[2] or "&" in found[2]:
        raise _Unknown
    return found[3], _escaped(found[2])


def _placeholder(made: list[str]) -> str:
    """What stands for something made: as the converter's own, no word and no blank at either end."""
    return f"\x02{len(made) - 1:012}\x03"


_MADE = re.compile("\x02(\\d{12})\x03")


def _restored(html: str, made: list[str]) -> str:
    return _MADE.sub(lambda found: made[int(found[1])], html)


def _without_stars(text: str, made: list[str]) -> str:
    """Take emphasis out as the converter does: strong from left to right, then the rest; never one in itself."""
    if len(text) > _TEXT_LIMIT or text.count("*") > _STARS_LIMIT or "  \n" in text:
        raise _Unknown
    for lengths, tag in (((2, 3), "strong"), ((1,), "em")):
        place = 0
        while found := STARS.search(text, place):
            if len(found[1]) not in lengths or not emphasis(found):
                place = found.end(1)
                continue
            if len(found[1]) == 3 or "*" in found[2]:
                raise _Unknown
            made.append(f"<{tag}>{_restored(_escaped(found[2]), made)}</{tag}>")
            text = f"{text[: found.start()]}{_placeholder(made)}{text[found.end() :]}"
            place = found.start() + 14
    return text
