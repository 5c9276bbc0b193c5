"""PowerPoint (pptx): slides with their tables, notes, comments, and all other parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from generator.extraction._flow import Flow
from generator.extraction._office import others, part_events
from generator.extraction._package import opened
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Piece

KINDS = ("pptx",)
_PARTS = (
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "幻灯片 {}"),
    (re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml"), "备注页 {}"),
)
_COMMENTS = re.compile(r"ppt/comments/.*\.xml")


def read(source: Source) -> Iterator[Piece]:
    """The slides and notes by the numbers of their parts; all other parts as they are."""
    with opened(source) as archive:
        rest: list[ZipInfo] = []
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")
            found = ((form.fullmatch(name), words) for form, words in _PARTS)
            place = next((words.format(match[1]) for match, words in found if match), "")
            if place:
                yield from source.guarded(_part(source, archive, info, place), place)
            else:
                rest.append(info)
        if any(_COMMENTS.fullmatch(info.filename) for info in rest):
            yield source.fault(FaultKind.TRACED, "留有批注；请删除批注后再发布")
        yield from others(source, archive, rest)


def _part(source: Source, archive: ZipFile, info: ZipInfo, place: str) -> Iterator[Piece]:
    flow = Flow(source, place)
    yield from flow.read(part_events(source, archive, info))
    yield from flow.faults()
