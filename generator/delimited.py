"""CSV for spreadsheets and for machines: UTF-8 with its mark, CRLF, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_RISKY = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: `'` before what could begin one, but for numbers."""
    return f"'{cell}" if cell[:1] in _RISKY and cell and not _NUMBER.fullmatch(cell) else cell


def csv_text(rows: Iterable[Iterable[str | int]]) -> str:
    """Rows as a file's text, the heads among them; the mark at its start lets spreadsheets see that it is UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}"
