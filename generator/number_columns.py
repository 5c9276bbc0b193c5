"""Columns of numbers in the tables of bodies are marked as those of data tables are, so that digits stand below each
other; a column that the editor aligned stays as it is.

It works on the tables that Markdown makes, whichever way a body was rendered, and on none that are written as HTML with
anything more than rows of plain cells.
"""

from __future__ import annotations

import re
from html import unescape

from generator.cells import MISSING, form_of
from generator.model import Form

_TABLE = re.compile(
    r"<table>\n<thead>\n<tr>\n((?:<th [^\n]*</th>\n)+)</tr>\n</thead>\n"
    r"<tbody>\n((?:<tr>\n(?:<td[^\n]*</td>\n)+</tr>\n)+)</tbody>\n</table>"
)
_HEAD = re.compile(r'<th scope="col">(.*)</th>')
_MARK = re.compile(r"<[^>]*>")


def marked(html: str) -> str:
    """The HTML of a body with its columns of numbers marked (`class="number"`)."""
    return _TABLE.sub(_marked, html) if "</thead>" in html else html


def _marked(found: re.Match[str]) -> str:
    heads = found[1].splitlines()
    rows = [row.splitlines() for row in found[2].removesuffix("</tr>\n").split("</tr>\n")]  # each begins with <tr>
    if any(len(row) != len(heads) + 1 for row in rows):
        return found[0]
    columns = [
        place for place in range(1, len(heads)) if _is_of_numbers(heads[place], [row[place + 1] for row in rows])
    ]
    for place in columns:
        heads[place] = heads[place].replace('<th scope="col">', '<th scope="col" class="number">', 1)
        for row in rows:
            row[place + 1] = row[place + 1].replace("<td>", '<td class="number">', 1)
    head = "".join(f"{line}\n" for line in heads)
    body = "".join("".join(f"{line}\n" for line in (*row, "</tr>")) for row in rows)
    return f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>" if columns else found[0]


def _is_of_numbers(head: str, cells: list[str]) -> bool:
    """Whether a column has no side yet, and says nothing but numbers where it says something."""
    name = _HEAD.fullmatch(head)
    if name is None or not all(cell.startswith("<td>") for cell in cells):
        return False
    words = (_words(cell) for cell in cells)
    return form_of(_words(name[1]), [each for each in words if each not in MISSING]) in (Form.INTEGER, Form.NUMBER)


def _words(html: str) -> str:
    return unescape(_MARK.sub("", html)).strip()
