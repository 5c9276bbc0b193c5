"""PDF: the text layer of every page, running and as rows; annotations, forms, bookmarks, properties, files within.

Read by pypdf, which is an extra: without it a PDF is told as unread. A page's text is given once as it runs, which
loses nothing, and where it looks like a table once more in rows, so that a cell has its header.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from generator.extraction._pdf_faults import Told, unmapped
from generator.extraction._pdf_page import Visitor, modern, page_pictures
from generator.extraction._pdf_parts import around, beside
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, Row, TooMuch

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

KINDS = ("PDF",)
CONTENT = 16 << 20  # bytes of one page's drawing


def read(source: Source) -> Iterator[Piece]:
    """Page by page; a page that fails does not stop the others."""
    with Told() as told:
        reader = opened(source)
        if reader is None:
            words = "加了密码（限制打印、编辑也算），内容没有检查；请另存为不加密的 PDF"
            yield source.fault(FaultKind.ENCRYPTED, words)
            return
        yield from _pages(source, reader)
        yield from around(source, reader)
    if told.count:
        words = f"PDF 有 {told.count} 处写法读不了，可能漏掉了文字；请用原软件重新导出"
        yield source.fault(FaultKind.PARTIAL, words)


def opened(source: Source) -> PdfReader | None:
    """None where it does not open without a password, or with a cipher that needs a library of its own."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError:
        words = "没有安装 PDF 读取组件，内容没有检查；请运维人员安装 gongkai[pdf]"
        raise TooMuch(FaultKind.NO_LIBRARY, words) from None
    try:
        reader = PdfReader(source.file)
        return reader if not reader.is_encrypted or reader.decrypt("") else None
    except (DependencyError, NotImplementedError):
        return None


def _pages(source: Source, reader: PdfReader) -> Iterator[Piece]:
    limit = source.budget.limits.pages
    lists: dict[FaultKind, list[int]] = {FaultKind.SCANNED: [], FaultKind.GARBLED: [], FaultKind.PICTURE: []}
    table = _Run(source)
    for number, page in enumerate(islice(reader.pages, limit), 1):
        yield from source.guarded(_page(source, page, number, lists, table), f"第 {number} 页")
        yield from source.guarded(beside(source, page, number), f"第 {number} 页")
    if len(reader.pages) > limit:
        raise TooMuch(FaultKind.TOO_LARGE, f"超过 {limit} 页，后面的没有检查；请拆分后再发布")
    for kind, words in _WORDS.items():
        if lists[kind]:
            yield source.fault(kind, f"{_ranges(lists[kind])}{words}")


_WORDS = {
    FaultKind.SCANNED: "没有文字层（扫描件、图片，或文字已转成曲线），没有检查；请人工核对，或换成能选中文字的 PDF",
    FaultKind.GARBLED: "的字体没有文字对照，读出来是乱码；请人工核对，或用原软件重新导出",
    FaultKind.PICTURE: "里有图片，图里的文字没有检查；请人工核对",
}


def _page(
    source: Source, page: PageObject, number: int, lists: dict[FaultKind, list[int]], table: _Run
) -> Iterator[Piece]:
    text, visitor, blank = drawn(source, page)
    pictures = page_pictures(page) or visitor.inline
    if text.strip():
        yield Passage(source.at(f"第 {number} 页"), text)
        yield from table.rows(visitor.rows(), number)
        lists[FaultKind.PICTURE] += [number] if pictures else []
    elif pictures or visitor.painted or (not blank and not visitor.count):
        lists[FaultKind.SCANNED].append(number)
    if unmapped(page, text):
        lists[FaultKind.GARBLED].append(number)


def drawn(source: Source, page: PageObject) -> tuple[str, Visitor, bool]:
    """A page's text as it runs, what was seen on the way, and whether nothing is drawn at all."""
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    source.budget.unpack(len(data))
    if len(data) > CONTENT:
        raise TooMuch(FaultKind.TOO_LARGE, f"绘制内容超过 {CONTENT >> 20} MiB，没有检查；请用原软件重新导出")
    visitor = Visitor()
    text = modern(page.extract_text(visitor_operand_before=visitor.operation, visitor_text=visitor.text))
    return text, visitor, not data.strip()


class _Run:
    """A table that runs on over pages: pages that follow each other with as many columns are taken as one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._place = ""
        self._last = self._width = self._count = 0

    def rows(self, rows: tuple[tuple[str, ...], ...], page: int) -> Iterator[Row]:
        """The rows of the page, numbered on where the table runs on."""
        width = max(map(len, rows), default=0)
        if page != self._last + 1 or width != self._width:
            self._place, self._count = self._source.at(f"第 {page} 页起的表"), 0
        self._last, self._width = page, width
        for cells in rows:
            self._count += 1
            yield Row(self._place, self._count, cells, page=f"第 {page} 页")


def _ranges(pages: list[int]) -> str:
    """Page numbers as 「第 1—3、7 页」."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    told = "、".join("—".join(map(str, run)) for run in runs[:20])
    return f"第 {told}{'……' if len(runs) > 20 else ''} 页"
