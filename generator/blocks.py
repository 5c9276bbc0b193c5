"""What importers read from a file of another program, in its own order: paragraphs, tables, pictures, notes.

Layout is kept as far as it tells what a paragraph *is* (centred, red, in large type), and no further: what comes of it
is decided by `recognition`, how it is written by `blocks_text`. Nothing here is trusted; nothing was fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from generator.extraction import column_letters


class Side(Enum):
    """Where a paragraph stands between the margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind, or one picture, or the mark of a note.

    `link` is a web address or "". `note` is a `Note`'s number, `picture` a `Picture`'s name: such a span has no text of
    its own. `raised` and `lowered` are super- and subscript.
    """

    text: str = ""
    strong: bool = False
    emphasis: bool = False
    raised: bool = False
    lowered: bool = False
    link: str = ""
    note: int = 0
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    `level` is 1 to 6 for a heading by its style or outline, else 0. `number` is the automatic number in the form that
    the program prints (`一、`, `1.`), without the text; `depth` is 0 outside lists, else 1 for the outermost; a bullet
    has a depth and no number. `size` is the type's size in points (0: not told), `red` whether its letters are red,
    `indent` the first line's indentation in ems of its type (0: none). `titled` tells that its style is the one for
    the title of the whole.
    """

    spans: tuple[Span, ...]
    level: int = 0
    number: str = ""
    depth: int = 0
    side: Side = Side.LEFT
    size: float = 0
    red: bool = False
    indent: float = 0
    titled: bool = False

    @property
    def text(self) -> str:
        """The words alone, with the automatic number before them."""
        return self.number + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that spans columns and rows; cells that another covers are not listed."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn; `heads` counts the rows at its top that repeat or are set off as heads (0: not told)."""

    rows: tuple[tuple[GridCell, ...], ...]
    heads: int = 0
    caption: str = ""


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the name that spans call it by (`picture-1.png`), its bytes, and the words that stand for it."""

    name: str
    data: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of data with a name: what becomes a data file beside the document; the first of `rows` is its head.

    `caption` is its title, `above` and `below` are the lines around it (单位：元, 注：…), which are no rows. `numbers`
    and `columns` are the places of rows (1-based) and columns (0-based) in the file, where parts of it were left out.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    numbers: tuple[int, ...] = field(default=(), compare=False)
    columns: tuple[int, ...] = field(default=(), compare=False)

    def place(self, row: int, column: int) -> str:
        """What a spreadsheet calls a cell: C4."""
        letters = column_letters(self.columns[column] if self.columns else column)
        return f"{letters}{self.numbers[row] if self.numbers else row + 1}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the editor must know about what was read: where, and in which words."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read of one document.

    `values` are fields by their Chinese label that the source itself *states* (columns of an OA's index, no guesses).
    `original` is the file's own name. `attachments` are further files that belong to it, relative to the file that was
    imported.
    """

    original: str
    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
