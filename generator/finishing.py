"""Sanitized HTML → the page's HTML: headings, tables, links and images as the house has them, in one pass over tags.

What these look like is said here once: `fastpath` asks the same `Finish` for them. `Finish.run` works on what
`sanitizer.clean` puts out and nothing else: tags are balanced, attribute values quoted, `<` and `>` escaped in them, so
that a tag is exactly what the expression below finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import quote, unquote

from generator.hosts import GOVERNMENT, host_of, is_web, is_within

_TAG = re.compile(r"<p><img([^>]*)></p>|<(/?)(h[1-6]|table|thead|tr|th|td|a|img|li|sup|ol)((?: [^>]*)?)>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_FOOTNOTE = re.compile(r"#?(fn|fnref\d*):(.+)", re.DOTALL)
_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_BACKLINK = re.compile(r'(?:&nbsp;)?<a [^>]*href="#(fnref[^"]*)"[^>]*>↩</a>')
_NOT_IN_URLS = re.compile(r"[\s\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
SCROLL = '<div class="table-scroll" role="region" tabindex="0" aria-label="{}">'
TABLE_END = "</table></div>"
COLUMN_HEAD = ' scope="col"'


class Finish:
    """The state of one pass over one body."""

    def __init__(self, links: Mapping[str, str], tables: Mapping[str, str], root: str, prefix: str) -> None:
        self.links = links  # as written → address below the unit's base
        self.included = tables  # as written → HTML
        self.root = root
        self.prefix = prefix
        self.ranks: dict[str, int] = {}
        self.headings = 0
        self.tables: list[_Table] = []
        self.regions = 0  # tables that have been opened, but for those inside others
        self.anchor = ""  # the end tag of the link that is open, "" where its start tag was dropped
        self.linked = False
        self.notes: dict[str, int] = {}
        self.ids: set[str] = set()
        self.titles: dict[str, str] = {}  # a heading's words without blanks → its id

    def run(self, html: str, top: int) -> str:
        """The finished HTML, its shallowest heading at level `top`."""
        self.regions = 0
        self.rank(set(re.findall(r"<h([1-6])>", html)), top)
        if 'href="#' in html:
            for number, heading in enumerate(_HEADING.findall(html), 1):
                self.titles.setdefault(_words(heading[1]), f"{self.prefix}-{number}")
            html = _BACKLINK.sub(lambda found: found[0] if f' id="{found[1]}"' in html else "", html)
        return _TAG.sub(self._tag, html).replace("<p></p>", "")

    def _tag(self, found: re.Match[str]) -> str:
        name, attributes = found[3], found[4]
        if name is None:
            return self._image(found[1], lone=True)
        if name[0] == "h":
            return f"</h{self.ranks[name[1]]}>" if found[2] else self.heading(name[1])[0]
        if name in ("table", "thead", "tr", "th", "td"):
            return self._table(found[2], name, attributes)
        if name == "a":
            return self._link(found[2], attributes)
        if found[2] or not attributes:
            return found[0] if name != "img" else ""
        if name == "img":
            return self._image(attributes)
        return self._numbered(name, attributes)

    # ── headings ────────────────────────────────────────────────────────────────────────────────────────────────

    def rank(self, levels: set[str], top: int) -> None:
        """Give the levels that a body uses ("1" … "6") the ranks from `top` on, without gaps."""
        self.ranks = {level: min(rank, 6) for rank, level in enumerate(sorted(levels), top)}

    def heading(self, level: str) -> tuple[str, str]:
        """The start and end tag of the body's next heading."""
        self.headings += 1
        rank = self.ranks[level]
        return f'<h{rank} id="{self.prefix}-{self.headings}">', f"</h{rank}>"

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, closing: str, name: str, attributes: str) -> str:
        if name == "table":
            return self._close_table() if closing else self._open_table()
        if self.tables:
            self.tables[-1].note(closing, name)
        if closing or name in ("thead", "tr"):
            return f"<{closing}{name}>"
        kept = [self.tables[-1].scope() if self.tables else ""] if name == "th" else []
        for key, value in _ATTRIBUTE.findall(attributes):
            if key == "align":
                kept.append(aligned(value))
            elif re.fullmatch(r"[1-9]\d{0,2}", value):  # colspan, rowspan
                kept.append(f' {key}="{value}"')
        return f"<{name}{''.join(kept)}>"

    def _open_table(self) -> str:
        self.tables.append(_Table())
        return self.open_region() if len(self.tables) == 1 else "<table>"

    def open_region(self) -> str:
        """The start of the body's next table; regions need names of their own."""
        self.regions += 1
        return f"{SCROLL.format(f'表格 {self.regions}')}<table>"

    def _close_table(self) -> str:
        self.tables.pop()
        return "</table>" if self.tables else TABLE_END

    # ── links and images ────────────────────────────────────────────────────────────────────────────────────────

    def _link(self, closing: str, attributes: str) -> str:
        if closing:
            self.linked = False
            ended, self.anchor = self.anchor, ""
            return ended
        values = dict(_ATTRIBUTE.findall(attributes))
        kept = "".join(f' {key}="{values[key]}"' for key in ("title", "class") if key in values)
        start = self.link(unescape(values.get("href", "")), kept)
        self.linked = bool(start)
        if start:
            self.anchor = "</a>"
        return start

    def link(self, written: str, kept: str = "") -> str:
        """The start tag of a link to an address as written, with attributes to keep; empty where it leads nowhere."""
        address, more = self._address(written)
        return f'<a href="{escape(address)}"{more or kept}>' if address else ""

    def _address(self, written: str) -> tuple[str, str]:
        """The address that a link gets, and more attributes of it; an empty address where it leads nowhere."""
        if found := self.links.get(written) or self.links.get(unquote(written)):
            return self.root + found, ""
        if note := _FOOTNOTE.fullmatch(written) if written.startswith("#fn") else None:
            return f"#{self._note(note)}", ""
        lower = written.strip().lower()
        if is_web(written):
            return _NOT_IN_URLS.sub(_encoded, written.strip()), _outward(written)
        if lower.startswith(("mailto:", "tel:")):
            return _NOT_IN_URLS.sub(_encoded, re.sub(r"\s", "", written)), ""
        if lower.startswith("#"):  # a heading by its id, or by its words: `#第一章 总则`
            name = unquote(written[1:])
            title = name if name in self.titles.values() else self.titles.get(_words(name))
            return f"#{title}" if title else "", ""
        return "", ""

    def _image(self, attributes: str, *, lone: bool = False) -> str:
        values: dict[str, str] = dict(_ATTRIBUTE.findall(attributes))
        image = self.lone_image if lone else self.image
        return image(unescape(values.get("src", "")), values.get("alt", ""), values.get("title", ""))

    def lone_image(self, written: str, alternative: str, title: str = "") -> str:
        """What a paragraph becomes that holds nothing but an image: the table that is included by it, or a picture."""
        table = self.included.get(written) or self.included.get(unquote(written))
        return table if table else f"<p>{self.image(written, alternative, title)}</p>"

    def image(self, written: str, alternative: str, title: str = "") -> str:
        """A picture of this document; what is no picture becomes a link, what leads nowhere its alternative text.

        `written` is text; `alternative` and `title` are HTML.
        """
        found = self.links.get(written) or self.links.get(unquote(written))
        if not found:
            return alternative
        address = escape(self.root + found)
        if found.lower().endswith(_PICTURES):
            named = f' title="{title}"' if title else ""
            return f'<img src="{address}" alt="{alternative}"{named} loading="lazy">'
        text = alternative or escape(written)
        return text if self.linked else f'<a href="{address}">{text}</a>'

    # ── lists and footnotes ─────────────────────────────────────────────────────────────────────────────────────

    def _numbered(self, name: str, attributes: str) -> str:
        """Items and lists with plain numbers; ids only where they are a footnote's."""
        kept = ""
        for key, value in _ATTRIBUTE.findall(attributes):
            if key == "id":
                note = _FOOTNOTE.fullmatch(unescape(value))
                name_of_note = self._note(note) if note else ""
                if name_of_note and name_of_note not in self.ids:
                    self.ids.add(name_of_note)
                    kept += f' id="{name_of_note}"'
            elif re.fullmatch(r"-?\d{1,9}", value):  # start, value
                kept += f' {key}="{value}"'
        return f"<{name}{kept}>"

    def _note(self, note: re.Match[str]) -> str:
        number = self.notes.setdefault(note[2], len(self.notes) + 1)
        return f"{self.prefix}-{note[1]}-{number}"


def aligned(side: str) -> str:
    """The attribute of a cell whose column is aligned to a side."""
    return f' class="{side}"'


def _words(html: str) -> str:
    """The words of a heading, as links name it: without tags, blanks and case."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", html))).lower()


def _encoded(found: re.Match[str]) -> str:
    return quote(found[0], safe="")


def _outward(written: str) -> str:
    """The attributes of a link that leaves the site; away from governments it says so (国办发〔2017〕47号)."""
    host = host_of(written)
    notice = "" if is_within(host, (GOVERNMENT,)) else f' title="将离开政府网站，前往 {escape(host)}"'
    return f' class="external" rel="noopener noreferrer"{notice}'


class _Table:
    """How far a table has been read, to tell what its header cells head."""

    def __init__(self) -> None:
        self.in_head = False
        self.rows = 0

    def note(self, closing: str, name: str) -> None:
        if name == "thead":
            self.in_head = not closing
        elif name == "tr" and closing:
            self.rows += 1

    def scope(self) -> str:
        return COLUMN_HEAD if self.in_head or not self.rows else ' scope="row"'
