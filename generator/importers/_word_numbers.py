"""Automatic numbers as Word prints them: `numbering.xml`, and counting through a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.extraction import START, attribute
from generator.importers._word_counting import written
from generator.importers._word_events import Cursor, value, whole_number
from generator.importers._word_looks import Look

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    """A level of a list, as it is being read."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int = -1  # after a number of this level or a higher one; 0 never, -1 of any higher
    legal: bool = False  # numbers of all levels in digits


@dataclass(slots=True)
class Template:
    """What lists of one kind have in common; `link` names a style that stands for it, `linked` one it stands for."""

    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    linked: str = ""


@dataclass(slots=True)
class Instance:
    """A list: its template, its own levels, and levels that begin anew."""

    template: str = ""
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph's number as printed, "" for a bullet, and its depth, 1 for the outermost."""

    text: str
    depth: int


class Numbering:
    """All lists of a document, and how far each has counted."""

    def __init__(self, templates: Mapping[str, Template], instances: Mapping[str, Instance]) -> None:
        self._instances = instances
        by_style = {each.linked: each for each in templates.values() if each.linked}
        self._templates = {name: by_style.get(each.link, each) for name, each in templates.items()}
        self._counts: dict[int, dict[int, int]] = {}  # by the identity of the template
        self._begun: set[tuple[str, int]] = set()

    def number(self, look: Look, style: str) -> Number | None:
        """Count a paragraph of this look and style id; None for one without a number."""
        instance = self._instances.get(look.get("numId", ""))
        template = self._templates.get(instance.template) if instance else None
        if instance is None or template is None:
            return None
        levels = {**template.levels, **instance.levels}
        named = next((place for place, each in levels.items() if style and each.style == style), 0)
        place = min(max(whole_number(look.get("ilvl", ""), named), 0), _LEVELS - 1)
        counts = self._counts.setdefault(id(template), {})
        self._count(look["numId"], instance, levels, place, counts)
        level = levels.get(place, Level(text=f"%{place + 1}."))
        if level.form == "bullet":
            return Number("", place + 1) if level.text.strip() else None
        printed = _printed(levels, level, counts)
        return Number(printed, place + 1) if printed else None

    def _count(
        self, name: str, instance: Instance, levels: dict[int, Level], place: int, counts: dict[int, int]
    ) -> None:
        if place in instance.starts and (name, place) not in self._begun:
            self._begun.add((name, place))
            counts[place] = instance.starts[place]
        else:
            counts[place] = counts[place] + 1 if place in counts else levels.get(place, Level()).start
        for deeper in [each for each in counts if each > place]:
            restart = levels.get(deeper, Level()).restart
            if restart != 0 and (restart < 0 or place < restart):
                del counts[deeper]


def _printed(levels: dict[int, Level], level: Level, counts: dict[int, int]) -> str:
    def numeral(found: re.Match[str]) -> str:
        named = int(found[1]) - 1
        of = levels.get(named, Level())
        return written(counts.get(named, of.start), "decimal" if level.legal else of.form)

    return _PLACE.sub(numeral, level.text).strip()


def numbering(cursor: Cursor) -> Numbering:
    """The lists of a document."""
    templates: dict[str, Template] = {}
    instances: dict[str, Instance] = {}
    for name, attributes in cursor.starts():
        if name == "abstractNum":
            templates[attribute(attributes, "abstractNumId")] = _template(cursor)
        elif name == "num":
            instances[attribute(attributes, "numId")] = _instance(cursor)
    return Numbering(templates, instances)


def _template(cursor: Cursor) -> Template:
    template = Template()
    for name, attributes in cursor.starts():
        if name == "lvl":
            template.levels[whole_number(attribute(attributes, "ilvl"))] = _level(cursor)
        elif name == "numStyleLink":
            template.link = value(attributes)
        elif name == "styleLink":
            template.linked = value(attributes)
    return template


def _instance(cursor: Cursor) -> Instance:
    instance = Instance()
    place = 0
    for name, attributes in cursor.starts():
        if name == "abstractNumId":
            instance.template = value(attributes)
        elif name == "lvlOverride":
            place = whole_number(attribute(attributes, "ilvl"))
        elif name == "startOverride":
            instance.starts[place] = whole_number(value(attributes), 1)
        elif name == "lvl":
            instance.levels[place] = _level(cursor)
    return instance


def _level(cursor: Cursor) -> Level:
    level = Level()
    for kind, name, attributes in cursor.inside():
        if kind != START:
            continue
        told = value(attributes)
        if name in ("pPr", "rPr"):
            cursor.skip()
        elif name == "start":
            level.start = whole_number(told, 1)
        elif name == "numFmt":
            level.form = told
        elif name == "lvlText":
            level.text = told
        elif name == "pStyle":
            level.style = told
        elif name == "lvlRestart":
            level.restart = whole_number(told, -1)
        elif name == "isLgl":
            level.legal = told not in ("0", "false")
    return level
