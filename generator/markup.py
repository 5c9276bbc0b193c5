"""Bodies → HTML: the one way by which an editor's text gets onto a page.

Markdown dialect (`dialect`) → allowlist (`sanitizer`) → headings, tables, links (`finishing`). A body that is too
large, too deep or too costly is a `MarkupError`; nothing an editor writes makes this module fail in another way.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from types import FrameType

from generator.dialect import INVISIBLE, converter
from generator.finishing import SCROLL, Finish
from generator.model import Body, Table
from generator.plaintext import plain
from generator.references import Found, find
from generator.removals import removed
from generator.sanitizer import clean

__all__ = ["Found", "MarkupError", "find", "plain", "removed", "render", "render_table"]

SIZE_LIMIT = 1 << 20  # bytes of UTF-8
DEPTH_LIMIT = 50
BUDGET = 2.0  # seconds of CPU for one body


class MarkupError(Exception):
    """A body that cannot be converted; the reason, in Chinese."""


def render(body: Body, root: str, prefix: str = "s") -> str:
    """The HTML of a body. `root` leads from the page to its unit's base (`../`); `prefix` begins its ids.

    Raises `MarkupError` for more than 1 MiB, nesting beyond 50, or 2 s of CPU. The last is enforced in the main thread
    only, where a signal can be had; other threads rely on whoever started them.
    """
    _refuse_large(body.source)
    try:
        with _budget():
            _refuse_deep(body.source)
            html = _depth_checked(clean(_converted(body.source)))
            tables = {written: render_table(table) for written, table in body.tables}
            return _joined(Finish(dict(body.links), tables, root, prefix).run(html))
    except RecursionError as error:
        converter.cache_clear()
        raise MarkupError(f"嵌套过深：超过 {DEPTH_LIMIT} 层") from error
    except MarkupError:
        converter.cache_clear()
        raise


def render_table(table: Table) -> str:
    """A data table as a figure: caption, column heads, a row head where the first column is words, figures marked."""
    head = "".join(
        f'<th scope="col"{_class(number)}>{escape(name)}</th>'
        for name, number in zip(table.header, table.numeric, strict=True)
    )
    names = not table.numeric[0] if table.numeric else False
    classes = [_class(number) for number in table.numeric]
    rows = []
    for row in table.rows:
        cells = [f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row, classes, strict=True)]
        if names:
            cells[0] = f'<th scope="row">{escape(row[0])}</th>'
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    label = escape(table.caption) or "表格"
    return (
        f"<figure>{SCROLL.format(label)}<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n"
        f"<tbody>\n{''.join(rows)}</tbody>\n</table></div></figure>"
    )


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _converted(source: str) -> str:
    made = converter()
    made.reset()
    return made.convert(INVISIBLE.sub("", source))


# ── limits ──────────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTES = re.compile(rf"(?:>[ \t]*){{{DEPTH_LIMIT + 1}}}")
_ITEM = r"(?:[*+-]|\d++\.)[ \t]++"
_ITEMS = re.compile(
    rf"^[ \t]*+(?:{_ITEM}){{{DEPTH_LIMIT + 1}}}|^(?:[ ]{{4}}|\t){{{DEPTH_LIMIT + 1},}}+[ \t]*+{_ITEM}", re.MULTILINE
)
_BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*(?=\n)")
_NESTED = re.compile(r"<(/?)(?!br\b|hr\b|img\b|col\b|wbr\b)[a-z]")


def _refuse_large(source: str) -> None:
    if len(source) > SIZE_LIMIT // 4 and len(source.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise MarkupError("正文超过 1 MiB")


def _refuse_deep(source: str) -> None:
    """Refuse early what would only be found too deep, or too costly, after much work."""
    if source.count("[") > DEPTH_LIMIT:
        depth = 0
        for found in _BRACKETS.finditer(source):
            token = found[0]
            if token[0] != "\\":
                depth = depth + 1 if token == "[" else max(depth - 1, 0) if token == "]" else 0
            if depth > DEPTH_LIMIT:
                raise MarkupError(f"方括号嵌套过深或没有成对：超过 {DEPTH_LIMIT} 层")
    if source.count(">") > DEPTH_LIMIT and _QUOTES.search(source):
        raise MarkupError(f"引用嵌套过深：超过 {DEPTH_LIMIT} 层")
    if _ITEMS.search(source):
        raise MarkupError(f"列表嵌套过深：超过 {DEPTH_LIMIT} 层")


def _depth_checked(html: str) -> str:
    if html.count("</") - html.count("</p>") - html.count("</td>") > DEPTH_LIMIT:
        depth = 0
        for found in _NESTED.finditer(html):
            depth += -1 if found[1] else 1
            if depth > DEPTH_LIMIT:
                raise MarkupError(f"嵌套过深：超过 {DEPTH_LIMIT} 层")
    return html


@contextmanager
def _budget() -> Iterator[None]:
    """Raise `MarkupError` in the block once it has used `BUDGET` seconds of CPU; outside the main thread, do nothing.

    Time in the kernel counts as well: copying megabytes over and over is spent there. The alarm repeats, in case the
    first falls where Python swallows exceptions. Regular expressions look for signals while they run; the sanitizer
    does not, but what reaches it has been bounded.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise MarkupError(f"正文写法过于复杂，{BUDGET:g} 秒内没有转换完")

    handler = signal.signal(signal.SIGPROF, ring)
    remaining, interval = signal.setitimer(signal.ITIMER_PROF, BUDGET, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        if remaining:
            signal.setitimer(signal.ITIMER_PROF, remaining, interval)


# ── lines of Chinese ────────────────────────────────────────────────────────────────────────────────────────────

_WIDE = "　-〿㐀-䶿一-鿿豈-﫿︰-﹏！-｠“”‘’…—·\U00020000-\U0003ffff"
_SPANS = "strong|em|b|i|u|s|a|code|sub|sup|small|span|mark|q|del|ins"
_BREAK = re.compile(rf"\n(?=(?:<(?:{_SPANS})(?: [^>]*)?>)*+[{_WIDE}])")
_WIDE_END = re.compile(rf"[{_WIDE}](?:</(?:{_SPANS})>)*\Z")
_VERBATIM = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)


def _joined(html: str) -> str:
    """Lines broken inside a Chinese sentence come together without the space that a browser would show."""
    if "<pre>" not in html:
        return _BREAK.sub(_join, html)
    parts = _VERBATIM.split(html)
    return "".join(part if part.startswith("<pre>") else _BREAK.sub(_join, part) for part in parts)


def _join(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 60) : found.start()]
    return "" if _WIDE_END.search(before) else "\n"
