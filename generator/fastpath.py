"""Most bodies are paragraphs, headings, flat lists, tables, quotes, bold and plain links: these, without a parser.

`convert` gives exactly what the Markdown converter and the sanitizer give together, or None for anything that it is not
certain of: it never guesses. Certain is what a narrow grammar admits, line by line; a character that could mean more
(a backslash, a backtick, `<`, `&`, brackets that are no link, trailing blanks, indentation, tabs) ends the attempt. It
is verified against the converter by differential fuzzing (`tests/test_fastpath.py`) for one version of the library.

The sanitizer is spared because nothing can come out but the elements written below: every `<` is ours, as a source with
one is refused, `&` likewise, `>` is escaped, and an address holds neither quotes nor a scheme but http and https. The
work is bounded by the length of the text, since each line is looked at once and each expression is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from generator.grammar import INDENTED, STARS, emphasis, starts_block

VERIFIED = "3.11"  # the versions of the Markdown library (their beginning) that the two were compared under

# Whatever has a meaning that is not written here, in any place of a text.
_REFUSED = re.compile(r"[\\`<&\t\r\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029]")
_PLAIN = re.compile(r"(?:\*\*(?=[^\s*])|[^\s#>|\-+*=_~:!\d]|!(?!\[)|\d+(?!\.\s)(?!\d))")
_HEADING = re.compile(r"(#{1,6}) ([^\s#](?:.*[^\s#])?)\Z")
_BULLET = re.compile(r"([-*+]) (\S.*)\Z")
_NUMBER = re.compile(r"([1-9]\d{0,2})\. (\S.*)\Z")
_QUOTE = re.compile(r"(>) (\S.*)\Z")
_ROW = re.compile(r"\|(?:[^|]*\|){2,}\Z")
_RULE = re.compile(r" *(:?)-+(:?) *\Z")
_LINK = re.compile(
    r"\[([^\[\]*_>!\n]+)\]"
    r"\(((?:https?://(?:(?!xn--|\d+\.)[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}(?=[/?#)])|(?=[^/:)]))"
    r"[A-Za-z0-9._/#?=%,;@+~\-一-鿿]*)\)"
)
_PICTURE = re.compile(r'!\[([^\[\]*_>!"]*)\]\(((?=[^/:)])[A-Za-z0-9._/\-一-鿿]+)\)\Z')
_ALONE = re.compile(r"(?:^|(?<=\s))\*{1,3}(?=\s|$)")
STAR_LIMIT = 200  # asterisks in one text: they are searched anew after each pair
_ALIGN = {("", ""): "", (":", ""): ' align="left"', ("", ":"): ' align="right"', (":", ":"): ' align="center"'}


Maker = Callable[[list[str]], str]


class _Uncertain(Exception):
    """The text holds something that is the converter's business."""


def is_verified() -> bool:
    """The Markdown library that is installed is one that the fast path was compared with; asked without loading it."""
    spec = find_spec("markdown")
    if spec is None or spec.origin is None:
        return False
    return any(Path(spec.origin).parent.parent.glob(f"[Mm]arkdown-{VERIFIED}.*.dist-info"))


def convert(source: str) -> str | None:
    """The sanitized HTML of a body, or None where only the converter knows; never anything else than it would give."""
    text = source.strip("\n")
    if not text or _REFUSED.search(text) or "~~~" in text or "  \n" in text or text[-1].isspace():
        return None
    try:
        return "\n".join(_made(_blocks(text.split("\n"))))
    except _Uncertain:
        return None


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Lines that stand together; what begins a block without a blank line before it is set off as the dialect does."""
    block: list[str] = []
    for number, line in enumerate(lines):
        if not line:
            begins = True
        elif _is_odd(line):
            raise _Uncertain
        elif found := INDENTED.match(line):
            line, begins = line[found.end() :], True
            if not _PLAIN.match(line):
                raise _Uncertain
        else:
            heads = line[0] == "#" or (bool(block) and block[-1][0] == "#")
            begins = heads or (bool(block) and starts_block(lines, number, block[-1]))
            if heads and block and block[0][0] in "|>":
                raise _Uncertain
        if begins and block:
            yield block
            block = []
        if line:
            block.append(line)
    if block:
        yield block


def _is_odd(line: str) -> bool:
    """Blanks at an end of the line, but for those that Chinese texts have there."""
    first, last = line[0], line[-1]
    return (first != "\u3000" and first.isspace()) or (last not in " \u3000" and last.isspace())


def _made(blocks: Iterator[list[str]]) -> Iterator[str]:
    """The HTML of each block; lists or quotes that follow each other may belong together, which is not known here."""
    last: str | None = None
    for lines in blocks:
        make = next((make for pattern, make in _KINDS if pattern.match(lines[0])), None)
        kind = _JOINED.get(make) if make else None
        if make is None or (kind and kind == last):
            raise _Uncertain
        yield make(lines)
        last = kind


def _paragraph(lines: list[str]) -> str:
    if not all(map(_PLAIN.match, lines)):
        raise _Uncertain
    return f"<p>{_inline(chr(10).join(lines))}</p>"


def _heading(lines: list[str]) -> str:
    found = _only(_HEADING, lines[0])
    if len(lines) > 1:
        raise _Uncertain
    level = len(found[1])
    return f"<h{level}>{_inline(found[2])}</h{level}>"


def _only(pattern: re.Pattern[str], line: str) -> re.Match[str]:
    found = pattern.match(line)
    if found is None:
        raise _Uncertain
    return found


def _marked(pattern: re.Pattern[str], lines: list[str]) -> list[tuple[str, str]]:
    """The mark of each line, and the text behind it, which must begin like text."""
    found = [(match[1], match[2]) for match in (_only(pattern, line) for line in lines)]
    if not all(_PLAIN.match(text) and not text[-1].isspace() for _, text in found):
        raise _Uncertain
    return found


def _bullets(lines: list[str]) -> str:
    return f"<ul>\n{_items(_marked(_BULLET, lines))}</ul>"


def _numbers(lines: list[str]) -> str:
    found = _marked(_NUMBER, lines)
    start = int(found[0][0])
    if any(int(mark) != number for number, (mark, _) in enumerate(found, start)):
        raise _Uncertain
    opening = "<ol>" if start == 1 else f'<ol start="{start}">'
    return f"{opening}\n{_items(found)}</ol>"


def _items(found: list[tuple[str, str]]) -> str:
    return "".join([f"<li>{_inline(text)}</li>\n" for _, text in found])


def _quote(lines: list[str]) -> str:
    text = "\n".join([text for _, text in _marked(_QUOTE, lines)])
    return f"<blockquote>\n<p>{_inline(text)}</p>\n</blockquote>"


def _table(lines: list[str]) -> str:
    if len(lines) < 3 or not all(map(_ROW.match, lines)):
        raise _Uncertain
    rows = [line[1:-1].split("|") for line in lines]
    marks = [_only(_RULE, cell).groups() for cell in rows[1]]
    if any(len(row) != len(marks) for row in rows):
        raise _Uncertain
    align = [_ALIGN[left, right] for left, right in marks]
    head = _cells("th", rows[0], align)
    body = "".join([f"<tr>\n{_cells('td', row, align)}</tr>\n" for row in rows[2:]])
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _picture(lines: list[str]) -> str:
    if len(lines) > 1:
        raise _Uncertain
    found = _only(_PICTURE, lines[0])
    return f'<p><img alt="{found[1]}" src="{found[2]}"></p>'


def _cells(tag: str, row: list[str], align: list[str]) -> str:
    cells = [f"<{tag}{kind}>{_inline(cell.strip(' '))}</{tag}>\n" for cell, kind in zip(row, align, strict=True)]
    return "".join(cells)


# What a line begins with decides what its block is; a paragraph is what begins like text.
_JOINED: dict[Maker, str] = {_bullets: "list", _numbers: "list", _quote: "quote"}
_KINDS: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_PLAIN, _paragraph),
    (_HEADING, _heading),
    (_ROW, _table),
    (_BULLET, _bullets),
    (_NUMBER, _numbers),
    (_QUOTE, _quote),
    (re.compile(r"!\["), _picture),
)


# ── inside a line ───────────────────────────────────────────────────────────────────────────────────────────────


def _inline(text: str) -> str:
    """Text with bold or links in it; both at once are the converter's business."""
    if "*" in text:
        if "[" in text or "]" in text or "_" in text:
            raise _Uncertain
        return _bold(text)
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "[" in text or "]" in text:
        if "_" in text or "!" in text:
            raise _Uncertain
        text = _LINK.sub(r'<a href="\2">\1</a>', text)
        if "[" in text or "]" in text:
            raise _Uncertain
    return text


def _bold(text: str) -> str:
    """Text with `**bold**`, found as the converter finds it: a match becomes a word of its own, and the search begins
    again; asterisks that are no emphasis stay. Any other emphasis is the converter's business."""
    if text.count("*") > STAR_LIMIT or _ALONE.search(text):
        raise _Uncertain
    kept: list[str] = []
    start = 0
    while found := STARS.search(text, start):
        start = found.end(1)
        if len(found[1]) > 1 and emphasis(found):
            if len(found[1]) > 2 or "*" in found[2] or "\x02" in found[2]:
                raise _Uncertain
            text = f"{text[: found.start()]}\x02klzzwxh:{len(kept):04}\x03{text[found.end() :]}"
            kept.append(found[2])
            start = 0
    start = 0
    while found := STARS.search(text, start):
        if len(found[1]) == 1 and emphasis(found):
            raise _Uncertain
        start = found.end(1)
    text = text.replace(">", "&gt;")
    for number, inner in enumerate(kept):
        text = text.replace(f"\x02klzzwxh:{number:04}\x03", f"<strong>{inner.replace('>', '&gt;')}</strong>")
    return text
