"""XML of strangers as a stream of events: no document types, no entities, no outside files; depth and size bounded.

The parser is expat itself. The tree builders of the standard library would hold a part of 500 MB in memory, and with
a document type refused at its first byte nothing of what the usual hardening layer forbids is left to be forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from generator.extraction._values import Budget, FaultKind, TooMuch

BLOCK = 1 << 16
TOKEN = 8 << 20  # bytes of one tag, which the parser holds whole
START, END, TEXT = 0, 1, 2
Event = tuple[int, str, dict[str, str]]  # kind; local name, or the text; attributes as written, with their prefixes
_NONE: dict[str, str] = {}


def events(file: BinaryIO, budget: Budget) -> Iterator[Event]:
    """Start, end and text events; names come without their prefix, text between two tags in one piece or several.

    Raises `TooMuch` for a document type and for what is beyond a limit, `expat.ExpatError` for what is no XML.
    """
    found: list[Event] = []
    parser = _parser(found, budget.limits.nesting)
    fed = 0
    while block := file.read(BLOCK):
        parser.Parse(block, False)
        fed += len(block)
        if fed - parser.CurrentByteIndex > TOKEN:
            raise TooMuch(FaultKind.TOO_LARGE, "XML 里有一个标签太长，没有读完；请用原软件重新另存")
        budget.parse(len(found))
        yield from found
        found.clear()
    parser.Parse(b"", True)
    yield from found


def _parser(found: list[Event], nesting: int) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = BLOCK
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > nesting:
            raise TooMuch(FaultKind.TOO_DEEP, f"XML 嵌套超过 {nesting} 层，没有读完；请用原软件重新另存")
        found.append((START, name.rpartition(":")[2], attributes))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append((END, name.rpartition(":")[2], _NONE))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: found.append((TEXT, text, _NONE))
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declared: object) -> None:
    raise TooMuch(FaultKind.BROKEN, "XML 里夹带了文档类型声明（可能是攻击），没有读；请用原软件重新另存")


def attribute(attributes: dict[str, str], name: str) -> str:
    """The value of an attribute by its local name, whatever its prefix; empty where there is none."""
    if name in attributes:
        return attributes[name]
    ending = f":{name}"
    return next((value for key, value in attributes.items() if key.endswith(ending)), "")
