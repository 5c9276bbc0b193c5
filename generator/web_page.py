"""A page of an old site: which part of it is the article, and what the page states of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.blocks import Imported, Paragraph, Remark, Span
from generator.errors import UsageError
from generator.forms import repair_day
from generator.web_blocks import DROPPED, blocks_of
from generator.web_pictures import Pictures
from generator.web_tree import Element, TooLarge, tree

MUCH = 0.4  # of the words: no part that holds so many stands around the article
MOST = 0.7  # of the words: the part that holds so many of them is looked into further
# What systems of government sites call the part that holds the article, the surest first.
_ARTICLES = (
    re.compile(r"ucap-content|trs_editor|vsb_content\w*|zoom|zoomcon|articlecontent|article[-_]content|news_?content"),
    re.compile(
        r"pages_content|content_?text|con_?text|arti_content|xxgk_content|main_?text|text_?content|detail_?content"
    ),
)
_AROUND = re.compile(
    r"(?:^|[-_])(?:nav|navi|navbar|menu|breadcrumbs?|crumbs?|position|footer?|foot|header|topbar|top|banner|sidebar|side|share"
    r"|copyright|print|related|hits|search|login|toolbar|bdsharebuttonbox)(?:$|[-_\d])"
)
# The standard of government sites names these in the head of a page of an article.
_STATED = {
    "articletitle": "标题",
    "pubdate": "发布日期",
    "contentsource": "来源",
    "columnname": "栏目",
    "keywords": "主题词",
    "description": "内容概述",
    "author": "责任编辑",
}


def document(text: str, place: Path, whole: bool = True) -> Imported:
    """The article of a page as it is written, or all of a part of one (a body that stood in a cell of an export).

    `place` is the file that it was read from: pictures are looked for beside it. `UsageError` for what no person wrote.
    """
    try:
        root = tree(text)
    except TooLarge:
        raise UsageError("网页太复杂，没有读", str(place), "请用浏览器打开，复制正文到 Word 后再导入") from None
    values, part = (stated(root), article(root)) if whole else ({}, root)
    title = heading(root, part) if whole and "标题" not in values else ""
    pictures = Pictures(place.parent)
    laid = blocks_of(part, pictures.name)
    told = (*(["有隐藏的文字，没有导入"] if laid.hidden else ()), *pictures.told())
    return Imported(
        place.name,
        blocks=(*((Paragraph((Span(title),), level=1),) if title else ()), *laid.blocks),
        pictures=pictures.found,
        values=values,
        remarks=tuple(Remark("", message) for message in told),
    )


def stated(root: Element) -> Mapping[str, str]:
    """What the head of a page of an article states, by the labels of fields; nothing where it is no such page."""
    names = {
        each.attributes.get("name", "").lower(): " ".join(each.attributes.get("content", "").split())
        for each in root.elements()
        if each.name == "meta"
    }
    if not names.get("articletitle"):
        return {}
    names["pubdate"] = repair_day(names.get("pubdate", ""))
    return {label: names[name] for name, label in _STATED.items() if names.get(name)}


def article(root: Element) -> Element:
    """The part of a page that holds the article; what is plainly around it is taken out of the tree."""
    weights: dict[int, int] = {}
    _weigh(root, weights)
    _clear(root, weights, weights[id(root)])
    _weigh(root, weights)
    known = (
        max(found, key=lambda each: weights[id(each)])
        for form in _ARTICLES
        if (found := [each for each in root.elements() if weights.get(id(each)) and _is_called(each, form)])
    )
    return _narrowed(next(known, root), weights)


def heading(root: Element, part: Element) -> str:
    """The title that stands above the article, where it has none within."""
    inside = {id(each) for each in part.elements()}
    found = [each for each in root.elements() if each.name == "h1" and each.text().strip()]
    return " ".join(found[0].text().split()) if len(found) == 1 and id(found[0]) not in inside else ""


def _narrowed(part: Element, weights: Mapping[int, int]) -> Element:
    """The innermost part that still holds most of the words, but for one that is a mere paragraph or table."""
    while True:
        inner = [child for child in part.children if isinstance(child, Element)]
        best = max(inner, key=lambda each: weights.get(id(each), 0), default=None)
        if best is None or best.name in ("p", "table", "ul", "ol", "span", "h1", "font", "b", "strong", "a", "center"):
            return part
        if weights.get(id(best), 0) < MOST * weights[id(part)] or not weights[id(part)]:
            return part
        part = best


def _weigh(element: Element, weights: dict[int, int]) -> int:
    """How many characters an element holds that are no link; depth is bounded by the tree."""
    own = 0
    for child in element.children:
        if isinstance(child, str):
            own += len("".join(child.split()))
        elif child.name not in DROPPED:
            own += _weigh(child, weights)
    weights[id(element)] = 0 if element.name == "a" else own
    return weights[id(element)]


def _clear(element: Element, weights: Mapping[int, int], whole: int) -> None:
    """Take out what is called by the names of what stands around, unless it holds much of the page's words."""
    for child in element.children:
        if isinstance(child, Element):
            _clear(child, weights, whole)
    element.children = [
        child
        for child in element.children
        if isinstance(child, str) or not _is_around(child) or weights.get(id(child), 0) > MUCH * whole
    ]


def _is_around(child: Element) -> bool:
    return child.name in ("nav", "footer", "aside") or any(_AROUND.search(name) for name in _names(child))


def _is_called(element: Element, form: re.Pattern[str]) -> bool:
    return any(form.fullmatch(name) for name in _names(element))


def _names(element: Element) -> Iterator[str]:
    """The names by which styles and scripts call an element."""
    for attribute in ("id", "class"):
        yield from element.attributes.get(attribute, "").lower().split()
