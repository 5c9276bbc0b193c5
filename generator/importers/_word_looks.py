"""How runs and paragraphs look, by themselves and through the styles that they rest on.

A look is what properties say, as written: by the element's name (`jc`, `sz`), or an attribute's (`ind.firstLine`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from generator.blocks import Side
from generator.extraction import START, attribute
from generator.importers._word_events import Cursor, value, whole_number

Look = Mapping[str, str]
EMPTY: Look = {}
_RUN = ("b", "i", "vanish", "strike", "dstrike", "vertAlign", "sz", "color", "rStyle")
_KEPT = frozenset({*_RUN, "pStyle", "jc", "outlineLvl", "numId", "ilvl", "del", "ins"})
_INDENTS = ("firstLine", "firstLineChars")
_PAST = frozenset({"rPrChange", "pPrChange", "sectPr", "numberingChange"})  # how it looked before, and sections
_OFF = frozenset({"0", "false", "off", "none"})
_DEFAULT_SIZE = 10.0  # points, where a document says nothing at all
_CHAIN = 12  # styles that rest on each other
_HEADING = re.compile(r"(?:heading|标题)\s?([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "标题"})
_RED = re.compile(r"[C-Fc-f][0-9A-Fa-f](?:[0-4][0-9A-Fa-f]){2}")
_SIDES = {"center": Side.CENTER, "right": Side.RIGHT, "end": Side.RIGHT}
_POINTS = 20  # twips


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it says of paragraphs and of runs, and what it rests on."""

    name: str = ""
    base: str = ""
    paragraph: Look = field(default_factory=dict)
    run: Look = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, what holds where no style speaks, and the style of paragraphs that name none."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    defaults: Style = field(default_factory=Style)
    usual: str = ""

    def paragraph(self, own: Look) -> Style:
        """How a paragraph looks that says `own`, with all that its style rests on."""
        chain = self._chain(own.get("pStyle", self.usual))
        outline = next((level for each in chain if (level := _outline(each))), "")
        look = _laid([self.defaults.paragraph, *(each.paragraph for each in reversed(chain))])
        look = {**look, **({"outlineLvl": outline} if outline else {}), **own}
        run = _laid([self.defaults.run, *(each.run for each in reversed(chain))])
        return Style(chain[0].name if chain else "", "", look, run)

    def run(self, around: Look, own: Look) -> Look:
        """How a run looks that says `own`, in a paragraph whose runs look like `around`."""
        if not own:
            return around
        chain = self._chain(own["rStyle"]) if "rStyle" in own else []
        return _laid([around, *(each.run for each in reversed(chain)), own])

    def _chain(self, name: str) -> list[Style]:
        chain: list[Style] = []
        while name in self.styles and len(chain) < _CHAIN:
            chain.append(self.styles[name])
            name = chain[-1].base
        return chain


def _laid(looks: Iterable[Look]) -> Look:
    """Looks over each other: the last that says something counts."""
    return reduce(lambda below, above: {**below, **above}, looks, dict[str, str]())


def _outline(style: Style) -> str:
    """The outline level of a style, said or told by its name; `0` is the first."""
    found = _HEADING.fullmatch(style.name.strip())
    return style.paragraph.get("outlineLvl") or (str(int(found[1]) - 1) if found else "")


def look(cursor: Cursor) -> Look:
    """The properties of the element that was entered last (`rPr`, `pPr`); those of a paragraph's mark are `mark.…`."""
    found: dict[str, str] = {}
    for kind, name, attributes in cursor.inside():
        if kind != START:
            continue
        if name in _PAST:
            cursor.skip()
        elif name == "rPr":
            found.update({f"mark.{key}": told for key, told in look(cursor).items() if key in ("del", "ins")})
        elif name == "ind":
            found.update({f"ind.{key}": told for key in _INDENTS if (told := attribute(attributes, key))})
        elif name in _KEPT:
            found[name] = value(attributes)
    return found


def styles(cursor: Cursor) -> Styles:
    """The styles of a document."""
    found: dict[str, Style] = {}
    usual, defaults = "", Style()
    for name, attributes in cursor.starts():
        if name == "docDefaults":
            defaults = _style(cursor)
        elif name == "style":
            identifier = attribute(attributes, "styleId")
            found[identifier] = _style(cursor)
            if attribute(attributes, "type") == "paragraph" and attribute(attributes, "default") in ("1", "true"):
                usual = identifier
    return Styles(found, defaults, usual)


def _style(cursor: Cursor) -> Style:
    name = base = ""
    paragraph, run = EMPTY, EMPTY
    for kind, element, attributes in cursor.inside():
        if kind != START:
            continue
        if element in ("tblPr", "tblStylePr", "trPr", "tcPr"):
            cursor.skip()
        elif element == "pPr":
            paragraph = look(cursor)
        elif element == "rPr":
            run = look(cursor)
        elif element == "name":
            name = value(attributes)
        elif element == "basedOn":
            base = value(attributes)
    return Style(name, base, paragraph, run)


# ── what looks mean ─────────────────────────────────────────────────────────────────────────────────────────────


def is_on(found: Look, name: str) -> bool:
    """Whether a switch such as `<w:b/>` is on."""
    return name in found and found[name] not in _OFF


def level(style: Style) -> int:
    """The level of a heading, 1 to 6; 0 for what is none."""
    outline = whole_number(style.paragraph.get("outlineLvl", ""), 9)
    return min(outline + 1, 6) if 0 <= outline < 9 else 0


def is_title(style: Style) -> bool:
    """Whether a style is that of a document's title."""
    return style.name.strip().lower() in _TITLES


def side(found: Look) -> Side:
    """Where a paragraph stands."""
    return _SIDES.get(found.get("jc", ""), Side.LEFT)


def size(found: Look) -> float:
    """The size of a run's type in points."""
    return whole_number(found.get("sz", "")) / 2 or _DEFAULT_SIZE


def is_red(found: Look) -> bool:
    """Whether a run is red."""
    return _RED.fullmatch(found.get("color", "")) is not None


def indent(found: Look, points: float) -> float:
    """How far the first line is set in, in ems of its type."""
    characters = whole_number(found.get("ind.firstLineChars", ""))
    ems = characters / 100 or whole_number(found.get("ind.firstLine", "")) / _POINTS / points
    return round(max(ems, 0.0), 2)
