"""CSV for spreadsheets and for machines: UTF-8 with its mark, CRLF, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

_RISKY = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: `'` before what could begin one, but for numbers."""
    return f"'{cell}" if cell[:1] in _RISKY and cell and not _NUMBER.fullmatch(cell) else cell


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or GB18030 as spreadsheets on Chinese Windows write it; `UnicodeDecodeError`, of what
    is not UTF-8, where it is neither."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            raise error from None


def csv_text(rows: Iterable[Iterable[str | int]]) -> str:
    """Rows as a file's text, the heads among them; the mark at its start lets spreadsheets see that it is UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}"


def records(text: str, mark: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a file, however long their cells are, and their 1-based numbers as a spreadsheet counts them.

    The reader of the standard library bounds cells for the whole process, and bodies of web pages stand in cells.
    Raises `ValueError` with the number of the row in which a quote is never closed.
    """
    form = re.compile(rf'(?:"((?:[^"]|"")*+)"([^{mark}\r\n]*)|([^{mark}\r\n]*))({mark}|\r\n|\r|\n|\Z)')
    number, cells = 1, list[str]()
    for found in form.finditer(text):
        quoted, further, plain, end = found.groups()
        if quoted is None and plain.startswith('"'):
            raise ValueError(number)
        cells.append(plain if quoted is None else quoted.replace('""', '"') + further)
        if end == mark:
            continue
        if any(cells):
            yield number, tuple(cells)
        number, cells = number + 1, []
