"""The document on a web page of an old site: its article, what the page states of itself, the pictures beside it."""

from __future__ import annotations

from pathlib import Path

from generator.blocks import Imported, Paragraph, Remark, Span
from generator.errors import UsageError
from generator.web_blocks import blocks_of
from generator.web_page import article, heading, stated
from generator.web_pictures import Pictures
from generator.web_tree import TooLarge, tree


def web_document(text: str, name: str, folder: Path, title: str = "") -> Imported:
    """What a page says; pictures lie below `folder`. A `title` that is known already is not sought in the page."""
    try:
        root = tree(text)
    except TooLarge:
        raise UsageError("网页太复杂，没有读", name, "请用浏览器打开，复制正文到 Word 后再导入") from None
    values, part = stated(root), article(root)
    shown = "" if title or "标题" in values else heading(root, part)
    pictures = Pictures(folder)
    laid = blocks_of(part, pictures.name)
    told = [*(["有隐藏的文字，没有导入"] if laid.hidden else []), *pictures.told()]
    return Imported(
        name,
        blocks=(*((Paragraph((Span(shown),), level=1),) if shown else ()), *laid.blocks),
        pictures=pictures.found,
        values=values,
        remarks=tuple(Remark("", message) for message in told),
    )
