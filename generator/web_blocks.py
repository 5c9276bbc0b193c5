"""Elements of a page as paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from generator.blocks import Block, Grid, GridCell, Paragraph, Side, Span
from generator.web_tree import RAW, Element

_GONE = "audio button canvas embed head iframe math nav object select svg video"
_APART = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
DROPPED = RAW | frozenset(_GONE.split())
_BLOCKS = frozenset(_APART.split())
_PLAIN = Span()
_STRONG, _EMPHASIS = frozenset({"b", "strong"}), frozenset({"i", "em"})
_BLANKS = {"\u3000": 1.0, "\xa0": 0.5}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_RED = re.compile(
    r"(?<![\w-])color\s*:\s*(?:red\b|#(?:f00|ff0000|fe0000|e60012|c00000)\b|rgb\(255,\s*0,\s*0\))", re.IGNORECASE
)
_REDS = ("red", "#ff0000", "#f00")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d+)?)(pt|px)", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s*:\s*(\d{1,2}(?:\.\d+)?)em", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]{1,2000}")
SPAN = 64  # columns or rows that one cell may take
LONG = 400  # characters of a cell on the average: so much text is laid out in a table, not listed


@dataclass(frozen=True, slots=True)
class _Style:
    """What a text inherits."""

    span: Span = _PLAIN
    side: Side = Side.LEFT
    red: bool = False
    size: float = 0
    indent: float = 0
    level: int = 0
    depth: int = 0


Place = Callable[[str, str], str]  # the name of a picture by its address and words; empty where there is none


@dataclass(slots=True)
class Laid:
    """What came of a page: its blocks, and whether something hidden was left out."""

    blocks: list[Block] = field(default_factory=list)
    hidden: bool = False


def blocks_of(root: Element, place: Place) -> Laid:
    """The blocks of an element and all that it holds; its pictures are called as `place` names them."""
    laid = Laid()
    walk = _Walk(laid, laid.blocks, place)
    walk.element(root, _Style())
    walk.end()
    return laid


class _Walk:
    """Fills a list of blocks; a cell of a table is walked by a walk of its own."""

    def __init__(self, laid: Laid, blocks: list[Block], place: Place) -> None:
        self._laid = laid
        self._place = place
        self._blocks = blocks
        self._spans: list[tuple[Span, _Style]] = []
        self._mark = ("", 0)  # the number and depth of a list's item, until its first words

    def element(self, element: Element, style: _Style) -> None:
        """Walk what an element holds, and end the paragraphs that it ends."""
        block = element.name in _BLOCKS
        if block:
            self.end()
        inner = _styled(element, style)
        if element.name in ("ul", "ol"):
            self._list(element, inner)
        else:
            for child in _lines(element) if element.name == "pre" else element.children:
                self._child(child, inner)
        if block:
            self.end()

    def _child(self, child: Element | str, style: _Style) -> None:
        if isinstance(child, str):
            self._spans.append((replace(style.span, text=child), style))
        elif _is_hidden(child):
            self._laid.hidden = self._laid.hidden or bool(child.text().strip())
        elif child.name == "br":
            self.end()
        elif child.name == "img":
            self._picture(child, style)
        elif child.name == "table" and (grid := self._grid(child)):
            self.end()
            self._blocks.append(grid)
        elif child.name not in DROPPED:
            self.element(child, style)

    def _picture(self, element: Element, style: _Style) -> None:
        address = element.attributes.get("src", "").strip()
        words = " ".join(element.attributes.get("alt", "").split())
        if address and (name := self._place(address, words)):
            self._spans.append((Span(picture=name), style))

    def _list(self, element: Element, style: _Style) -> None:
        start = element.attributes.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 5 else 1
        for child in element.children:
            if isinstance(child, Element) and child.name == "li":
                self.end()
                self._mark = (f"{number}." if element.name == "ol" else "", style.depth + 1)
                self.element(child, replace(style, depth=style.depth + 1))
                number += 1
            else:
                self._child(child, style)
        self._mark = ("", 0)

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────

    def end(self) -> None:
        """End the paragraph that is being filled; one without words or pictures is none."""
        pieces, self._spans = self._spans, []
        spans = _joined([span for span, _ in pieces])
        if not spans:
            return
        style = max((style for span, style in pieces if span.text.strip() or span.picture), key=lambda each: each.size)
        led = "".join(span.text for span, _ in pieces)
        blanks = sum(_BLANKS.get(letter, 0) for letter in led[: len(led) - len(led.lstrip())])
        number, depth = self._mark
        self._mark = ("", 0)
        self._blocks.append(
            Paragraph(spans, style.level, number, depth, style.side, style.size, style.red, style.indent or blanks)
        )

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _grid(self, table: Element) -> Grid | None:
        """A table of data, or None where it only lays out a page, or has words outside its cells."""
        if any(each.name == "table" for each in table.elements()):
            return None
        rows = [row for row in _own(table, "tr") if _cells(row)]
        cells = [cell for row in rows for cell in _cells(row)]
        length = sum(map(_length, cells))
        loose = _length(table) - length - sum(map(_length, _own(table, "caption")))
        shown = length or any(each.name == "img" for each in table.elements())
        if loose or not shown or max(len(_cells(row)) for row in rows) < 2 or length > LONG * len(cells):
            return None
        heads = 0
        while heads < len(rows) and all(cell.name == "th" for cell in _cells(rows[heads])):
            heads += 1
        caption = next((" ".join(each.text().split()) for each in _own(table, "caption")), "")
        return Grid(tuple(self._row(row, len(rows) - index) for index, row in enumerate(rows)), heads, caption)

    def _row(self, row: Element, left: int) -> tuple[GridCell, ...]:
        found = []
        for cell in _cells(row):
            blocks: list[Block] = []
            walk = _Walk(self._laid, blocks, self._place)
            walk.element(cell, _Style())
            rows = min(_count(cell, "rowspan"), left)
            found.append(GridCell(tuple(blocks), _count(cell, "colspan"), rows))
        return tuple(found)


def _lines(element: Element) -> Iterator[Element | str]:
    """What preformatted text holds, with its line ends as elements."""
    for child in element.children:
        if isinstance(child, str):
            for number, line in enumerate(child.split("\n")):
                yield from (Element("br"), line) if number else (line,)
        else:
            yield child


def _own(table: Element, name: str) -> Iterator[Element]:
    """The elements of this name that belong to a table: in it, or in a part of it."""
    for child in table.children:
        if isinstance(child, Element):
            if child.name == name:
                yield child
            elif child.name in ("thead", "tbody", "tfoot"):
                yield from (each for each in child.children if isinstance(each, Element) and each.name == name)


def _length(element: Element) -> int:
    """How many letters an element holds."""
    return sum(map(len, element.text().split()))


def _cells(row: Element) -> list[Element]:
    return [each for each in row.children if isinstance(each, Element) and each.name in ("td", "th")]


def _count(cell: Element, name: str) -> int:
    written = cell.attributes.get(name, "1").strip()
    return min(max(int(written), 1), SPAN) if written.isdecimal() and len(written) < 6 else 1


# ── what elements mean ──────────────────────────────────────────────────────────────────────────────────────────


def _is_hidden(element: Element) -> bool:
    return bool(_HIDDEN.search(element.attributes.get("style", ""))) or "hidden" in element.attributes


def _styled(element: Element, style: _Style) -> _Style:
    """What the words of an element inherit from it."""
    name, written = element.name, element.attributes.get("style", "")
    span = style.span
    if name in _STRONG or name in _EMPHASIS or name in ("sup", "sub"):
        span = replace(
            span,
            strong=span.strong or name in _STRONG,
            emphasis=span.emphasis or name in _EMPHASIS,
            raised=span.raised or name == "sup",
            lowered=span.lowered or name == "sub",
        )
    elif name == "a" and _WEB.fullmatch(link := element.attributes.get("href", "").strip()):
        span = replace(span, link=link)
    level = int(name[1]) if re.fullmatch("h[1-6]", name) else style.level
    size, indent = _SIZE.search(written), _INDENT.search(written)
    return replace(
        style,
        span=span,
        level=level,
        side=_side(element, written, style.side),
        red=style.red or bool(_RED.search(written)) or element.attributes.get("color", "").lower() in _REDS,
        size=float(size[1]) * (0.75 if size[2].lower() == "px" else 1) if size else style.size,
        indent=float(indent[1]) if indent else style.indent,
    )


def _side(element: Element, written: str, inherited: Side) -> Side:
    aligned = _ALIGNED.search(written)
    side = (aligned[1] if aligned else element.attributes.get("align", "")).lower()
    if element.name == "center":
        return Side.CENTER
    return Side(side) if side in ("left", "center", "right") else inherited


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """The spans with their blanks as a browser shows them, neighbours of one kind as one."""
    found: list[Span] = []
    blank = True
    for span in spans:
        if span.picture:
            found.append(span)
            blank = False
            continue
        text = re.sub(r"\s+", " ", span.text)
        text = text[1:] if blank and text.startswith(" ") else text
        if not text:
            continue
        blank = text.endswith(" ")
        if found and replace(found[-1], text="") == replace(span, text=""):
            found[-1] = replace(span, text=found[-1].text + text)
        else:
            found.append(replace(span, text=text))
    if found and found[-1].text.endswith(" "):
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(span for span in found if span.text or span.picture)
