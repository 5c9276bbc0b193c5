"""The fast path: bodies written in the small grammar of official documents → HTML, ten times as fast.

It knows paragraphs, ATX headings, flat lists, pipe tables, block quotes, emphasis, plain links and images, and renders
them to the bytes that `dialect`, `sanitizer` and `finishing` would make. Whatever else a body holds (entities, code,
escapes, raw HTML, footnotes, definitions, indentation, nesting, odd blanks) makes it answer None, and the long way is
gone: it never guesses. `tests/test_fastpath.py` compares the two ways, by the million when asked.

It needs no sanitizer: every tag it puts out is written here or in `finishing`, every text goes through `phrase`, and
the addresses of links and images are those of a closed grammar, resolved by the same `Finish`.

It needs no budget: each line is looked at a fixed number of times by expressions that cannot go back over what they
have read; only emphasis searches ahead, and how often and how far is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from generator import limits
from generator.finishing import Finish
from generator.grammar import INVISIBLE, starts_block
from generator.phrases import Unknown, lone_image, phrase
from generator.pipe_tables import table

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

    Lines broken inside a sentence are not yet joined. `finish` stays as it was where the answer is None. Raises
    `MarkupError` where brackets or quotes are too deep for either way.
    """
    try:
        reader = _Reader(finish)
        reader.read(_prepared(source))
        return reader.html(top)
    except Unknown:
        return None


# ── the text as a whole ─────────────────────────────────────────────────────────────────────────────────────────

_TAG_LIKE = re.compile(r"<(?!br ?/?>)[A-Za-z/!?\u017f\u212a]|&#|&[-.A-Za-z0-9]+;")
_ODD_BLANK = re.compile(r"[^\S \n　\xa0]")
_BLANK_LINE = re.compile(r"\n +(?=\n|\Z)")
_INDENT = re.compile("\n *　[　 ]*")
_INDENTED_MARK = re.compile(r"\n *　[　 ]*(?:[#>=]|[-+*](?:[-\s]|\Z)|\d+\.\s)")


def _prepared(source: str) -> str:
    """The text with blank lines where blocks begin, and without ideographic spaces there.

    What Python counts as printable holds nothing invisible, and of all blanks only the space; that is quickly asked, of
    the text without its usual blanks. Otherwise all that is not told apart here are characters like any other.
    """
    text = source.strip("\n")
    usual = text.replace("\n", "").replace("　", "").isprintable()
    if not usual and (INVISIBLE.search(text) or _ODD_BLANK.search(text)):
        raise Unknown
    if "\\" in text or "`" in text or "]:" in text or (text[:1] == " " and text.lstrip(" ")[:1] == "\n"):
        raise Unknown
    if ("<" in text or "&" in text) and ("@" in text or _TAG_LIKE.search(text)):
        raise Unknown
    if "<" in text and len(text) > limits.SEPARATOR_LIMIT:  # where tags begin to be counted
        raise Unknown
    if text.count("[") > limits.DEPTH_LIMIT or text.count(">") > limits.DEPTH_LIMIT:
        limits.refuse_deep(text)
    if "\n " in text or "\n　" in text or text[:1] == "　":
        return _unindented(text)
    return text


def _unindented(text: str) -> str:
    text = _BLANK_LINE.sub("\n", f"\n{text}")
    if _INDENTED_MARK.search(text):
        raise Unknown
    return _INDENT.sub("\n\n", text).strip("\n")


# ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────

_MARKS = frozenset("#>-+*=_~|! 　\xa0")  # what begins with none of these, and with no digit, is a line of text
_ODD = re.compile(r"[#>=~|\s]|[-+*](?: |\Z)|\d+\.(?:\s|\Z)|[-*_+ ]+\Z")  # … and with these it may be none
_HEADING = re.compile(r"(#{1,6})[ 　]+([^#]+)")
_ITEM = re.compile(r"(?:[-+*]|([1-9][0-9]{0,2})\.) +([^ ].*)")
_LINE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}) *")


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
            elif block and ((first := block[0]) in marks or first.isdecimal()):
                self._single(block)
            elif block:
                parts.append(f"<p>{phrase(block, self.finish)}</p>")

    def html(self, top: int) -> str:
        """The HTML of all that was read."""
        self.finish.rank({part.level for part in self.parts if isinstance(part, _Heading)}, top)
        return "\n".join([part if isinstance(part, str) else self._html(part) for part in self.parts])

    def _html(self, part: _Heading | _List | _Quote) -> str:
        if isinstance(part, _Heading):
            start, end = self.finish.heading(part.level)
            return f"{start}{part.text}{end}"
        return part.html()

    def _single(self, line: str) -> None:
        """Read a line between blank ones: there, spaces before a text mean nothing, but after a list."""
        if _LINE.fullmatch(line):
            self.parts.append("<hr>")
        elif line[0] == " " and not (self.parts and isinstance(self.parts[-1], _List)):
            self.parts.append(self._paragraph([line.lstrip(" ") or " "]))
        else:
            self._group([line])

    def _lines(self, block: str) -> None:
        lines = block.split("\n")
        if block[0] == "|" and block.count("\n|") == len(lines) - 1:
            self.parts.append(table(lines, self.finish))
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
            self.parts.append(table(lines, self.finish))
            return
        if len(lines) > 1 and any("|" in line for line in lines):
            raise Unknown
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
        if text[0] == "!":
            html = lone_image(text, self.finish) or f"<p>{phrase(text, self.finish)}</p>"
            return html.replace("<p></p>", "")
        return f"<p>{phrase(text, self.finish)}</p>"

    def _heading(self, line: str) -> None:
        found = _HEADING.fullmatch(line)
        text = found[2].strip() if found else ""
        if not found or not text:
            raise Unknown
        self.parts.append(_Heading(str(len(found[1])), phrase(text, self.finish)))

    def _quote(self, lines: list[str]) -> None:
        inner: list[list[str]] = [[]]
        for line in lines:
            if line[0] != ">" or "|" in line:
                raise Unknown
            text = line[2:] if line[1:2] == " " else line[1:]
            if text.strip(" "):
                inner[-1].append(text)
            elif inner[-1]:
                inner.append([])
        if not inner[-1]:  # a mark without text at the end is seen as a line break
            raise Unknown
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
            if items[-1][-1][0] == "!":  # a picture, which might become a paragraph of its own
                raise Unknown
        if len({number is None for number in numbers}) > 1:
            raise Unknown
        made = self._opened("ul" if numbers[0] is None else "ol", numbers[0])
        for number, item in zip(numbers, items, strict=True):
            made.number += 1
            start = "<li>"
            if number is not None and int(number) != made.number:
                made.number = int(number)
                start = f'<li value="{number}">'
            made.items.append((start, phrase("\n".join(item), self.finish)))

    def _opened(self, tag: str, number: str | None) -> _List:
        if self.parts and isinstance(last := self.parts[-1], _List) and last.tag == tag:
            last.loose |= {len(last.items) - 1, len(last.items)}
            return last
        start = f"<{tag}>" if number in (None, "1") else f'<{tag} start="{number}">'
        made = _List(tag, start, int(number or 1) - 1)
        self.parts.append(made)
        return made


def _refuse_odd(line: str) -> None:
    if (line[0] in _MARKS or line[0].isdecimal()) and _ODD.match(line):
        raise Unknown
