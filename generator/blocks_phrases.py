"""Spans → Markdown within a line, and the escapes without which text would be taken as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from generator.blocks import Paragraph, Span
from generator.grammar import INVISIBLE, STARS, emphasis
from generator.hosts import is_web

_BLANK = re.compile(r"[\t\r\x0b\x0c\x1c-\x1f\x85\xa0\u2028\u2029 ]+")
_BREAKS = re.compile(r" *\n[ \n]*")
_ALWAYS = re.compile(r"[\\`]|<|&(?=[#A-Za-z])")
_BRACKETS = re.compile(r"\]\s*\(|\]\s*\[|\[\^|\]:")
_START = re.compile(r"#|>|~(?=~)|[-+_*](?=[-+_* ]|\Z)|\d+(?=\.(?: |\Z))")
_STARS_LIMIT = 40  # asterisks in one text: looking for pairs looks far ahead
_IN_ADDRESSES = re.compile(r"[\s()<>\"'\\`\[\]{}|^*%]")
_IN_NAMES = re.compile(r"[\s()<>\"'\\:?#%&*\[\]{}|^`]")
_IN_WORDS = re.compile(r"[\[\]\\\"<>&*`|!\s]+")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_LATIN_END = re.compile(r"[0-9A-Za-z.)]\Z")
_WORD_END = re.compile(r"[一-鿿]\Z")
_BREAK = "<br>"


@dataclass(frozen=True, slots=True)
class Shown:
    """What pictures are called and described, what notes say; `mentioned` are notes that came up on the way."""

    names: Mapping[str, str]
    words: Mapping[str, str]
    notes: Mapping[int, str]
    mentioned: set[int] = field(default_factory=set)

    def picture(self, name: str) -> tuple[str, str]:
        """The address of a picture's file, and its words."""
        file = _IN_NAMES.sub(lambda found: quote(found[0], safe=""), self.names.get(name, ""))
        return file, _IN_WORDS.sub(" ", INVISIBLE.sub("", self.words.get(name, ""))).strip()


def tidy(text: str) -> str:
    """Text without what nobody sees, every kind of blank a space."""
    return _BLANK.sub(" ", INVISIBLE.sub("", text.replace("\r\n", "\n")))


def sentence(block: Paragraph, shown: Shown) -> str:
    """A paragraph in one line, its number before it as text; what it begins with is no mark."""
    return _guarded(phrase(numbered(block), shown).strip(" 　\n"))


def heading(block: Paragraph) -> str:
    """The words of a heading; its pictures and marks of notes must come below it."""
    text = "".join(span.text for span in numbered(block) if not (span.note or span.picture))
    words = _BREAKS.sub(" ", tidy(text)).strip(" 　")
    marked = bool(_BRACKETS.search(words)) or _pairs(words)
    text = _escaped(words, marked)
    kept = text.rstrip("#")
    return kept + "\\#" * (len(text) - len(kept))


def numbered(block: Paragraph) -> tuple[Span, ...]:
    """The spans with the number before them; after letters and words (第一条) stands a space."""
    if not block.number:
        return block.spans
    gap = " " if _LATIN_END.search(block.number) else "　" if _WORD_END.search(block.number) else ""
    return (Span(block.number + gap), *block.spans)


def _guarded(line: str) -> str:
    """A line that begins with what only looks like a mark, with that mark escaped."""
    found = _START.match(line)
    if found is None or _is_marked(line):
        return line
    if found[0] == "~":
        return f"&#126;{line[1:]}"
    place = found.end() if found[0].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def _is_marked(line: str) -> bool:
    found = STARS.match(line)
    return found is not None and emphasis(found)


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────


def phrase(spans: Iterable[Span], shown: Shown) -> str:
    """Spans in one line; where there is markup, asterisks and brackets of the text are escaped, lest they pair."""
    spans = [_tidied(span) for span in spans]
    plain = "".join(span.text for span in spans)
    marked = any(span != Span(span.text) for span in spans) or bool(_BRACKETS.search(plain)) or _pairs(plain)
    made = ""
    for place, span in enumerate(spans):
        after = _first(spans[place + 1]) if place + 1 < len(spans) else ""
        piece = _span(span, made[-1:], after, marked, shown)
        if made.endswith("!") and piece.startswith("["):
            made = f"{made[:-1]}\\!"  # a link after an exclamation mark would be a picture
        made += piece
    return _BREAKS.sub(_BREAK, made.strip(" \n"))


def _tidied(span: Span) -> Span:
    if not span.text:
        return span
    return Span(tidy(span.text), span.strong, span.emphasis, span.raised, span.lowered, span.link, span.note)


def _first(span: Span) -> str:
    """The first character of what a span becomes, as far as it matters to asterisks before it."""
    if span.strong or span.emphasis:
        return "*"
    return span.text[:1] if span == Span(span.text) else "<"


def _span(span: Span, before: str, after: str, marked: bool, shown: Shown) -> str:
    if span.note:
        return _mention(span.note, shown)
    if span.picture:
        address, words = shown.picture(span.picture)
        return f"![{words}]({address})" if address else ""
    text = _escaped(span.text, marked)
    if not span.text.strip():
        return text
    if span.link and is_web(span.link):
        return _around(text, lambda inner: f"[{inner}]({_address(span.link)})")
    if span.raised or span.lowered:
        name = "sup" if span.raised else "sub"
        text = _around(text, lambda inner: f"<{name}>{inner}</{name}>")
    return _emphasised(text, span, before, after)


def _mention(number: int, shown: Shown) -> str:
    if number not in shown.notes:
        return ""
    shown.mentioned.add(number)
    return f"[^{number}]"


def _emphasised(text: str, span: Span, before: str, after: str) -> str:
    if span.strong or span.emphasis:
        stars = "*" * (2 * span.strong + span.emphasis)
        return _around(text, lambda inner: _starred(inner, stars, before, after))
    return text


def _starred(inner: str, stars: str, before: str, after: str) -> str:
    """Emphasis by asterisks where the dialect takes them as such, else by tags."""
    written = f"{stars}{inner}{stars}"
    found = None if re.search(r"[*\\<\[\n]", inner + before) else STARS.search(before + written + after, len(before))
    if found and len(stars) < 3 and found.start() == len(before) and found[2] == inner and emphasis(found):
        return written
    opening = ("<strong>" if len(stars) > 1 else "") + ("<em>" if len(stars) != 2 else "")
    closing = ("</em>" if len(stars) != 2 else "") + ("</strong>" if len(stars) > 1 else "")
    return f"{opening}{inner}{closing}"


def _around(text: str, wrap: Callable[[str], str]) -> str:
    """Wrap the words of a text, not the blanks at its ends."""
    inner = text.strip(" 　\n")
    start = text.index(inner)
    return text[:start] + wrap(inner) + text[start + len(inner) :] if inner else text


def _address(link: str) -> str:
    """A web address without what would end it early."""
    kept = _PERCENT.findall(link)
    coded = _IN_ADDRESSES.sub(lambda found: quote(found[0], safe=""), INVISIBLE.sub("", link.strip()))
    for each in kept:
        coded = coded.replace(f"%25{each[1:]}", each)
    return coded


def _escaped(text: str, marked: bool) -> str:
    text = _ALWAYS.sub(lambda found: _CODES.get(found[0]) or f"\\{found[0]}", text)
    return re.sub(r"[*\[\]]", r"\\\g<0>", text) if marked else text


_CODES = {"<": "&lt;", "&": "&amp;"}


def _pairs(text: str) -> bool:
    """Whether asterisks of a text would be emphasis; masked names and numbers are not."""
    if text.count("*") > _STARS_LIMIT:
        return True
    text = _ALWAYS.sub("\x03", text)  # what is escaped is no longer what it was when asterisks are looked for
    place = 0
    while found := STARS.search(text, place):
        if emphasis(found):
            return True
        place = found.end(1)
    return False


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────────


def html(spans: Iterable[Span], shown: Shown) -> str:
    """Spans as HTML, for tables that Markdown cannot write; a note stands in brackets where it is mentioned."""
    return "".join(_html(_tidied(span), shown) for span in spans).strip(" \n").replace("\n", _BREAK)


def _html(span: Span, shown: Shown) -> str:
    if span.note:
        words = tidy(shown.notes.get(span.note, ""))
        return f"（注：{escape(words, quote=False)}）" if words else ""
    if span.picture:
        address, words = shown.picture(span.picture)
        return f'<img src="{address}" alt="{words}">' if address else ""
    text = escape(span.text, quote=False)
    if span.link and is_web(span.link) and span.text.strip():
        text = f'<a href="{escape(_address(span.link))}">{text}</a>'
    for wanted, name in ((span.raised, "sup"), (span.lowered, "sub"), (span.emphasis, "em"), (span.strong, "strong")):
        text = f"<{name}>{text}</{name}>" if wanted and span.text.strip() else text
    return text
