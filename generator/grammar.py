"""What text means in the dialect, line by line and star by star: for the converter, its fast path, and plain text.

Nothing here needs the Markdown library.
"""

from __future__ import annotations

import re

# Elements of HTML: what looks like a tag but has none of these names (nor a colon, as Word's <o:p>) is text.
_WORDS = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body"
    " br button canvas caption center cite code col colgroup content data datalist dd del details dfn dialog dir div dl"
    " dt em embed fencedframe fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header"
    " hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee"
    " math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output"
    " p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select shadow slot"
    " small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead"
    " time title tr track tt u ul var video wbr xmp"
)
ELEMENTS = frozenset(_WORDS.split())
# What no reader sees but a machine may act on: controls, halves of surrogates, overrides of direction.
# Zero widths stay: Tibetan, Uyghur and Mongolian names need joiners, and the others harm nobody in running text.
INVISIBLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
# What a definition may lead to: an address, a path, or the name of a file; never a word of a sentence.
ADDRESS = r"<[^<>\n]*>|[#/.][^\s]*|(?i:https?|mailto|tel):[^\s]+|[^\s]*\.[A-Za-z0-9]{1,5}(?:[#?][^\s]*)?(?=\s|$)"

INDENTED = re.compile(r"[ \t]*　[　 \t]*")
MARKER = re.compile(r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|[=-]{2,}\s*$|\d+(?=\.\s)")
NO_MARKER = re.compile(r"\d{4,}(?=\.\s)|#(?=[^#\s])")  # 1986. 年, #1 楼
CHINESE_ITEM = re.compile(r"[（(]?[一二三四五六七八九十百]+[)）、]|第[一二三四五六七八九十百]+[章节条]")
LIST = re.compile(r"(?:[-+*]|1\.)[ \t]+\S")
ITEM = re.compile(r"[ \t]*(?:[-+*]|\d+\.)[ \t]|[ \t]|>|#")
LISTED = re.compile(r"[-+*|\s]|\d+\.")
INLINE = re.compile(r"[\\`*\[\]!<&\x02]|  \n")
RULE = re.compile(r"\|?[ :]*-[-| :]*\Z")


def starts_block(lines: list[str], number: int, before: str) -> bool:
    """A line that begins a block although no blank line is before it: a list, `一、` after a list, a table."""
    line = lines[number]
    if LIST.match(line):
        return not ITEM.match(before)
    if CHINESE_ITEM.match(line):
        return bool(LISTED.match(before))
    if "|" not in line or "|" in before or number + 1 == len(lines):
        return False
    return "-" in lines[number + 1] and bool(RULE.match(lines[number + 1]))


# ── emphasis ────────────────────────────────────────────────────────────────────────────────────────────────────

STARS = re.compile(r"(\*(?<![*\\]\*)\*{0,2})(?![\s*])(.{1,2000}?)(?<![\s*\\])\1(?!\*)", re.DOTALL)
_APART = re.compile(r"[\s，、；。！？,;]")
_SHUT = "，。、；：！？）》」』】〕”’…,;:!?)]}"
_OPEN = "（《「『【〔“‘([{"


def emphasis(found: re.Match[str]) -> bool:
    """Whether a match of `STARS` is emphasis, and not the asterisks of two masked names or numbers.

    Masks stand inside words (`张*伟，李*强`, `138****1234`) or before a comma (`张**，李**`); emphasis inside a
    sentence (`请于**5月1日**前`) holds no comma. In doubt the asterisks stay: they are seen, lost ones are not.
    """
    text, stars, inner = found.string, len(found[1]), found[2]
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    begins_inside = _is_word(before) and _is_word(inner[0])
    ends_inside = _is_word(inner[-1]) and _is_word(after)
    if (_is_word(before) and inner[0] in _SHUT) or (inner[-1] in _OPEN) or (before.isdigit() and inner[0].isdigit()):
        return False
    if stars == 1:
        return not begins_inside and not (_is_word(after) and _APART.search(inner))
    return not (begins_inside and ends_inside and _APART.search(inner))


def _is_word(character: str) -> bool:
    return character.isalnum()
