"""HTML of old sites as a small tree: what is never closed is closed, what is too deep is flat; linear in its length.

The parser of the standard library takes quadratic time on hostile pages, and a page is no larger than it is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

DEPTH = 120  # elements within elements; deeper ones are taken for their text
NODES = 80_000  # elements and pieces of text
LOOKAHEAD = 8  # signs of an end that may stand within quotes of one tag
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"})
RAW = frozenset({"script", "style", "title", "textarea", "xmp", "noscript", "template"})  # their words are no markup
# An element ends these when it begins, up to the nearest of those after.
_ENDS = {
    "li": (("li",), ("ul", "ol")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr", "td", "th"), ("table",)),
    "tbody": (("thead", "tbody", "tfoot"), ("table",)),
}
_BLOCKS = frozenset({"div", "p", "table", "ul", "ol", "dl", "center", "hr", "pre", "blockquote"})
_BLOCKS |= {f"h{level}" for level in range(1, 7)}
_PARAGRAPHS = (("p",), ("td", "th", "table", "li", "div"))  # what a block ends
_NAME = re.compile(r"(/?)([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
ATTRIBUTES = 1 << 13  # characters of a tag that are looked at


class TooLarge(ValueError):
    """The page has more elements than any that a person has written."""


@dataclass(slots=True)
class Element:
    """An element: its name in small letters, its attributes, and what it holds in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """All elements within, in order."""
        waiting = [each for each in reversed(self.children) if isinstance(each, Element)]
        while waiting:
            each = waiting.pop()
            yield each
            waiting += [child for child in reversed(each.children) if isinstance(child, Element)]

    def text(self) -> str:
        """All words within, in order."""
        found: list[str] = []
        waiting: list[Element | str] = list(reversed(self.children))
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                found.append(each)
            else:
                waiting += reversed(each.children)
        return "".join(found)


def tree(page: str) -> Element:
    """The root that holds a page or a part of one; `TooLarge` beyond the limit."""
    return _Builder().built(page)


class _Builder:
    """The elements that are open while a page is read."""

    def __init__(self) -> None:
        self._open = [Element("")]
        self._count = 0

    def built(self, page: str) -> Element:
        """Read all of it."""
        place = 0
        while place < len(page):
            start = page.find("<", place)
            start = len(page) if start < 0 else start
            self._add(unescape(page[place:start]))
            place = self._tagged(page, start) if start < len(page) else start
        return self._open[0]

    def _add(self, child: Element | str) -> None:
        if not child:
            return
        self._count += 1
        if self._count > NODES:
            raise TooLarge
        self._open[-1].children.append(child)

    def _tagged(self, page: str, start: int) -> int:
        """What begins with `<`, and where it ends."""
        if page.startswith("<!--", start):
            return _after(page, "-->", start + 4)
        if page.startswith("<![CDATA[", start):
            end = _after(page, "]]>", start)
            self._add(page[start + 9 : end].removesuffix("]]>"))
            return end
        if page[start + 1 : start + 2] in ("!", "?"):
            return _after(page, ">", start)
        named = _NAME.match(page, start + 1)
        if named is None:
            self._add("<")
            return start + 1
        end, name = _end(page, named.end()), named[2].lower()
        if named[1]:
            self._close(name)
        else:
            self._begin(name, page[named.end() : min(end, named.end() + ATTRIBUTES)])
            if name in RAW:
                return self._raw(page, end, name)
        return end

    def _begin(self, name: str, written: str) -> None:
        self._imply(name)
        found = _ATTRIBUTE.finditer(written)
        attributes = {each[1].lower(): unescape(each[2] or each[3] or each[4] or "") for each in found}
        element = Element(name, attributes)
        self._add(element)
        if name not in VOID and not written.rstrip(">").endswith("/") and len(self._open) < DEPTH:
            self._open.append(element)

    def _imply(self, name: str) -> None:
        """End what cannot hold an element of this name."""
        ended, until = _ENDS.get(name, _PARAGRAPHS if name in _BLOCKS else ((), ()))
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].name in until:
                return
            if self._open[index].name in ended:
                del self._open[index:]
                if name != "tr":
                    return

    def _close(self, name: str) -> None:
        """End the nearest open element of this name; a cell's end is never beyond its table."""
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].name == name:
                del self._open[index:]
                return
            if self._open[index].name == "table":
                return

    def _raw(self, page: str, start: int, name: str) -> int:
        """The words of an element that holds no markup, up to its own end."""
        found = re.compile(rf"</{name}\b", re.IGNORECASE).search(page, start)
        end = found.start() if found else len(page)
        self._add(unescape(page[start:end]))
        if self._open[-1].name == name:
            self._open.pop()
        return _after(page, ">", end) if found else len(page)


def _after(page: str, sign: str, start: int) -> int:
    end = page.find(sign, start)
    return len(page) if end < 0 else end + len(sign)


def _end(page: str, start: int) -> int:
    """Where a tag ends: at the first sign that is not within quotes, where those are ever closed."""
    first = end = _after(page, ">", start)
    for _ in range(LOOKAHEAD):
        part = page[start : min(end, start + ATTRIBUTES)]
        if part.count('"') % 2 == 0 and part.count("'") % 2 == 0:
            return end
        end = _after(page, ">", end)
    return first
