"""Files that views make rather than find: bytes for machines beside the pages for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from hashlib import blake2b

from generator.model import Asset


def made_file(url: str, data: bytes) -> Asset:
    """A file of these bytes."""
    return Asset(url, "", len(data), blake2b(data, digest_size=16).hexdigest(), data)


def as_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as every tool reads them; the mark at the start lets spreadsheets see that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
