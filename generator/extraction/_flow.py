"""The running text of Word and PowerPoint: paragraphs, tables, text boxes, deletions, from one stream of events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.extraction._source import Source
from generator.extraction._values import Fault, FaultKind, Passage, Piece, Row
from generator.extraction._xml import END, START, Event, attribute

SPAN = 64
_LIVE = frozenset({"t", "instrText"})
_GONE = frozenset({"delText", "delInstrText"})
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WORDS = frozenset({"alt", "descr", "title"})
_NUMBER = re.compile(r"\d{11}")
_TRACES = frozenset({"ins", "del", "moveFrom", "moveTo"})


@dataclass(slots=True)
class _Table:
    """A table that is being read: its number, and the rows and cells so far."""

    number: int
    row: int = 0
    cells: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    span: int = 1


class Flow:
    """Reads one part; `place` is what it is called (「正文」). What it noticed is told by `faults` at its end."""

    def __init__(self, source: Source, place: str) -> None:
        self._source = source
        self._place = place
        self._inside: list[str] = []  # open elements
        self._paragraphs: list[list[str]] = []  # open paragraphs: a text box lies in one
        self._around: list[_Table | None] = []  # open cells and text boxes
        self._tables: list[_Table] = []
        self._numbers = {"段": 0, "表": 0}
        self._boxes: set[str] = set()
        self._gone: list[str] = []
        self._loose: list[str] = []
        self.traced = self.hidden = False

    def read(self, events: Iterable[Event]) -> Iterator[Piece]:
        """The pieces of the part, in its order."""
        for kind, name, attributes in events:
            if kind == START:
                self._inside.append(name)
                self._start(name, attributes)
            elif kind == END:
                self._inside.pop()
                yield from self._end(name)
            else:
                self._text(name)
        if self._gone:
            yield Passage(self._source.at(f"{self._place}里已删除的修订"), "\n".join(self._gone))
        if loose := "\n".join(text for text in self._loose if text.strip()):
            yield Passage(self._source.at(f"{self._place}里的说明和名称"), loose)

    def faults(self) -> Iterator[Fault]:
        """What the reader of the document should be told of the part."""
        if self.traced:
            words = "留有修订痕迹，别人能看到改动前的文字；请接受或拒绝全部修订后再发布"
            yield self._source.fault(FaultKind.TRACED, words, self._place)
        if self.hidden:
            yield self._source.fault(FaultKind.HIDDEN, "有隐藏的文字或页面；请删除，或取消隐藏", self._place)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            self._paragraphs.append([])
        elif name in _BREAKS and self._paragraphs and self._inside[-2] != "tabs":
            self._paragraphs[-1].append(_BREAKS[name])
        elif name == "tbl":
            self._numbers["表"] += 1
            self._tables.append(_Table(self._numbers["表"]))
        elif name == "tc" and self._tables:
            self._tables[-1].paragraphs = []
            self._around.append(self._tables[-1])
        elif name == "txbxContent":
            self._around.append(None)
        elif name == "gridSpan" and self._tables:
            width = attribute(attributes, "val")
            self._tables[-1].span = min(int(width), SPAN) if width.isdecimal() else 1
        else:
            self._note(name, attributes)

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        shown = attribute(attributes, "val") if name == "vanish" else attribute(attributes, "show")
        self.traced = self.traced or name in _TRACES
        self.hidden = self.hidden or (name == "vanish" and shown not in ("0", "false", "off"))
        self.hidden = self.hidden or (name == "sld" and shown in ("0", "false"))
        self._loose += telling(attributes)

    def _end(self, name: str) -> Iterator[Piece]:
        if name == "p" and self._paragraphs:
            yield from self._paragraph("".join(self._paragraphs.pop()))
        elif name == "txbxContent":
            self._around.pop()
        elif name == "tc" and self._tables:
            table = self._tables[-1]
            self._around.pop()
            table.cells += ["\n".join(table.paragraphs), *[""] * (table.span - 1)]
            table.paragraphs, table.span = [], 1
        elif name == "tr" and self._tables:
            yield from self._row(self._tables[-1])
        elif name == "tbl" and self._tables:
            yield from self._row(self._tables.pop())

    def _row(self, table: _Table) -> Iterator[Row]:
        table.row += 1
        if any(table.cells):
            yield Row(self._source.at(f"{self._place}表 {table.number}"), table.row, tuple(table.cells))
        table.cells = []

    def _paragraph(self, text: str) -> Iterator[Piece]:
        cell = self._around[-1] if self._around else None
        if cell:
            cell.paragraphs.append(text)
            return
        self._numbers["段"] += not self._around
        if self._around and text in self._boxes:
            return  # Word writes a text box twice, for itself and for older programs
        self._boxes |= {text} if self._around else set()
        if text.strip():
            place = f"{self._place}里的文本框" if self._around else f"{self._place}第 {self._numbers['段']} 段"
            yield Passage(self._source.at(place), text)

    def _text(self, text: str) -> None:
        self._source.budget.hold(len(text))
        name = self._inside[-1] if self._inside else ""
        if name in _GONE:
            self.traced = True
            self._gone.append(text)
        elif name in _LIVE and self._paragraphs:
            self._paragraphs[-1].append(text)
        else:
            self._loose.append(text)


def telling(attributes: dict[str, str]) -> list[str]:
    """The values of attributes that could be words or somebody's number: alternative texts, cached items, names."""
    return [
        value
        for name, value in attributes.items()
        if value and (name in _WORDS or not value.isascii() or (_NUMBER.search(value) and name != "panose"))
    ]
