"""OFD, the national fixed-layout format (GB/T 33190): the text of every page, notes, files within, all other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from zipfile import ZipFile, ZipInfo

from generator.extraction._columns import Word, rows, spaced
from generator.extraction._office import others, part_events
from generator.extraction._package import opened
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, Row
from generator.extraction._xml import END, START, attribute

KINDS = ("ofd",)
_PAGE = re.compile(r"(?:.*/)?(Pages|Tpls)/(?:Page|Tpl)_?(\d+)/Content\.xml", re.IGNORECASE)
_ANNOTATION = re.compile(r".*/Annot(?:ation)?s?/.*\.xml", re.IGNORECASE)
LETTER = 3.5  # millimetres, where no size is told


def read(source: Source) -> Iterator[Piece]:
    """The pages by their numbers; all other parts as they are."""
    with opened(source) as archive:
        pages: list[tuple[str, int, ZipInfo]] = []
        rest: list[ZipInfo] = []
        for info in archive.infolist():
            found = _PAGE.fullmatch(info.filename)
            if found:
                pages.append((found[1].lower(), int(found[2][:9]), info))
            else:
                rest.append(info)
        for folder, number, info in sorted(pages, key=lambda page: page[:2]):
            place = f"第 {number + 1} 页" if folder == "pages" else f"模板页 {number + 1}"
            yield from source.guarded(_page(source, archive, info, place), place)
        if any(_ANNOTATION.fullmatch(info.filename) for info in rest):
            yield source.fault(FaultKind.TRACED, "留有批注或签章之外的标注；请核对后再发布")
        yield from others(source, archive, rest)


def _page(source: Source, archive: ZipFile, info: ZipInfo, place: str) -> Iterator[Piece]:
    """A page's words once as lines and, where it looks like a table, once more as rows."""
    words: list[Word] = []
    loose: list[str] = []
    left, top, size = 0.0, 0.0, LETTER
    inside, painted = "", False
    for kind, name, attributes in part_events(source, archive, info):
        if kind == START:
            inside = name
            painted = painted or name in ("ImageObject", "PathObject")
            if name == "TextObject":
                left, top = _numbers(attribute(attributes, "Boundary"), 2)
                (size,) = _numbers(attribute(attributes, "Size"), 1) if attribute(attributes, "Size") else (LETTER,)
            elif name == "TextCode":
                x, y = (_numbers(attribute(attributes, key), 1)[0] for key in ("X", "Y"))
                words.append(Word("", left + x, -(top + y), size or LETTER))
        elif kind == END:
            inside = ""
        elif inside == "TextCode" and words:
            source.budget.hold(len(name))
            last = words.pop()
            words.append(Word(last.text + name, last.x, last.y, last.size))
        elif name.strip():
            loose.append(name)
    yield from _told(source, [word for word in words if word.text.strip()], place, painted)
    if loose:
        yield Passage(source.at(place), "\n".join(loose))


def _told(source: Source, found: list[Word], place: str, painted: bool) -> Iterator[Piece]:
    if words := spaced(found):
        yield Passage(source.at(place), "".join(word.text for word in words))
        for number, cells in enumerate(rows(words), 1):
            yield Row(source.at(f"{place}的表"), number, cells)
    elif painted:
        yield source.fault(FaultKind.SCANNED, "没有文字层（扫描件或图片），没有检查；请人工核对", place)


def _numbers(written: str, count: int) -> tuple[float, ...]:
    """The first numbers of a list such as `10 20 30 40`; zeros where they are none."""
    found = [_number(number) for number in written.split()[:count]]
    return tuple(found + [0.0] * (count - len(found)))


def _number(written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        return 0.0
    return value if isfinite(value) else 0.0
