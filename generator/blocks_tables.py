"""Grids of imported documents → tables: with bars where Markdown can write them, else in HTML that the page keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from generator.blocks import Block, Grid, GridCell, Paragraph
from generator.blocks_phrases import Shown, html, numbered, phrase, tidy


def table(grid: Grid, shown: Shown) -> str:
    """A table; empty where nothing is in it."""
    rows = [row for row in grid.rows if row]
    if not any(_has_words(cell) for row in rows for cell in row):
        return ""
    grid = replace(grid, rows=tuple(rows))
    return _barred(grid, shown) if _is_plain(grid) else _tagged(grid, shown)


def _is_plain(grid: Grid) -> bool:
    """Whether Markdown can write it: a head and rows, every cell one paragraph at most, none merged."""
    width = len(grid.rows[0])
    cells = [cell for row in grid.rows for cell in row]
    return (
        len(grid.rows) > 1
        and grid.heads < 2
        and not grid.caption.strip()
        and all(len(row) == width for row in grid.rows)
        and all(cell.columns == cell.rows == 1 and _is_line(cell) for cell in cells)
    )


def _is_line(cell: GridCell) -> bool:
    return all(isinstance(block, Paragraph) for block in cell.blocks) and len(cell.blocks) < 2


def _has_words(cell: GridCell) -> bool:
    return any(isinstance(block, Grid) or block.spans or block.number for block in cell.blocks)


def _barred(grid: Grid, shown: Shown) -> str:
    lines = [f"| {' | '.join(_cell(cell, shown) for cell in row)} |" for row in grid.rows]
    rule = f"|{' --- |' * len(grid.rows[0])}"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(cell: GridCell, shown: Shown) -> str:
    texts = [phrase(numbered(block), shown) for block in cell.blocks if isinstance(block, Paragraph)]
    return "".join(texts).strip(" 　").replace("|", "&#124;")


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tagged(grid: Grid, shown: Shown) -> str:
    """A table in HTML, a row a line; without blank lines, which would end it."""
    heads = grid.heads or _head_rows(grid)
    caption = [f"<caption>{escape(tidy(grid.caption), quote=False)}</caption>"] if grid.caption.strip() else []
    head = [_row(row, "th", shown) for row in grid.rows[:heads]]
    body = [_row(row, "td", shown) for row in grid.rows[heads:]]
    parts = [*caption, *_wrapped("thead", head), *_wrapped("tbody", body)]
    return "\n".join(["<table>", *parts, "</table>"])


def _head_rows(grid: Grid) -> int:
    """How many rows are the head where the document does not say: those that the cells of the first go down to."""
    if len(grid.rows) < 2:
        return 0
    deepest = max(cell.rows for cell in grid.rows[0])
    return deepest if deepest < len(grid.rows) else 0


def _wrapped(name: str, rows: list[str]) -> list[str]:
    return [f"<{name}>", *rows, f"</{name}>"] if rows else []


def _row(row: Iterable[GridCell], name: str, shown: Shown) -> str:
    return f"<tr>{''.join(_tagged_cell(cell, name, shown) for cell in row)}</tr>"


def _tagged_cell(cell: GridCell, name: str, shown: Shown) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{name}{columns}{rows}>{_inner(cell.blocks, shown)}</{name}>"


def _inner(blocks: Iterable[Block], shown: Shown) -> str:
    """What a cell holds: paragraphs with breaks between, tables within."""
    made = ""
    for block in blocks:
        if isinstance(block, Grid):
            made += _within(block, shown)
        elif text := html(numbered(block), shown):
            made += f"<br>{text}" if made and not made.endswith("</table>") else text
    return made


def _within(grid: Grid, shown: Shown) -> str:
    """A table in a cell, in one line."""
    rows = "".join(_row(row, "td", shown) for row in grid.rows if row)
    return f"<table>{rows}</table>" if rows else ""
