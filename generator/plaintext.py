"""A body's visible text, its beginning for summaries, all of it for records: by lines, without converting Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from generator import limits
from generator.grammar import ADDRESS, ELEMENTS, INVISIBLE, STARS, emphasis
from generator.model import Body, Table
from generator.sanitizer import ALLOWED

_GONE = re.compile(rf"<!--.*?-->|<({'|'.join(sorted(ALLOWED.emptied))})\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:]*)[^<>]*>")
_SILENT = re.compile(
    r"(?:`{3,}|~{3,})|[|:\s-]*-[|:\s-]*$|=+$|\[\^[^\]]{1,200}\]:|(?:[*_]\s*){3,}$"
    rf"|\[[^\]]{{1,200}}\]:\s*(?:{ADDRESS})(?:\s+[\"'(]|\s*$)"
)
_MARKERS = re.compile(r"(?:>\s?|#{1,6}\s+|[-+*]\s+)*")
_LINK = re.compile(r"(!?)\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\]]*\])")
_NOTE = re.compile(r"\[\^[^\]]*\]")
_CODE = re.compile(r"(?<!\\)(`+)(?=\S)(.{1,500}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~:\"'<-])")
_WIDE = re.compile("[\u3000-〿！-｠“”‘’…—]")
_CHEAP = 20_000  # characters that cost little, whatever they are
_INCLUSION = re.compile(r"!\[[^\]]*\]\(\s*<?([^<>()\s]+)>?[^()]*\)")


def plain(source: str, limit: int) -> str:
    """The beginning of the visible text on one line, at most `limit` characters, `…` at its end where it goes on."""
    text = source[: 20 * limit + 4_000]
    if "<" in text:
        text = _TAG.sub(_untagged, _GONE.sub("", text))
    text = INVISIBLE.sub("", text)
    parts: list[str] = []
    length = 0
    for line in text.split("\n"):
        words = " ".join(_visible(line).split())
        if not words:
            continue
        if parts and not (_WIDE.match(parts[-1][-1]) or _WIDE.match(words[0])):
            words = f" {words}"
        parts.append(words)
        length += len(words)
        if length > limit:
            return "".join(parts)[: limit - 1].rstrip() + "…"
    return "".join(parts)


def whole(body: Body) -> str:
    """All visible text, a line of source a line, without blank lines; included tables with a tab between cells.

    Raises `MarkupError` as the page does: for more than 1 MiB, or 2 s of CPU.
    """
    source = body.source
    limits.refuse_large(source)
    if "<" in source or len(source) > _CHEAP:
        with limits.budget():
            return "\n".join(_lines(_TAG.sub(_untagged, _GONE.sub("", source)), dict(body.tables)))
    return "\n".join(_lines(source, dict(body.tables)))


def _lines(source: str, included: Mapping[str, Table]) -> Iterator[str]:
    for line in filter(None, source.split("\n")):
        shown = line if line.isprintable() else INVISIBLE.sub("", line)
        words = (_included(shown, included) if included else "") or _visible(shown)
        if words:
            yield words


def _included(line: str, included: Mapping[str, Table]) -> str:
    """The table that a line includes, as text; empty where it includes none."""
    found = _INCLUSION.fullmatch(line.strip())
    table = (included.get(found[1]) or included.get(unquote(found[1]))) if found else None
    if table is None:
        return ""
    return "\n".join(filter(None, (table.caption, *("\t".join(row) for row in (table.header, *table.rows)))))


def _untagged(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return "" if name in ELEMENTS or ":" in name else tag[0]


def _visible(line: str) -> str:
    """The visible text of a line of source."""
    line = line.strip()
    if line[:1] < "\x80":  # what begins with Chinese is neither silent nor marked
        if not line or _SILENT.match(line):
            return ""
        if marked := _MARKERS.match(line):
            line = line[marked.end() :]
        if line.startswith("|"):
            line = " ".join(line.replace("|", " ").split())
    if "[" in line:
        line = _NOTE.sub("", _LINK.sub(lambda found: "" if found[1] else found[2], line))
    if "`" in line:
        line = _CODE.sub(r"\2", line)
    if "*" in line:
        line = _unstarred(line)
    line = _ESCAPE.sub(r"\1", line) if "\\" in line else line
    return unescape(line) if "&" in line else line


def _unstarred(line: str) -> str:
    """The line without the asterisks of emphasis: found as the converter finds them, strong before emphasis."""
    for _ in ("strong", "emphasis"):
        if "*" not in line:
            break
        line = STARS.sub(lambda found: found[2] if emphasis(found) else found[0], line)
    return line
