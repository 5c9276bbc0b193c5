"""What of a body's source will not be published: the sanitizer's decisions, told to the editor with their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from generator.grammar import ELEMENTS, INVISIBLE
from generator.references import TAG, addresses, attributes, masked
from generator.sanitizer import ALLOWED

REPORT_LIMIT = 20
MARKUP_KINDS = 3  # of HTML that are told one by one
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t]*+#{1,6}(.*)$|^(.*)\n(?:=+|-+)[ ]*$|<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
_DECLARATION = re.compile(r"<[?!](?!--)\w{0,10}")


def removed(source: str) -> tuple[tuple[int, int, str], ...]:
    """What of a body will not be published, as (0-based line, 1-based column, what): each kind once."""
    if "<" not in source and "]" not in source and not INVISIBLE.search(source):
        return ()
    text = masked(source)
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for start, what in (*_characters(source), *_html(text), *_addresses(text), *_footnotes(text)):
        counts[what] += 1
        first[what] = min(start, first.get(what, start))
    told = []
    for what, start in _gathered(first, counts):
        times = f"（共 {counts[what]} 处）" if counts[what] > 1 else ""
        told.append((text.count("\n", 0, start), start - text.rfind("\n", 0, start), what + times))
    return tuple(told[:REPORT_LIMIT])


def _gathered(first: dict[str, int], counts: Counter[str]) -> list[tuple[str, int]]:
    """The kinds in order of their first places; many of HTML, as a pasted table brings them, come out as one."""
    found = sorted(first.items(), key=lambda item: (item[1], item[0]))
    markup = [what for what, _ in found if what[0] == "<" or what.startswith(("标签", "声明"))]
    if len(markup) <= MARKUP_KINDS:
        return found
    total = sum(counts[what] for what in markup)
    named = "、".join(what.removesuffix("（文字保留）") for what in markup[:MARKUP_KINDS])
    kept = "其中的脚本、样式等整个去掉" if any("和其中的内容" in what for what in markup) else "文字保留"
    whole = f"粘贴来的 HTML 格式 {total} 处：{named} 等 {len(markup)} 种（{kept}）"
    rest = [(what, start) for what, start in found if what not in markup]
    return sorted([*rest, (whole, first[markup[0]])], key=lambda item: (item[1], item[0]))


def _characters(source: str) -> Iterator[tuple[int, str]]:
    for found in INVISIBLE.finditer(source):
        yield found.start(), f"看不见的字符 U+{ord(found[0]):04X}"


def _html(text: str) -> Iterator[tuple[int, str]]:
    if "<" not in text:
        return
    for found in TAG.finditer(text):
        name = found[2].lower()
        if found[1] or (name not in ELEMENTS and ":" not in name):
            continue  # an end tag; or no tag at all, but text
        if name not in ALLOWED.elements:
            yield found.start(), f"标签 <{name}>" + (" 和其中的内容" if name in ALLOWED.emptied else "（文字保留）")
            continue
        allowed = ALLOWED.elements[name] | set(ALLOWED.values.get(name, ()))
        for key in attributes(found[3]) if found[3].strip(" /") else ():
            if key not in allowed or key == "id":
                yield found.start(), f"<{name}> 的属性 {key}"
    for found in _DECLARATION.finditer(text):
        yield found.start(), f"声明 {found[0]}…"


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    headings: frozenset[str] | None = None
    for place in addresses(text):
        bare = re.sub(r"[\0-\x20]+", "", place.target)
        if bare.startswith("#") and not re.match(r"#(?:fn|s-\d)", bare):
            headings = _headings(text) if headings is None else headings
            if _letters(unquote(bare)) not in headings:
                yield place.start, f"链接「{bare[:40]}」：本文没有这个标题"
            continue
        scheme = _SCHEME.match(bare)
        if bare.startswith("//") or (scheme and place.image):
            yield place.start, f"{'图片' if place.image else '链接'}「{bare[:40]}」：不是本信息的文件"
        elif scheme and scheme[0].lower() not in ALLOWED.schemes:
            yield place.start, f"链接「{bare[:40]}」的地址：不允许 {scheme[0].lower()}:"


def _footnotes(text: str) -> Iterator[tuple[int, str]]:
    """Footnotes of one label: only the last of them is shown."""
    last: dict[str, int] = {}
    for found in _NOTE.finditer(text):
        if found[1] in last:
            yield last[found[1]], f"脚注「{found[1]}」写了几次，只留最后一个"
        last[found[1]] = found.start(1) - 2


def heading_of(source: str, anchor: str) -> str:
    """The id of the heading that a link from elsewhere names after its `#`, by its words or its id; '' where none."""
    headings = [_letters("".join(found)) for found in _HEADING.findall(masked(source))]
    wanted = _letters(unquote(anchor))
    known = {f"s{number}": f"s-{number}" for number in range(1, len(headings) + 1)}
    return f"s-{headings.index(wanted) + 1}" if wanted in headings else known.get(wanted, "")


def _headings(text: str) -> frozenset[str]:
    return frozenset(_letters("".join(found)) for found in _HEADING.findall(text))


def _letters(written: str) -> str:
    """What of a heading is neither blank nor mark nor markup: by it a link and its heading are told to be the same."""
    return re.sub(r"[\W_]+", "", re.sub(r"<[^>]*>", "", written)).lower()
