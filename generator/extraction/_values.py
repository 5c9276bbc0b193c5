"""What comes out of an attachment: rows of cells, running text, and what must be told about it; and the bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class FaultKind(Enum):
    """What must be told of an attachment; `unread` ones mean that something in it escaped reading."""

    ENCRYPTED = "加了密码"
    UNKNOWN = "格式不能检查"
    NO_LIBRARY = "没有安装读取组件"
    TOO_LARGE = "太大"
    TOO_DEEP = "嵌套太深"
    BROKEN = "损坏"
    PICTURE = "有图片，图里的文字没有检查"
    SCANNED = "没有文字层"
    GARBLED = "文字是乱码"
    ROUNDED = "长数字只剩科学计数"
    PARTIAL = "只能粗略检查"
    MACRO = "带有宏或脚本"
    WRONG_NAME = "扩展名与内容不符"
    AUTHOR = "文档属性里留有作者信息"
    HIDDEN = "有隐藏的内容"
    TRACED = "留有批注或修订痕迹"
    UNSAFE_PATH = "压缩包里有越界的路径"

    @property
    def unread(self) -> bool:
        """Whether content escaped reading, so that a person has to look; the others were read and are only told."""
        return self not in _READ


_READ = frozenset(
    {
        FaultKind.MACRO,
        FaultKind.WRONG_NAME,
        FaultKind.AUTHOR,
        FaultKind.HIDDEN,
        FaultKind.TRACED,
        FaultKind.UNSAFE_PATH,
    }
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text and where it stands, such as 「第 3 页」; `place` is empty for the whole of a plain file."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the table's place, its 1-based number there, and its cells from the first column on.

    A cell's place is 「工作表“名单” B12」 where the program that made it letters columns, else 「第 12 行第 2 格」;
    `page` says on which page of a table that runs over several.
    """

    table: str
    number: int
    cells: tuple[str, ...]
    lettered: bool = False
    page: str = ""

    def place(self, index: int) -> str:
        """Where the cell with this 0-based index stands, in Chinese."""
        cell = f"{column_letters(index)}{self.number}" if self.lettered else f"第 {self.number} 行第 {index + 1} 格"
        return " ".join(part for part in (self.table, self.page, cell) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to be told of an attachment, where, and in which words; the words never repeat what it holds."""

    kind: FaultKind
    place: str
    message: str


Piece = Passage | Row | Fault


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow each other in one sheet or table."""

    place: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read of an attachment, in its own order, and all that must be told of it."""

    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing escaped reading."""
        return not any(fault.kind.unread for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one attachment may cost, with everything that is packed in it."""

    file_bytes: int = 256 << 20
    member_bytes: int = 64 << 20  # of a document within an archive, which is held in memory
    part_bytes: int = 512 << 20  # of an XML part, which is not
    total_bytes: int = 1 << 30  # unpacked, all together
    directory_bytes: int = 2 << 20  # what an archive's list of members takes: it is read at once
    entries: int = 20_000  # members of all archives
    depth: int = 4  # archives within archives
    nesting: int = 256  # elements within elements
    cells: int = 5_000_000
    characters: int = 400_000_000
    held: int = 96_000_000  # characters that must be held in memory: shared strings, paragraphs, formulas
    events: int = 30_000_000  # tags and texts of XML
    pages: int = 3_000


class TooMuch(Exception):
    """A document goes beyond a bound: which one, and the words. The rest of the attachment is read on."""

    def __init__(self, kind: FaultKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class Exhausted(TooMuch):
    """The attachment as a whole goes beyond a bound; nothing more of it is read."""


class Budget:
    """Counts what an attachment costs against its limits, over all documents that are packed in it."""

    __slots__ = ("_cells", "_characters", "_entries", "_events", "_held", "_unpacked", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._unpacked = self._entries = self._events = self._held = self._cells = self._characters = 0

    def unpack(self, count: int) -> None:
        """Count bytes that came out of an archive; raise `Exhausted` beyond the limit."""
        self._unpacked += count
        _within(self._unpacked, self.limits.total_bytes, "解压后太大（疑似压缩炸弹）")

    def enter(self, count: int) -> None:
        """Count members of an archive."""
        self._entries += count
        _within(self._entries, self.limits.entries, f"内含文件超过 {self.limits.entries} 个")

    def parse(self, count: int) -> None:
        """Count tags and texts of XML."""
        self._events += count
        _within(self._events, self.limits.events, "内容太多")

    def hold(self, count: int) -> None:
        """Count characters that stay in memory until a part is read to its end."""
        self._held += count
        _within(self._held, self.limits.held, "文字太多")

    def give(self, piece: Piece) -> None:
        """Count what is handed out."""
        if isinstance(piece, Row):
            self._cells += len(piece.cells)
            self._characters += sum(map(len, piece.cells))
            _within(self._cells, self.limits.cells, f"单元格超过 {self.limits.cells} 个")
        elif isinstance(piece, Passage):
            self._characters += len(piece.text)
        _within(self._characters, self.limits.characters, "文字太多")


def _within(count: int, limit: int, words: str) -> None:
    if count > limit:
        raise Exhausted(FaultKind.TOO_LARGE, f"{words}，没有读完；请拆分后再发布")


def column_letters(index: int) -> str:
    """The letters of a column by its 0-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(name: str) -> str:
    """A name as a place tells it: shortened, and without the middle of long numbers, which could be somebody's."""
    name = re.sub(r"[^\W\d_]?\d{6,}", lambda found: found[0][:3] + "*" * (len(found[0]) - 3), " ".join(name.split()))
    return name if len(name) <= 60 else name[:40] + "…" + name[-19:]
