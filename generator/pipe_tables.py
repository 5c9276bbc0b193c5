"""Pipe tables of the fast path → HTML, row by row: every row between bars, as many columns as the head has."""

from __future__ import annotations

import re

from generator.finishing import COLUMN_HEAD, TABLE_END, Finish, aligned
from generator.phrases import Unknown, is_marked, phrase

_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")


def table(lines: list[str], finish: Finish) -> str:
    """The HTML of a table; raises `Unknown` where these lines may be none."""
    if len(lines) < 2 or not _RULE.fullmatch(lines[1].rstrip(" ")):
        raise Unknown
    head, sides = _cells(lines[0]), [_side(cell) for cell in _cells(lines[1])]
    width = len(sides)
    if len(head) != width:
        raise Unknown
    heads = "\n".join([f"<th{COLUMN_HEAD}{side}>%s</th>" for side in sides]) % _row(head, width, finish)
    cells = "\n".join([f"<td{side}>%s</td>" for side in sides])
    row = f"<tr>\n{cells}\n</tr>\n"
    rows = [row % _row(_cells(line), width, finish) for line in lines[2:]]
    body = "".join(rows) or "<tr>\n" + "<td></td>\n" * width + "</tr>\n"
    return f"{finish.open_region()}\n<thead>\n<tr>\n{heads}\n</tr>\n</thead>\n<tbody>\n{body}</tbody>\n{TABLE_END}"


def _row(cells: list[str], width: int, finish: Finish) -> tuple[str, ...]:
    if len(cells) > width:  # what stands beyond the last column joins the last cell, with the bars between
        last = " | ".join(cell.strip() for cell in cells[width - 1 :]).rstrip(" |")
        cells = [*cells[: width - 1], last.lstrip(" ")]
    if is_marked("".join(cells)):
        cells = [phrase(cell, finish) for cell in cells]
    return (*cells, *[""] * (width - len(cells)))


def _cells(line: str) -> list[str]:
    row = line.rstrip(" ")
    if len(row) < 2 or row[-1] != "|" or row[0] != "|":
        raise Unknown
    return [cell.strip(" ") for cell in row[1:-1].split("|")]


def _side(rule: str) -> str:
    left, right = rule[0] == ":", rule[-1] == ":"
    return aligned("center" if left and right else "left" if left else "right") if left or right else ""
