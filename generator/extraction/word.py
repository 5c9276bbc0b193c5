"""Word (docx): body, tables, headers and footers, notes, comments, deletions, text boxes, and all other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from generator.extraction._flow import Flow
from generator.extraction._office import others, part_events
from generator.extraction._package import opened
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Piece

KINDS = ("docx",)
_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "正文"),
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\d*\.xml"), "脚注"),
    (re.compile(r"word/endnotes\d*\.xml"), "尾注"),
    (re.compile(r"word/comments\d*\.xml"), "批注"),
    (re.compile(r"word/glossary/document\d*\.xml"), "构建基块"),
)


def read(source: Source) -> Iterator[Piece]:
    """The parts in the archive's order: those that are running text by name, all others as they are."""
    with opened(source) as archive:
        rest: list[ZipInfo] = []
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")
            place = next((words for form, words in _PARTS if form.fullmatch(name)), "")
            if place:
                yield from source.guarded(_part(source, archive, info, place), place)
            else:
                rest.append(info)
        yield from others(source, archive, rest)


def _part(source: Source, archive: ZipFile, info: ZipInfo, place: str) -> Iterator[Piece]:
    flow = Flow(source, place)
    comments = False
    for piece in flow.read(part_events(source, archive, info)):
        comments = comments or place == "批注"
        yield piece
    if comments:
        yield source.fault(FaultKind.TRACED, "留有批注；请删除批注后再发布")
    yield from flow.faults()
