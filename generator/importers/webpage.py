"""Web pages of old sites: the article, what the page states of itself, the pictures that lie beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.blocks import Imported, Paragraph, Remark, Span
from generator.errors import UsageError
from generator.extraction import Fault, Limits, page_text
from generator.web_blocks import blocks_of
from generator.web_page import article, heading, stated
from generator.web_pictures import Pictures
from generator.web_tree import TooLarge, tree

ENDINGS = (".html", ".htm", ".shtml", ".xhtml")


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """One document."""
    pieces = page_text(path, limits)
    text = next((piece for piece in pieces if isinstance(piece, str)), None)
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    if text is None:
        what, _, advice = faults[0].message.partition("；")
        raise UsageError(what, str(path), advice)
    try:
        root = tree(text)
    except TooLarge:
        raise UsageError("网页太复杂，没有读", str(path), "请用浏览器打开，复制正文到 Word 后再导入") from None
    values, part = stated(root), article(root)
    title = "" if "标题" in values else heading(root, part)
    pictures = Pictures(path.parent)
    laid = blocks_of(part, pictures.name)
    hidden = ["有隐藏的文字，没有导入"] if laid.hidden else []
    remarks = [*(fault.message for fault in faults), *hidden, *pictures.told()]
    yield Imported(
        path.name,
        blocks=(*((Paragraph((Span(title),), level=1),) if title else ()), *laid.blocks),
        pictures=pictures.found,
        values=values,
        remarks=tuple(Remark("", message) for message in remarks),
    )
