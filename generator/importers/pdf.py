"""PDF: the words of its text layer as paragraphs; a scan has none, and is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.blocks import Imported, Remark
from generator.extraction import DrawnPage, Fault, Limits, pages
from generator.importers._lines import paragraphs
from generator.importers._refusal import refusal

ENDINGS = (".pdf",)
PAGES = 500
TABLE = 3  # lines with gaps, of which one may take a page to hold a table


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document; a scan has no blocks and is its own attachment."""
    pieces = pages(path, replace(limits, pages=PAGES))
    found = [piece for piece in pieces if isinstance(piece, DrawnPage)]
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    if not found:
        raise refusal(faults, path, "请用原软件重新导出")
    blocks, running = paragraphs(found)
    remarks = [Remark(fault.place, fault.message) for fault in faults]
    remarks += [Remark("页眉页脚", f"每页都有的「{text}」没有导入") for text in running]
    remarks += _told(found)
    attached = (path.name,) if any(page.scanned or page.garbled for page in found) else ()
    yield Imported(path.name, blocks=blocks, attachments=attached, remarks=tuple(remarks))


def _told(found: Sequence[DrawnPage]) -> Iterator[Remark]:
    for page in found:
        gaps = sum(bool(line.gaps) for line in page.lines)
        for words in (
            "是扫描件或图片，没有文字可以导入；原文件列为附件，正文请另外写" if page.scanned else "",
            "的字体没有文字对照，读出来可能是乱码；请对照原文，原文件列为附件" if page.garbled else "",
            "有图片，没有导入；要公开的请另外存成图片，放进正文" if page.pictured else "",
            "像是有表格，读成了一行一段的文字；请核对，最好改用表格的原文件导入" if gaps >= TABLE else "",
        ):
            if words:
                yield Remark(f"第 {page.number} 页", words)
