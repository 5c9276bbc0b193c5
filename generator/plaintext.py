"""The beginning of a body's visible text, for summaries: cheap, by lines, without converting Markdown."""

from __future__ import annotations

import re
from html import unescape

from generator.grammar import ADDRESS, ELEMENTS, INVISIBLE, STARS, emphasis
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


def _untagged(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return "" if name in ELEMENTS or ":" in name else tag[0]


def _visible(line: str) -> str:
    """The visible text of a line of source."""
    line = line.strip()
    if not line or _SILENT.match(line):
        return ""
    if marked := _MARKERS.match(line):
        line = line[marked.end() :]
    if line.startswith("|"):
        line = line.replace("|", " ")
    if "](" in line or "][" in line:
        line = _LINK.sub(lambda found: "" if found[1] else found[2], line)
    if "[^" in line:
        line = _NOTE.sub("", line)
    if "`" in line:
        line = _CODE.sub(r"\2", line)
    if "*" in line:
        line = _unstarred(line)
    line = _ESCAPE.sub(r"\1", line) if "\\" in line else line
    return unescape(line) if "&" in line else line


def _unstarred(line: str) -> str:
    """The line without the asterisks of emphasis: found as the converter finds them, strong before emphasis."""
    for _ in ("strong", "emphasis"):
        line = STARS.sub(lambda found: found[2] if emphasis(found) else found[0], line)
    return line
