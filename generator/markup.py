"""Bodies → HTML: the one way by which an editor's text gets onto a page.

Most bodies take the fast path (`fastpath`). The others go the long way: Markdown dialect (`dialect`) → allowlist
(`sanitizer`) → headings, tables, links (`finishing`); the bytes are the same. A body that is too large, too deep or too
costly is a `MarkupError`; nothing an editor writes makes this module fail in another way.
"""

from __future__ import annotations

import re
from html import escape

from generator import fastpath, limits, number_columns
from generator.finishing import SCROLL, Finish
from generator.grammar import INVISIBLE
from generator.limits import MarkupError
from generator.model import Body, Table
from generator.plaintext import plain
from generator.references import Found, find
from generator.removals import heading_of, removed
from generator.sanitizer import clean

FAST = fastpath.is_verified()
__all__ = ["Found", "MarkupError", "find", "heading_of", "plain", "removed", "render", "render_table"]


def render(body: Body, root: str, prefix: str = "s", top: int = 2) -> str:
    """The HTML of a body. `root` leads from the page to its unit's base (`../`).

    `prefix` begins its ids, and must differ where a page shows several bodies; its shallowest heading is `<h{top}>`.

    Raises `MarkupError` for more than 1 MiB, nesting beyond 50, or 2 s of CPU. The last is enforced in the main thread
    only, where a signal can be had; other threads rely on whoever started them.
    """
    limits.refuse_large(body.source)
    finish = Finish(dict(body.links), _included(body.tables, root), root, prefix)
    html = fastpath.rendered(body.source, finish, top) if FAST else None
    return number_columns.marked(_the_long_way(body.source, finish, top) if html is None else _joined(html))


def _included(tables: tuple[tuple[str, Table], ...], root: str) -> dict[str, str]:
    if not tables:
        return {}
    with limits.budget():
        return {written: render_table(table, root) for written, table in tables}


def _the_long_way(source: str, finish: Finish, top: int) -> str:
    """Through Python-Markdown and the sanitizer, which know everything that may be written."""
    from generator import dialect  # not before it is needed: it imports Python-Markdown

    try:
        with limits.budget():
            source = INVISIBLE.sub("", source)
            limits.refuse_deep(source)
            converted = dialect.convert(source)
            limits.refuse_tangled(source, converted)
            html = clean(converted)
            limits.refuse_nested(html)
            return _joined(finish.run(html, top))
    except RecursionError as error:
        dialect.discard()
        raise MarkupError(f"嵌套过深：超过 {limits.DEPTH_LIMIT} 层") from error
    except MarkupError:
        dialect.discard()
        raise


def render_table(table: Table, root: str = "") -> str:
    """A data table as a figure: caption, column heads, a row head where the first column is words, figures marked.

    Below it stands a link to its file, which says of which table it is where it is heard alone.
    """
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
        f"<tbody>\n{''.join(rows)}</tbody>\n</table></div>{_file_link(table, root, label)}</figure>"
    )


def _file_link(table: Table, root: str, label: str) -> str:
    if not table.url:
        return ""
    address = escape(root + table.url)
    return (
        f'\n<figcaption class="table-file"><a href="{address}" download="{label}.csv" aria-label="下载 CSV：{label}">'
        "下载 CSV</a></figcaption>"
    )


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


# ── lines of Chinese ────────────────────────────────────────────────────────────────────────────────────────────

_WIDE = "　-〿㐀-䶿一-鿿豈-﫿︰-﹏！-｠“”‘’…—·\U00020000-\U0003ffff"
_SPANS = "strong|em|b|i|u|s|a|code|sub|sup|small|span|mark|q|del|ins"
_BREAK = re.compile(rf"\n *+(?=(?:<(?:{_SPANS})(?: [^>]*)?>)*+[{_WIDE}])")
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
